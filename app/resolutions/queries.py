"""Reading resolutions: of one meeting, of a year, with how far each one is."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.followups import queries as followups
from app.followups.queries import FollowupLine
from app.kit.errors import NotFound
from app.resolutions.models import Resolution
from app.towns import queries as towns
from app.towns.models import Partnership


@dataclass(frozen=True)
class Search:
    words: str = ""
    year: int | None = None


@dataclass(frozen=True)
class ResolutionLine:
    """A resolution in a list, with its progress."""

    id: UUID
    meeting_id: UUID
    label: str
    topic: str
    text: str
    towns: str
    unit: str
    person: str
    due_on: date | None
    is_effective: bool
    progress: FollowupLine | None


def get_resolution(session: Session, resolution_id: UUID) -> Resolution:
    found = session.exec(select(Resolution).where(Resolution.id == resolution_id)).first()
    if found is None:
        raise NotFound
    return found


def of_meeting(session: Session, meeting_id: UUID) -> Sequence[Resolution]:
    found = select(Resolution).where(Resolution.meeting_id == meeting_id)
    return session.exec(found.order_by(col(Resolution.year), col(Resolution.number))).all()


def of_topics(session: Session, topic_ids: Collection[UUID]) -> Sequence[Resolution]:
    """What was resolved about these topics, in whichever meeting."""
    found = select(Resolution).where(col(Resolution.topic_id).in_(topic_ids))
    return session.exec(found.order_by(col(Resolution.year), col(Resolution.number))).all()


def last_number(session: Session, partnership_id: UUID, year: int) -> int:
    """The highest number taken, read under the lock of the partnership's row: one meeting takes numbers at a time."""
    session.exec(select(Partnership.id).where(Partnership.id == partnership_id).with_for_update()).one()
    mine = (Resolution.partnership_id == partnership_id, Resolution.year == year)
    return session.exec(select(sa.func.max(Resolution.number)).where(*mine)).one() or 0


def select_of(asked: Search) -> sa.Select[Any]:
    """The resolutions that a search lets through, the newest first."""
    found = sa.select(Resolution)
    if asked.year:
        found = found.where(col(Resolution.year) == asked.year)
    if asked.words:
        kept = (Resolution.text, Resolution.topic, Resolution.unit, Resolution.person)
        found = found.where(sa.or_(*(col(c).contains(asked.words, autoescape=True) for c in kept)))
    return found.order_by(col(Resolution.year).desc(), col(Resolution.number).desc(), col(Resolution.id))


def years(session: Session) -> Sequence[int]:
    return session.exec(select(Resolution.year).distinct().order_by(col(Resolution.year).desc())).all()


def lines(session: Session, found: Sequence[Resolution], *, today: date) -> list[ResolutionLine]:
    names = towns.names_of(session, list({UUID(t) for r in found for t in r.town_ids}))
    progress = followups.of_sources(session, [r.source for r in found], today=today)
    return [
        ResolutionLine(
            id=r.id,
            meeting_id=r.meeting_id,
            label=r.label,
            topic=r.topic,
            text=r.text,
            towns="、".join(names[UUID(t)] for t in r.town_ids),
            unit=r.unit,
            person=r.person,
            due_on=r.due_on,
            is_effective=r.effective_at is not None,
            progress=progress.get(r.source),
        )
        for r in found
    ]
