"""What is taken and what is left of a town's months."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from app.quotas.models import QuotaMonth
from app.quotas.rules import Key, State


def states(session: Session, keys: Iterable[Key], quotas: dict[UUID, int | None]) -> dict[Key, State]:
    """The counters of (venue, town, month); one that is not open yet has the limit of `quotas` by venue."""
    keys = set(keys)
    wanted = sa.select(*(col(getattr(QuotaMonth, n)) for n in ("venue_id", "town_id", "month", "taken", "quota")))
    found = wanted.where(
        col(QuotaMonth.venue_id).in_({k[0] for k in keys}),
        col(QuotaMonth.town_id).in_({k[1] for k in keys}),
        col(QuotaMonth.month).in_({k[2] for k in keys}),
    )
    rows = session.execute(found.order_by(col(QuotaMonth.month), col(QuotaMonth.id))).all() if keys else []
    open_ones = {(venue, town, month): State(taken, quota) for venue, town, month, taken, quota in rows}
    return {key: open_ones.get(key, State(0, quotas.get(key[0]))) for key in keys}


def state_of(session: Session, venue_id: UUID, town_id: UUID, month: date, quota: int | None) -> State:
    key = (venue_id, town_id, month)
    return states(session, [key], {venue_id: quota})[key]
