"""Several venues for one time in one act: all of them, or none."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from app.bookings import gateways
from app.bookings.models import Booking, BookingDraft
from app.kit.actor import Actor
from app.spaces import actions as spaces
from app.together import rules


def book_together(session: Session, drafts: Sequence[BookingDraft], *, actor: Actor, now: datetime) -> list[Booking]:
    """Raises what speaks against the first that cannot be had; whoever keeps several of the venues hears once."""
    rules.check(drafts)
    with gateways.gathered(session, rules.event_of(drafts, actor, now), "/spaces/bookings"):
        return spaces.book_all(session, drafts, actor=actor, now=now)
