"""Bookings as calendar entries: of a series one event an occurrence, so that each can be moved or cancelled alone."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlmodel import Session

from app.bookings.models import Booking, BookingState
from app.kit import ics
from app.recurring import queries
from app.recurring.rules import LIVE
from app.towns.models import Unit
from app.venues import queries as venues
from app.venues.models import Venue

PRODUCT = "Venue bookings"
STANDS = LIVE | {BookingState.CHECKED_IN, BookingState.COMPLETED}


def events_of(session: Session, found: Sequence[Booking], *, public_url: str) -> list[ics.Event]:
    """What calendars hear of these bookings; `public_url` is where this site is reached."""
    places = queries.venues_of(session, found)
    units = venues.units_by_id(session, places.values())
    steps = queries.steps_of(session, [b.id for b in found])
    return [
        ics.Event(
            uid=f"booking-{b.id}@linqiao",
            revision=steps[b.id][0] - 1,
            changed_at=steps[b.id][1],
            starts_at=b.starts_at,
            ends_at=b.ends_at,
            summary=b.title,
            place=_place(places[b.venue_id], units),
            url=f"{public_url}/spaces/bookings/{b.id}",
            status=status_of(b.state),
        )
        for b in found
    ]


def _place(venue: Venue, units: Mapping[UUID, Unit]) -> str:
    unit = units[venue.unit_id]
    return f"{unit.name} {venue.name}，{unit.address}".rstrip("，")


def status_of(state: BookingState) -> ics.Status:
    if state is BookingState.REQUESTED:
        return ics.Status.TENTATIVE
    return ics.Status.CONFIRMED if state in STANDS else ics.Status.CANCELLED
