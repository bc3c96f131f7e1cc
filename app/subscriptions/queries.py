"""Whose calendar an address is, and which meetings and bookings belong in it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.accounts import queries as accounts
from app.bookings.models import ON_THE_LIST, Booking
from app.kit.errors import NotFound
from app.kit.scopes import Reach
from app.meetings.models import Meeting
from app.subscriptions.models import CalendarAddress, VenueCalendarAddress
from app.towns import queries as towns
from app.venues import queries as venues
from app.venues.models import Venue

LOOK_BACK = timedelta(days=400)
BOOKINGS_BACK = timedelta(days=60)
MOST, MOST_AT_A_VENUE = 200, 1000


def find_address(session: Session, person_id: UUID) -> CalendarAddress | None:
    """The address in force."""
    found = select(CalendarAddress).where(
        CalendarAddress.person_id == person_id, col(CalendarAddress.revoked_at).is_(None)
    )
    return session.exec(found).first()


def reach_of_address(session: Session, address_id: UUID, *, now: datetime) -> Reach:
    """What the owner of an address may see now; NotFound when it was revoked or the person is gone."""
    address = session.get(CalendarAddress, address_id)
    if address is None or address.revoked_at is not None:
        raise NotFound
    person = accounts.get_person(session, address.person_id)
    if person.disabled_at is not None:
        raise NotFound
    town_ids = frozenset(r.town_id for r in accounts.roles_at(session, person.id, now) if r.town_id)
    return Reach(town_ids, towns.partnership_ids_of(session, town_ids), person.id)


def meetings_for(session: Session, reach: Reach, *, now: datetime) -> Sequence[Meeting]:
    """The meetings of the person's partnerships, cancelled ones included, from a year back on."""
    found = select(Meeting).where(
        col(Meeting.partnership_id).in_(reach.partnership_ids), Meeting.starts_at > now - LOOK_BACK
    )
    return session.exec(found.order_by(col(Meeting.starts_at), col(Meeting.id)).limit(MOST)).all()


def bookings_of(session: Session, person_id: UUID, *, now: datetime) -> Sequence[Booking]:
    """What a person has booked; a joint meeting's room is in the meeting's own entry."""
    mine = select(Booking).where(Booking.person_id == person_id, Booking.subject == "", *_shown(now))
    return session.exec(mine.order_by(col(Booking.starts_at), col(Booking.id)).limit(MOST)).all()


def find_venue_address(session: Session, venue_id: UUID) -> VenueCalendarAddress | None:
    """The venue's address in force."""
    found = select(VenueCalendarAddress).where(
        VenueCalendarAddress.venue_id == venue_id, col(VenueCalendarAddress.revoked_at).is_(None)
    )
    return session.exec(found).first()


def venue_of_address(session: Session, address_id: UUID) -> Venue:
    """Whose calendar an address is; NotFound when it was revoked."""
    address = session.get(VenueCalendarAddress, address_id)
    venue = session.get(Venue, address.venue_id) if address and address.revoked_at is None else None
    if venue is None:
        raise NotFound
    return venue


def bookings_at(session: Session, venue: Venue, *, now: datetime) -> Sequence[Booking]:
    """What is booked at a venue, or at the hall it is a part of, or at one of its parts; given-back times included."""
    family = [venue.id, *(part.id for part in venues.parts_of(session, venue.id))]
    family += [venue.parent_id] if venue.parent_id else []
    found = select(Booking).where(col(Booking.venue_id).in_(family), *_shown(now))
    return session.exec(found.order_by(col(Booking.starts_at), col(Booking.id)).limit(MOST_AT_A_VENUE)).all()


def _shown(now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    """From some weeks back on; who only waits for a place has none to show."""
    return col(Booking.ends_at) > now - BOOKINGS_BACK, col(Booking.state).not_in(ON_THE_LIST)
