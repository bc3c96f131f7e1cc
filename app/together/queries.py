"""Which of several venues can be had for one time, and why not the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from app.bookings.models import BookingDraft
from app.kit.errors import Refusal
from app.previews import queries as previews
from app.venues import queries as venues


@dataclass(frozen=True)
class Against:
    """What speaks against one of the wishes."""

    venue_name: str
    refusal: Refusal


def names_of(session: Session, ids: Sequence[UUID], *, town_id: UUID) -> dict[UUID, str]:
    """The names of these venues; NotFound for one that the town may not see."""
    return {i: venues.get_venue(session, i, reader_town_id=town_id).name for i in ids}


def against(session: Session, drafts: Sequence[BookingDraft], *, town_id: UUID, now: datetime) -> list[Against]:
    """Every reason against any of the wishes, so that all can be mended at once."""
    found = [venues.get_venue(session, d.venue_id, reader_town_id=town_id) for d in drafts]
    days = {d.span.day for d in drafts}
    known = previews.survey(session, found, days, town_id=town_id, now=now, but=frozenset())
    names = {v.id: v.name for v in found}
    return [Against(names[d.venue_id], refusal) for d in drafts for refusal in known.against(d)]


def read_ids(texts: Sequence[str]) -> list[UUID]:
    """The ids among what a form sent."""
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found
