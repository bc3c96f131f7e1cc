"""What is planned already, and which sessions have lost their venue."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from app.bookings.models import HOLDING, Booking
from app.sessions.models import ServiceSession, SessionState


def has_venue(session: Session, occasion: ServiceSession) -> bool:
    """Whether its booking still holds; asked by the provider's side, which sees it."""
    booking = session.get(Booking, occasion.booking_id, populate_existing=True) if occasion.booking_id else None
    return booking is not None and booking.state in HOLDING


def why_lost(session: Session, occasion: ServiceSession) -> str:
    booking = session.get(Booking, occasion.booking_id) if occasion.booking_id else None
    return (booking.reason if booking else "")[:120] or "原定场地已不能使用"


def lost_venues(session: Session, town_id: UUID, *, now: datetime) -> Sequence[ServiceSession]:
    """Sessions to come whose venue is not theirs any more: taken over, declined, given back."""
    found = (
        select(ServiceSession)
        .join(Booking, col(Booking.id) == col(ServiceSession.booking_id))
        .where(ServiceSession.town_id == town_id, ServiceSession.starts_at > now)
        .where(ServiceSession.state == SessionState.OPEN, col(Booking.state).not_in(HOLDING))
    )
    return session.exec(found.order_by(col(ServiceSession.starts_at), col(ServiceSession.id))).all()
