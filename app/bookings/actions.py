"""A booking takes a step: its state, its time, its history and the audit's row, all at once. Who may is asked above."""

from datetime import datetime

from sqlmodel import Session

from app.audit import actions as audit
from app.bookings import queries, rules
from app.bookings.models import STATES, Booking, BookingState, BookingStep, Deed
from app.claims import actions as claims
from app.kit.actor import Actor


def end(session: Session, booking: Booking, deed: Deed, reason: str, actor: Actor, now: datetime) -> None:
    """To a state that holds nothing: the time is free for others in the same transaction."""
    state = rules.after(booking, deed, now, state_name=STATES[booking.state])
    if not reason.strip():
        raise rules.ReasonMissing
    booking.reason = reason.strip()
    claims.release(session, booking.id)
    become(session, booking, state, deed, actor, now, booking.reason)


def become(
    session: Session, booking: Booking, state: BookingState, deed: Deed, actor: Actor, now: datetime, said: str = ""
) -> None:
    booking.state = state
    session.add(booking)
    note(session, booking, deed, actor, now, said)


def note(session: Session, booking: Booking, deed: Deed, actor: Actor, now: datetime, said: str = "") -> None:
    """One line of the booking's history and one of the audit's."""
    step = BookingStep(
        booking_id=booking.id,
        number=queries.next_step(session, booking.id),
        town_id=booking.town_id,
        owner_town_id=booking.owner_town_id,
        partnership_id=booking.partnership_id,
        at=now,
        deed=deed,
        person_id=actor.id,
        person_town_id=actor.town_id,
        note=said[:300],
    )
    session.add_all([booking, step])
    session.flush()
    audit.record(session, actor, f"spaces.{deed}", f"booking:{booking.id}", venue=booking.venue_id, state=booking.state)
