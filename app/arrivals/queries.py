"""Which bookings are about to begin, have begun, or are over."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from app.arrivals import rules
from app.bookings.models import Booking, BookingState

LIVE = (BookingState.CONFIRMED, BookingState.CHECKED_IN)


def here_now(session: Session, venue_id: UUID, *, now: datetime) -> Sequence[Booking]:
    """What the reader may see of a venue at this moment: what has begun, and what begins within half an hour."""
    found = select(Booking).where(
        Booking.venue_id == venue_id,
        col(Booking.state).in_(LIVE),
        Booking.starts_at <= now + rules.EARLY,
        Booking.ends_at > now,
    )
    return session.exec(found.order_by(col(Booking.starts_at), col(Booking.id))).all()


def begun(session: Session, town_id: UUID, *, now: datetime) -> Sequence[Booking]:
    """Bookings of a town's venues that have begun and are not settled yet, held until the transaction ends."""
    found = select(Booking).where(
        Booking.owner_town_id == town_id, col(Booking.state).in_(LIVE), Booking.starts_at <= now
    )
    return session.exec(found.order_by(col(Booking.starts_at), col(Booking.id)).with_for_update()).all()
