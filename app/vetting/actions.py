"""Taking what was vetted: rows, time and quota of bookings, all of it or nothing. The caller commits."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from app.bookings import actions as steps
from app.bookings import rules
from app.bookings.queries import BOOKINGS
from app.claims import actions as claims
from app.claims.rules import VenueShut
from app.kit.errors import Refusal
from app.kit.records import forget, savepoint
from app.vetting import queries
from app.vetting.queries import Vetted


def enter_all(session: Session, vetted: Sequence[Vetted], *, now: datetime) -> None:
    """The rows, the time and the quota of new bookings: all of it or nothing."""
    for one in vetted:
        steps.settle(one.booking, one.terms, rules.lapse_of(one.span, one.terms), now)

    bookings = [one.booking for one in vetted]

    def enter() -> None:
        BOOKINGS.add(session, bookings)
        claims.take(session, [one.want(one.booking.lapses_at) for one in vetted], now=now)
        steps.charge_all(session, [(one.booking, one.need()) for one in vetted])

    try:
        claims.attempt(session, enter, within=savepoint)
    except Refusal as refusal:
        forget(session, bookings)
        if not isinstance(refusal, VenueShut):
            raise
        queries.raise_closure(session, vetted)
        raise


def exchange(
    session: Session, vetted: Vetted, lapses_at: datetime | None, now: datetime, *, keeps_quota: bool = False
) -> None:
    """The booking's time and quota for those of another span or venue; when that cannot be, nothing changes."""
    booking, venue, span = vetted.booking, vetted.ground.venue, vetted.span

    def renew() -> None:
        claims.move(session, vetted.want(lapses_at), now=now)
        if not keeps_quota:
            steps.charge(session, booking, vetted.need())

    try:
        claims.attempt(session, renew)
    except VenueShut:
        queries.raise_closure(session, [vetted])
        raise
    booking.venue_id, booking.owner_town_id = venue.id, venue.town_id
    booking.starts_at, booking.ends_at, booking.lapses_at = span.starts_at, span.ends_at, lapses_at
