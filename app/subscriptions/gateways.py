"""Bookings and closures as a calendar shows them. No person in them: what is on, how many come, from which town."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from sqlmodel import Session

from app.bookings.models import STATES, USES, Booking, BookingState
from app.claims.models import CLOSURES, Closure
from app.kit import ics
from app.recurring import gateways as bookings
from app.towns import queries as towns

PRODUCT = bookings.PRODUCT
PLAIN = {BookingState.CONFIRMED, BookingState.CHECKED_IN, BookingState.COMPLETED}


def own_bookings(session: Session, found: Sequence[Booking], *, public_url: str) -> list[ics.Event]:
    """A person's own bookings."""
    events = bookings.events_of(session, found, public_url=public_url)
    return [replace(event, summary=b.title + _mark(b)) for event, b in zip(events, found, strict=True)]


def at_the_venue(session: Session, found: Sequence[Booking], *, public_url: str) -> list[ics.Event]:
    """A venue's bookings for its staff."""
    names = towns.names_of(session, list({b.town_id for b in found}))
    events = bookings.events_of(session, found, public_url=public_url)
    return [_for_staff(event, b, names) for event, b in zip(events, found, strict=True)]


def _for_staff(event: ics.Event, booking: Booking, names: Mapping[UUID, str]) -> ics.Event:
    said = f"{USES[booking.use]}，{booking.heads}人，{names[booking.town_id]}，{STATES[booking.state]}"
    return replace(event, summary=f"{booking.title}（{names[booking.town_id]}）{_mark(booking)}", text=said)


def _mark(booking: Booking) -> str:
    return "" if booking.state in PLAIN else f"（{STATES[booking.state]}）"


def closed(found: Sequence[Closure]) -> list[ics.Event]:
    """The times in which a venue is closed."""
    return [
        ics.Event(
            uid=f"closure-{c.id}@linqiao",
            revision=0,
            changed_at=c.made_at,
            starts_at=c.starts_at,
            ends_at=c.ends_at,
            summary=f"{CLOSURES[c.kind]}：{c.reason}",
        )
        for c in found
    ]
