"""A series as calendar entries (RFC 5545): one event an occurrence, so that each can be moved or cancelled alone."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from icalendar import Calendar, Event
from sqlmodel import Session

from app.bookings.models import Booking, BookingState
from app.recurring import queries
from app.recurring.rules import LIVE
from app.towns.models import Unit
from app.venues import queries as venues
from app.venues.models import Venue

PRODUCT = "-//Linqiao//Venue bookings//ZH"
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")
STANDS = LIVE | {BookingState.CHECKED_IN, BookingState.COMPLETED}


@dataclass(frozen=True)
class Entry:
    """One occurrence as a calendar shows it. `revision` is its SEQUENCE: the lines of its history."""

    booking_id: UUID
    revision: int
    changed_at: datetime
    starts_at: datetime
    ends_at: datetime
    title: str
    place: str
    state: BookingState
    url: str


def entries_of(session: Session, found: Sequence[Booking], *, public_url: str) -> list[Entry]:
    """What calendars hear of these bookings; `public_url` is where this site is reached."""
    places = queries.venues_of(session, found)
    units = venues.units_by_id(session, places.values())
    steps = queries.steps_of(session, [b.id for b in found])
    return [
        Entry(
            booking_id=b.id,
            revision=steps[b.id][0] - 1,
            changed_at=steps[b.id][1],
            starts_at=b.starts_at,
            ends_at=b.ends_at,
            title=b.title,
            place=_place(places[b.venue_id], units),
            state=b.state,
            url=f"{public_url}/spaces/bookings/{b.id}",
        )
        for b in found
    ]


def _place(venue: Venue, units: Mapping[UUID, Unit]) -> str:
    unit = units[venue.unit_id]
    return f"{unit.name} {venue.name}，{unit.address}".rstrip("，")


def to_ics(entries: Iterable[Entry]) -> bytes:
    calendar = Calendar()
    for name, value in (("prodid", PRODUCT), ("version", "2.0"), ("calscale", "GREGORIAN"), ("method", "PUBLISH")):
        calendar.add(name, value)
    for entry in entries:
        calendar.add_component(_event(entry))
    made: bytes = calendar.to_ical(sorted=False)
    return made


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", f"booking-{entry.booking_id}@linqiao")
    event.add("sequence", entry.revision)
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    event.add("dtstart", entry.starts_at.astimezone(UTC))
    event.add("dtend", entry.ends_at.astimezone(UTC))
    event.add("summary", _clean(entry.title))
    event.add("location", _clean(entry.place))
    event.add("url", entry.url)
    event.add("status", _status(entry.state))
    event.add("transp", "OPAQUE" if entry.state in STANDS else "TRANSPARENT")
    return event


def _status(state: BookingState) -> str:
    if state is BookingState.REQUESTED:
        return "TENTATIVE"
    return "CONFIRMED" if state in STANDS else "CANCELLED"


def _clean(text: str) -> str:
    """No control characters; whatever breaks a line becomes the break that the format escapes."""
    return CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\x85", "\n"))
