"""The week of a venue: its hours and what the days are called, what is taken, what is free."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from app.availability import queries as availability
from app.bookings import queries as bookings
from app.bookings.models import STATES, Booking, BookingState
from app.claims import queries as claims
from app.claims.models import CLOSURES, Closure, Span, minute_of
from app.claims.rules import free_gaps
from app.festivals import rules as festivals
from app.kit import clock
from app.venues import queries as venues
from app.venues.models import Venue
from app.venues.rules import Hours


@dataclass(frozen=True)
class Entry:
    """What a week's page shows in a time: a booking that the reader may see, somebody else's, or a closure."""

    starts: int
    ends: int
    title: str
    booking_id: UUID | None
    is_closure: bool = False
    may_wait: bool = False
    state: str = ""  # what is not simply confirmed


@dataclass(frozen=True)
class Day:
    on: date
    hours: tuple[tuple[int, int], ...]
    note: str
    entries: tuple[Entry, ...]
    gaps: tuple[tuple[int, int], ...]
    names: tuple[str, ...] = ()  # holidays, 调休 and festivals
    kept: tuple[tuple[int, int], ...] = ()  # free, but the owner's own for the time being
    is_today: bool = False
    warning: str = ""  # the year's 调休 has not been entered


def week_of(session: Session, venue: Venue, first: date, *, reader_town_id: UUID, now: datetime) -> list[Day]:
    """Seven days of a venue from `first`: its hours, what is taken, what is free."""
    last = first + timedelta(days=6)
    span = Span(clock.at(first, "00:00"), clock.at(last + timedelta(days=1), "00:00"))
    open_at = availability.openness(session, [venue], first, last, reader_town_id=reader_town_id)
    gaps = availability.free_gaps_between(session, [venue], first, last, reader_town_id=reader_town_id, now=now)
    entries = _entries(session, venue, span, now=now)
    days = []
    terms, today = availability.terms_of(session, reader_town_id, [venue]).get(venue.id), clock.to_town(now).date()
    for (_, day), free in gaps.items():
        mine, hours = tuple(e for on, e in entries if on == day), open_at.hours(venue, day)
        taken = [(e.starts, e.ends) for e in mine]
        reserved = terms.kept_back(day, today) if terms and day >= today else ()
        kept = tuple(
            g for a, b in reserved for span in hours for g in free_gaps(taken, max(a, span[0]), min(b, span[1]))
        )
        names = _names(open_at.name(venue, day), day)
        days.append(
            Day(
                day,
                hours,
                open_at.why(venue, day),
                mine,
                tuple(free),
                names,
                kept,
                day == today,
                open_at.warning(venue, day),
            )
        )
    return days


def _common(one: Hours, other: Hours) -> list[tuple[int, int]]:
    """The time that lies in both."""
    both = ((max(a, c), min(b, d)) for a, b in one for c, d in other)
    return [(starts, ends) for starts, ends in both if starts < ends]


def _names(holiday: str, day: date) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in (holiday, *(f.name for f in festivals.on(day))) if name))


def _entries(session: Session, venue: Venue, span: Span, *, now: datetime) -> list[tuple[date, Entry]]:
    numbers = venues.leaf_numbers(session, [venue])[venue.id]
    busy = claims.busy(session, numbers, span, now=now)
    held = {b.booking_id: (b.starts, b.ends) for b in busy}
    parts = _parts_taken(session, venue, busy, numbers)
    titles = bookings.titles_of(session, held)
    states = _states(session, titles)
    entries = []
    for booking_id, (starts, ends) in sorted(held.items(), key=lambda item: item[1]):
        seen = booking_id if booking_id in titles else None
        may_wait = starts > minute_of(now)
        title = parts.get(booking_id, "") + titles.get(booking_id, "已预约")
        state = states.get(booking_id, "")
        entries.append(_entry(starts, ends - venue.gap, title, seen, may_wait, state))
    for closure in claims.closures_of(session, venue.id, since=span.starts_at):
        entries += _closed_days(closure, span)
    return entries


def _parts_taken(
    session: Session, venue: Venue, busy: Iterable[claims.Busy], numbers: Iterable[int]
) -> dict[UUID, str]:
    """Which part of a hall a booking takes, as its title begins; "" when it takes the whole."""
    names = {part.number: part.name for part in venues.parts_of(session, venue.id)}
    taken: dict[UUID, set[int]] = {}
    for one in busy:
        taken.setdefault(one.booking_id, set()).add(one.number)
    return {
        booking_id: "、".join(names[n] for n in sorted(some & names.keys())) + "："
        for booking_id, some in taken.items()
        if names and some < set(numbers)
    }


def _states(session: Session, booking_ids: Iterable[UUID]) -> dict[UUID, str]:
    """In words what is not simply confirmed; time held for somebody on a list says so in its title."""
    found = select(Booking.id, Booking.state).where(col(Booking.id).in_(list(booking_ids)))
    rows = session.exec(found.order_by(col(Booking.id)))
    plain = (BookingState.CONFIRMED, BookingState.OFFERED)
    return {i: STATES[BookingState(state)] for i, state in rows if state not in plain}


def _entry(
    starts: int, ends: int, title: str, booking_id: UUID | None, may_wait: bool, state: str
) -> tuple[date, Entry]:
    day = clock.to_town(datetime.fromtimestamp(starts * 60, clock.TOWN_TIME)).date()
    midnight = minute_of(clock.at(day, "00:00"))
    return day, Entry(starts - midnight, ends - midnight, title, booking_id, may_wait=may_wait, state=state)


def _closed_days(closure: Closure, span: Span) -> list[tuple[date, Entry]]:
    """A closure cut into the days of a span."""
    days = []
    first = max(closure.starts_at, span.starts_at)
    day = clock.to_town(first).date()
    while clock.at(day, "00:00") < min(closure.ends_at, span.ends_at):
        midnight = minute_of(clock.at(day, "00:00"))
        starts, ends = minute_of(closure.starts_at) - midnight, minute_of(closure.ends_at) - midnight
        title = f"{CLOSURES[closure.kind]}：{closure.reason}"
        days.append((day, Entry(max(0, starts), min(1440, ends), title, None, is_closure=True)))
        day += timedelta(days=1)
    return days
