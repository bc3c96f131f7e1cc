"""How far a deed on a series reaches, and which occurrences were changed alone. Pure: the time comes in."""

from collections.abc import Sequence
from datetime import datetime

from app.bookings.models import Booking, BookingDraft, BookingState, OccurrenceDraft
from app.kit.text import content_hash
from app.recurring.models import Scope

LIVE = frozenset({BookingState.REQUESTED, BookingState.CONFIRMED})


def mark_of(draft: BookingDraft) -> str:
    """The fingerprint of an occurrence as its series gave it. Holds nothing about a person."""
    said = [str(draft.venue_id), draft.starts_at.isoformat(), draft.ends_at.isoformat(), draft.title, draft.heads]
    return content_hash(said)[:16]


def is_changed_alone(booking: OccurrenceDraft) -> bool:
    """Whether somebody gave this occurrence another time, venue, title or head count than its series."""
    return booking.series_mark != mark_of(booking)


def reached(
    bookings: Sequence[Booking], anchor: Booking | None, scope: Scope = Scope.ALL, *, now: datetime
) -> list[Booking]:
    """The occurrences that a deed reaches: never what has begun, is past or given back (pitfall 11)."""
    ahead = [b for b in bookings if b.state in LIVE and b.starts_at > now]
    if scope is Scope.ALL or anchor is None:
        return ahead
    if scope is Scope.THIS:
        return [b for b in ahead if b.id == anchor.id]
    return [b for b in ahead if b.series_on and anchor.series_on and b.series_on >= anchor.series_on]
