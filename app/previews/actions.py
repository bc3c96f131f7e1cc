"""What a refused act must not undo."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from app.bookings.models import BookingDraft
from app.kit.actor import Actor
from app.venues import queries as venues
from app.waitlists import actions as waitlists


def pass_on(session: Session, wanted: Iterable[BookingDraft], *, town_id: UUID, actor: Actor, now: datetime) -> None:
    """Offers that had lapsed at these times go to who waits for them, although the act itself was refused."""
    drafts = list(wanted)
    found = {i: venues.get_venue(session, i, reader_town_id=town_id) for i in sorted({d.venue_id for d in drafts})}
    waitlists.give_way(session, [(found[d.venue_id], d.span) for d in drafts], actor=actor, now=now)
