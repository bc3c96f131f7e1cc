"""Settling the room and the duties. One function, one deed; the caller commits."""

from uuid import UUID

from sqlmodel import Session

from app.audit import actions as audit
from app.kit.actor import Actor
from app.materials import queries, rules
from app.materials.models import Duty, DutyDraft, Room, RoomDraft
from app.meetings.models import Meeting


def settle_room(session: Session, meeting: Meeting, draft: RoomDraft, *, actor: Actor) -> Room:
    """Seating and the chair's words; the host's to say."""
    rules.check_host(meeting.host_id, actor.town_id)
    room = queries.room_of(session, meeting)
    for name, value in draft.model_dump().items():
        setattr(room, name, value)
    session.add(room)
    audit.record(session, actor, "materials.settle_room", _subject(meeting), seating=draft.seating.value)
    return room


def add_duty(session: Session, meeting: Meeting, draft: DutyDraft, *, actor: Actor) -> Duty:
    """A line for one of the actor's own people, at the end of the list."""
    place = max((duty.place for duty in queries.duties_of(session, meeting)), default=0) + 1
    duty = _duty(meeting, draft, actor.town_id, place)
    session.add(duty)
    audit.record(session, actor, "materials.add_duty", _subject(meeting), duty=duty.id)
    return duty


def drop_duty(session: Session, meeting: Meeting, duty: Duty, *, actor: Actor) -> None:
    rules.check_duty(duty.town_id, actor.town_id)
    session.delete(duty)
    audit.record(session, actor, "materials.drop_duty", _subject(meeting), duty=duty.id)


def copy_last(session: Session, meeting: Meeting, last: Meeting, *, actor: Actor) -> int:
    """照上次: the room and the duties of the last meeting, without what is there already; how many lines came.

    The seating comes along only for the host, and only while nothing is settled yet.
    """
    known = {(duty.task, duty.town_id) for duty in queries.duties_of(session, meeting)}
    copied = [duty for duty in queries.duties_of(session, last) if (duty.task, duty.town_id) not in known]
    for place, duty in enumerate(copied, len(known) + 1):
        draft = DutyDraft.model_validate(duty.model_dump(include=set(DutyDraft.model_fields)))
        session.add(_duty(meeting, draft, duty.town_id, place))
    before, here = queries.room_of(session, last), queries.room_of(session, meeting)
    if actor.town_id == meeting.host_id and not here.chair and not here.opening:
        here.seating = before.seating
        session.add(here)
    audit.record(session, actor, "materials.copy_last", _subject(meeting), last=last.id, duties=len(copied))
    return len(copied)


def _duty(meeting: Meeting, draft: DutyDraft, town_id: UUID | None, place: int) -> Duty:
    if town_id is None:
        raise rules.NotYourDuty
    given = {"partnership_id": meeting.partnership_id, "meeting_id": meeting.id, "town_id": town_id, "place": place}
    return Duty.model_validate(draft, update=given)


def _subject(meeting: Meeting) -> str:
    return f"meeting:{meeting.id}"
