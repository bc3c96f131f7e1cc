"""Numbering the resolutions of a meeting, and making them bind. Called by the minutes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from app.audit import actions as audit
from app.followups import actions as followups
from app.kit.actor import Actor
from app.meetings.models import Meeting
from app.resolutions import queries, rules
from app.resolutions.models import Resolution, ResolutionText


@dataclass(frozen=True)
class Resolved:
    """A resolution with the topic it belongs to."""

    topic_id: UUID | None
    topic: str
    text: ResolutionText


def number(session: Session, meeting: Meeting, resolved: Sequence[Resolved], *, actor: Actor) -> list[Resolution]:
    """Give the meeting's resolutions their numbers; asked again with another text, they are numbered anew."""
    for before in queries.of_meeting(session, meeting.id):
        session.delete(before)
    session.flush()
    last = queries.last_number(session, meeting.partnership_id, meeting.day.year)
    numbers = rules.numbered(len(resolved), last)
    made = [_resolution(meeting, each, n) for each, n in zip(resolved, numbers, strict=True)]
    session.add_all(made)
    session.flush()
    taken = [r.label for r in made]
    audit.record(session, actor, "resolutions.number", f"meeting:{meeting.id}", numbers=taken)
    return made


def take_effect(session: Session, meeting: Meeting, *, url: str, actor: Actor, now: datetime) -> int:
    """Every key is turned: each resolution binds, and its towns get a follow-up."""
    found = queries.of_meeting(session, meeting.id)
    for resolution in found:
        resolution.effective_at = now
        followups.assign(
            session,
            partnership_id=meeting.partnership_id,
            source=resolution.source,
            source_title=f"{resolution.label}议定事项",
            source_url=url,
            text=resolution.text,
            towns=[UUID(t) for t in resolution.town_ids],
            unit_name=resolution.unit,
            person_name=resolution.person,
            due_on=resolution.due_on,
            actor=actor,
            now=now,
        )
    session.flush()
    audit.record(session, actor, "resolutions.take_effect", f"meeting:{meeting.id}", count=len(found))
    return len(found)


def _resolution(meeting: Meeting, resolved: Resolved, number: int) -> Resolution:
    return Resolution(
        id=resolved.text.id,
        partnership_id=meeting.partnership_id,
        meeting_id=meeting.id,
        topic_id=resolved.topic_id,
        topic=resolved.topic,
        year=meeting.day.year,
        number=number,
        text=resolved.text.text,
        town_ids=[str(t) for t in resolved.text.town_ids],
        unit=resolved.text.unit,
        person=resolved.text.person,
        due_on=resolved.text.due_on,
    )
