"""Taking minutes of a town's month and giving them back. The row is the lock: two who want the last hour queue."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from app.kit.db import dialect
from app.kit.prepared import Prepared
from app.quotas import queries, rules
from app.quotas.models import QuotaMonth
from app.quotas.rules import Need

_COUNTER: Any = QuotaMonth.__table__  # type: ignore[attr-defined]  # a table model has a table
_AFTER = _COUNTER.c.taken + sa.bindparam("minutes")
TAKE = Prepared(
    sa.update(_COUNTER)
    .where(_COUNTER.c.venue_id == sa.bindparam("venue"), _COUNTER.c.town_id == sa.bindparam("town"))
    .where(_COUNTER.c.month == sa.bindparam("in_month"))
    .where(sa.or_(_COUNTER.c.quota.is_(None), _COUNTER.c.quota >= _AFTER))
    .values(taken=_AFTER)
    .returning(_COUNTER.c.id)
)


def take(session: Session, needs: Iterable[Need]) -> dict[rules.Key, UUID]:
    """Count every need, or raise QuotaSpent and let the caller's savepoint undo the rest. Ids of the counters."""
    counters = {}
    for need in rules.summed(needs):
        counters[need.key] = _take(session, need) or _open(session, need) or _refuse(session, need)
    return counters


def give_back(session: Session, counter_id: UUID, minutes: int) -> None:
    """Minutes that somebody else of the town may use again."""
    given = sa.update(QuotaMonth).where(col(QuotaMonth.id) == counter_id).values(taken=col(QuotaMonth.taken) - minutes)
    session.execute(given.execution_options(synchronize_session=False))


def set_limit(session: Session, needs: Sequence[Need]) -> None:
    """A new limit for these months, whether or not anything was taken yet. What is taken stays taken."""
    for need in rules.summed(needs):
        opened = _insert(session, need, taken=0)
        renewed = opened.on_conflict_do_update(
            index_elements=["venue_id", "town_id", "month"], set_={"quota": need.quota}
        )
        session.execute(renewed)


def months_to_limit(today: date) -> list[date]:
    """Every month that a booking can lie in: bookings reach 400 days ahead."""
    return rules.months_from(today, 15)


def _take(session: Session, need: Need) -> UUID | None:
    """The counter's id, or None when there is no room or no counter yet."""
    place = {"venue": need.venue_id, "town": need.town_id, "in_month": need.month}
    counter_id: UUID | None = TAKE.run(session, place | {"minutes": need.minutes}).scalar()
    return counter_id


def _open(session: Session, need: Need) -> UUID | None:
    """The first of the month opens the counter; who opens it a moment too late finds it and tries again."""
    if need.quota is not None and need.minutes > need.quota:
        return None
    opened = _insert(session, need, taken=0).on_conflict_do_nothing()
    session.execute(opened)
    return _take(session, need)


def _refuse(session: Session, need: Need) -> UUID:
    state = queries.state_of(session, *need.key, need.quota)
    raise state.refusal(need) or rules.QuotaSpent


def _insert(session: Session, need: Need, *, taken: int) -> Any:
    insert = sqlite.insert if dialect(session) == "sqlite" else postgresql.insert
    return insert(QuotaMonth).values(
        id=uuid4(),
        venue_id=need.venue_id,
        owner_town_id=need.owner_town_id,
        town_id=need.town_id,
        month=need.month,
        taken=taken,
        quota=need.quota,
    )
