"""Who came: check-in at the door or by staff, release of what nobody came to, completion. The caller commits."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from app.accounts import queries as accounts
from app.answers import actions as answers
from app.arrivals import queries, rules
from app.bookings import queries as bookings
from app.bookings.models import Booking, Deed
from app.kit.actor import Actor
from app.venues import queries as venues


def check_in(session: Session, booking_id: UUID, *, actor: Actor, now: datetime) -> Booking:
    """By who booked, a colleague of the same town, or the owner's unit."""
    booking = bookings.lock_booking(session, booking_id)
    venue = bookings.venue_of(session, booking)
    roles = accounts.roles_at(session, actor.id, now) if actor.id else []
    if actor.town_id != booking.town_id and not venues.runs_unit(roles, venue.unit_id, venue.town_id):
        raise rules.NotYours
    rules.check_in_time(booking, now)
    answers.arrive(session, booking, Deed.CHECKED_IN, actor=actor, now=now)
    return booking


def settle(session: Session, town_id: UUID, *, now: datetime) -> int:
    """Release what nobody came to, complete what is over. A second run finds nothing left."""
    settled, system = 0, Actor.system(town_id)
    for booking in queries.begun(session, town_id, now=now):
        is_staffed = bookings.venue_of(session, booking).is_staffed
        if rules.is_missed(booking, now, is_staffed=is_staffed):
            answers.arrive(session, booking, Deed.NO_SHOW, actor=system, now=now, said="开始20分钟后无人签到")
            settled += 1
        elif rules.is_over(booking, now):
            answers.arrive(session, booking, Deed.COMPLETED, actor=system, now=now)
            settled += 1
    return settled
