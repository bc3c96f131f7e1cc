"""Who hears what of a booking: those it concerns and nobody else, once per event. Leaves as rows of the outbox."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from app.accounts.models import Role
from app.availability.rules import span_in_words
from app.bookings.models import Booking, BookingState, Deed
from app.notifications import actions as notifications
from app.towns import queries as towns
from app.venues import queries as venues
from app.venues.models import Venue


def words(booking: Booking, venue: Venue) -> str:
    return f"{venue.name}，{span_in_words(booking.span)}，{booking.title}"


def tell_of_new(session: Session, booking: Booking, venue: Venue, now: datetime) -> None:
    """The staff hear of what they must answer, and of whom to expect from the other town or for a joint meeting."""
    if booking.state is BookingState.REQUESTED:
        tell_keepers(session, booking, venue, Deed.REQUESTED, "有场地预约待答复", now)
    elif booking.town_id != booking.owner_town_id or booking.is_joint:
        tell_keepers(session, booking, venue, Deed.BOOKED, "场地有新的预约", now, but=booking.person_id)


def tell_keepers(
    session: Session, booking: Booking, venue: Venue, deed: Deed, title: str, now: datetime, but: UUID | None = None
) -> None:
    """The staff of the owner's unit, except who did it."""
    for person_id in venues.keepers_of(session, venue, now=now):
        if person_id != but:
            notifications.tell(
                session,
                person_id=person_id,
                town_id=venue.town_id,
                kind=f"spaces.{deed}",
                event=f"booking:{booking.id}:{deed}:{booking.starts_at:%Y%m%dT%H%M}:{venue.number}",
                title=title,
                text=words(booking, venue),
                url=_url(booking),
            )


def tell_booker(
    session: Session, booking: Booking, venue: Venue, deed: Deed, title: str, more: str = "", mark: str = ""
) -> None:
    """Who booked; when a joint meeting's venue is concerned, the clerks of all its towns as well."""
    said = "。".join(part for part in (words(booking, venue), booking.reason, more) if part)
    event = f"booking:{booking.id}:{deed}:{booking.starts_at:%Y%m%dT%H%M}:{mark or venue.number}"
    url = booking.url or _url(booking)
    kind = f"spaces.{deed}"
    if booking.person_id:
        told = {"person_id": booking.person_id, "town_id": booking.town_id}
        notifications.tell(session, **told, kind=kind, event=event, title=title, text=said, url=url)
    if booking.is_joint and booking.partnership_id:
        for town in towns.towns_of(session, booking.partnership_id):
            notifications.tell_town(
                session, town_id=town.id, roles={Role.CLERK}, kind=kind, event=event, title=title, text=said, url=url
            )


def _url(booking: Booking) -> str:
    return f"/spaces/bookings/{booking.id}"
