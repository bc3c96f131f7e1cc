"""A booking takes a step: its state, its time, its history and the audit's row, all at once. Who may is asked above."""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

import sqlalchemy as sa
from sqlmodel import Session, col

from app.audit import actions as audit
from app.availability.rules import Terms
from app.bookings import queries, rules
from app.bookings.models import STATES, Booking, BookingState, BookingStep, Deed
from app.claims import actions as claims
from app.claims import queries as claim_queries
from app.kit.actor import Actor
from app.kit.prepared import Prepared
from app.ledger import actions as ledger
from app.ledger.models import Kind
from app.quotas import actions as quotas
from app.quotas.rules import Need

ADD_STEP = Prepared(sa.insert(BookingStep))
_BEFORE = sa.select(sa.func.coalesce(sa.func.max(BookingStep.number), 0)).where(
    col(BookingStep.booking_id) == sa.bindparam("of")
)
ADD_NEXT_STEP = Prepared(sa.insert(BookingStep).values(number=_BEFORE.scalar_subquery() + 1))


def end(session: Session, booking: Booking, deed: Deed, reason: str, actor: Actor, now: datetime) -> None:
    """To a state that holds nothing: the time is free for others in the same transaction, the quota as its rule says.

    Whoever may be offered the time next waits for it here, before any counter is touched: nobody waits in a circle.
    """
    state = rules.after(booking, deed, now, state_name=STATES[booking.state])
    if not reason.strip():
        raise rules.ReasonMissing
    booking.reason = reason.strip()
    if booking.quota_id:
        claims.lock(session, claim_queries.held_numbers(session, booking.id))
    claims.release(session, booking.id)
    if not rules.keeps_quota(booking, deed, actor.town_id, now):
        charge(session, booking, None)
    become(session, booking, state, deed, actor, now, booking.reason)


def settle(booking: Booking, terms: Terms, lapses_at: datetime | None, now: datetime) -> None:
    """Confirmed, or asked anew from now on, as the terms say."""
    booking.state, booking.lapses_at = rules.first_state(terms), lapses_at
    booking.asked_at, booking.escalated = None if terms.at_once else now, 0


def charge(session: Session, booking: Booking, need: Need | None) -> None:
    """The booking holds this much of its town's month and nothing else. Call inside `claims.attempt`, after the claims.

    Raises QuotaSpent; the difference to what it held before is taken or given back.
    """
    if booking.quota_id:
        quotas.give_back(session, booking.quota_id, booking.quota_minutes)
    charge_all(session, [(booking, need)])


def charge_all(session: Session, wanted: Sequence[tuple[Booking, Need | None]]) -> None:
    """New bookings take their quota, all or none; counters in one order."""
    counters = quotas.take(session, [need for _, need in wanted if need])
    for booking, need in wanted:
        booking.quota_id = counters[need.key] if need else None
        booking.quota_minutes = need.minutes if need else 0


def become(
    session: Session, booking: Booking, state: BookingState, deed: Deed, actor: Actor, now: datetime, said: str = ""
) -> None:
    was, booking.state = booking.state, state
    session.add(booking)
    note(session, booking, deed, actor, now, said)
    if BookingState.COMPLETED in {was, state}:
        _settle_account(session, booking, said, actor, now)


def _settle_account(session: Session, booking: Booking, said: str, actor: Actor, now: datetime) -> None:
    """Hours on the other town's venue are entered in the ledger when they are over, and taken back when undone."""
    if booking.state is not BookingState.COMPLETED:
        reason = said or STATES[booking.state]
        ledger.cancel(
            session, source=rules.source_of(booking), kind=Kind.VENUE_MINUTES, reason=reason, actor=actor, now=now
        )
    elif given := queries.shared_hours(session, booking):
        ledger.enter(session, **given, actor=actor, now=now)


def note(
    session: Session, booking: Booking, deed: Deed, actor: Actor, now: datetime, said: str = "", *, number: int = 0
) -> None:
    """One line of the booking's history and one of the audit's; `number` when it is known to be the first."""
    session.add(booking)
    queries.BOOKINGS.save(session, booking)
    step = {
        "id": uuid4(),
        "booking_id": booking.id,
        "town_id": booking.town_id,
        "owner_town_id": booking.owner_town_id,
        "partnership_id": booking.partnership_id,
        "at": now,
        "deed": deed,
        "person_id": actor.id,
        "person_town_id": actor.town_id,
        "note": said[:300],
    }
    if number:
        ADD_STEP.run(session, step | {"number": number})
    else:
        ADD_NEXT_STEP.run(session, step | {"of": booking.id})
    audit.record(session, actor, f"spaces.{deed}", f"booking:{booking.id}", venue=booking.venue_id, state=booking.state)
