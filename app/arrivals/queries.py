"""Which bookings are about to begin, have begun, or are over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from sqlmodel import Session, col, select

from app.accounts.models import Assignment
from app.arrivals import rules
from app.availability.queries import whole_day
from app.bookings import queries as bookings
from app.bookings import rules as booking_rules
from app.bookings.models import STATES, Booking, BookingState, Span
from app.kit import clock
from app.venues import queries as venues
from app.venues.models import Venue

LIVE = (BookingState.CONFIRMED, BookingState.CHECKED_IN)
SHOWN = (*LIVE, BookingState.COMPLETED, BookingState.NO_SHOW)


@dataclass(frozen=True)
class Guest:
    """A booking as the counter sees it; `late` counts the minutes since its start while nobody has come."""

    id: UUID
    venue_name: str
    span: Span
    title: str
    heads: int
    town_name: str
    who: str
    contact: str
    state: BookingState
    state_words: str
    may_check_in: bool
    late: int
    is_released: bool


@dataclass(frozen=True)
class Counter:
    """One unit's day."""

    unit_id: UUID
    unit_name: str
    guests: tuple[Guest, ...]


def here_now(session: Session, venue_id: UUID, *, now: datetime) -> Sequence[Booking]:
    """What the reader may see of a venue at this moment: what has begun, and what begins within half an hour."""
    found = select(Booking).where(
        Booking.venue_id == venue_id,
        col(Booking.state).in_(LIVE),
        Booking.starts_at <= now + rules.EARLY,
        Booking.ends_at > now,
    )
    return session.exec(found.order_by(col(Booking.starts_at), col(Booking.id))).all()


def begun(session: Session, town_id: UUID, *, now: datetime) -> Sequence[Booking]:
    """Bookings of a town's venues that have begun and are not settled yet, held until the transaction ends."""
    found = select(Booking).where(
        Booking.owner_town_id == town_id, col(Booking.state).in_(LIVE), Booking.starts_at <= now
    )
    return session.exec(found.order_by(col(Booking.starts_at), col(Booking.id)).with_for_update()).all()


def counters_of(session: Session, town_id: UUID, roles: Sequence[Assignment], *, now: datetime) -> list[Counter]:
    """Today's bookings of the units for which somebody with these roles answers, in the order of their start."""
    day = whole_day(clock.to_town(now).date())
    found = (
        select(Booking)
        .join(Venue, col(Venue.id) == col(Booking.venue_id))
        .where(Venue.town_id == town_id, col(Booking.state).in_(SHOWN))
        .where(Booking.starts_at < day.ends_at, Booking.ends_at > day.starts_at)
    )
    today = session.exec(found.order_by(col(Booking.starts_at), col(Booking.id))).all()
    places = {v.id: v for v in venues.all_of_town(session, town_id)}
    mine = [b for b in today if venues.runs_unit(roles, places[b.venue_id].unit_id, town_id)]
    units = venues.units_by_id(session, [places[b.venue_id] for b in mine])
    lines = {line.id: line for line in bookings.lines_of(session, mine)}
    by_unit = sorted(mine, key=lambda b: (units[places[b.venue_id].unit_id].name, b.starts_at, b.id))
    return [
        Counter(unit_id, units[unit_id].name, tuple(_guest(b, lines[b.id], places[b.venue_id], now) for b in group))
        for unit_id, group in groupby(by_unit, key=lambda b: places[b.venue_id].unit_id)
    ]


def _guest(booking: Booking, line: bookings.Line, venue: Venue, now: datetime) -> Guest:
    return Guest(
        id=booking.id,
        venue_name=venue.name,
        span=booking.span,
        title=booking.title,
        heads=booking.heads,
        town_name=line.town_name,
        who=booking.team or line.person_name,
        contact=f"{booking.contact_name} {booking.contact_phone}".strip(),
        state=booking.state,
        state_words=STATES[booking.state],
        may_check_in=booking_rules.may_check_in(booking, now),
        late=rules.minutes_late(booking, now),
        is_released=rules.is_released(booking, is_staffed=venue.is_staffed),
    )
