"""The week of a venue: its hours, what is taken, what is free."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from app.availability import queries as availability
from app.bookings import queries as bookings
from app.claims import queries as claims
from app.claims.models import CLOSURES, Closure, Span, minute_of
from app.kit import clock
from app.venues import queries as venues
from app.venues.models import Venue


@dataclass(frozen=True)
class Entry:
    """What a week's page shows in a time: a booking that the reader may see, somebody else's, or a closure."""

    starts: int
    ends: int
    title: str
    booking_id: UUID | None
    is_closure: bool = False
    may_wait: bool = False


@dataclass(frozen=True)
class Day:
    on: date
    hours: tuple[tuple[int, int], ...]
    note: str
    entries: tuple[Entry, ...]
    gaps: tuple[tuple[int, int], ...]


def week_of(session: Session, venue: Venue, first: date, *, reader_town_id: UUID, now: datetime) -> list[Day]:
    """Seven days of a venue from `first`: its hours, what is taken, what is free."""
    last = first + timedelta(days=6)
    span = Span(clock.at(first, "00:00"), clock.at(last + timedelta(days=1), "00:00"))
    open_at = availability.openness(session, [venue], first, last, reader_town_id=reader_town_id)
    gaps = availability.free_gaps_between(session, [venue], first, last, reader_town_id=reader_town_id, now=now)
    entries = _entries(session, venue, span, now=now)
    days = []
    for (_, day), free in gaps.items():
        mine = tuple(e for on, e in entries if on == day)
        days.append(Day(day, open_at.hours(venue, day), open_at.why(venue, day), mine, tuple(free)))
    return days


def _entries(session: Session, venue: Venue, span: Span, *, now: datetime) -> list[tuple[date, Entry]]:
    numbers = venues.leaf_numbers(session, [venue])[venue.id]
    held = {b.booking_id: (b.starts, b.ends) for b in claims.busy(session, numbers, span, now=now)}
    titles = bookings.titles_of(session, held)
    entries = []
    for booking_id, (starts, ends) in sorted(held.items(), key=lambda item: item[1]):
        seen = booking_id if booking_id in titles else None
        may_wait = starts > minute_of(now)
        entries.append(_entry(starts, ends - venue.gap, titles.get(booking_id, "已预约"), seen, may_wait=may_wait))
    for closure in claims.closures_of(session, venue.id, since=span.starts_at):
        entries += _closed_days(closure, span)
    return entries


def _entry(starts: int, ends: int, title: str, booking_id: UUID | None, *, may_wait: bool) -> tuple[date, Entry]:
    day = clock.to_town(datetime.fromtimestamp(starts * 60, clock.TOWN_TIME)).date()
    midnight = minute_of(clock.at(day, "00:00"))
    return day, Entry(starts - midnight, ends - midnight, title, booking_id, may_wait=may_wait)


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
