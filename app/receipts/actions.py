"""Filling in the 回执. The caller commits."""

from datetime import datetime

from sqlmodel import Session

from app.accounts.models import Role
from app.attendance import queries as attendance
from app.audit import actions as audit
from app.kit import clock
from app.kit.actor import Actor
from app.meetings import queries as meetings
from app.meetings.models import Meeting
from app.notifications import actions as notifications
from app.participants import actions as participant_actions
from app.participants import queries as participants
from app.participants.models import Participant, ParticipantDraft
from app.participants.rules import post_behind
from app.receipts import rules

CLERKS = frozenset({Role.CLERK, Role.OFFICE_HEAD})


def add(session: Session, meeting: Meeting, draft: ParticipantDraft, *, actor: Actor, now: datetime) -> Participant:
    """Put somebody on the list of the own town, and tell the person if there is an account."""
    rules.check_open(meeting)
    person = participant_actions.put_on_list(
        session,
        draft,
        meeting_id=meeting.id,
        partnership_id=meeting.partnership_id,
        host_id=meeting.host_id,
        actor=actor,
        now=now,
    )
    _tell_person(session, meeting, person)
    _tell_host_if_late(session, meeting, person, f"增加{person.name}", now)
    return person


def correct(
    session: Session, meeting: Meeting, person: Participant, draft: ParticipantDraft, *, actor: Actor, now: datetime
) -> None:
    rules.check_open(meeting)
    participant_actions.correct(session, person, draft, host_id=meeting.host_id, actor=actor, now=now)
    _tell_person(session, meeting, person)
    _tell_host_if_late(session, meeting, person, f"更正{person.name}", now)


def remove(session: Session, meeting: Meeting, person: Participant, *, actor: Actor, now: datetime) -> None:
    rules.check_open(meeting)
    if attendance.find_entry(session, person):
        raise rules.SignedIn(name=person.name)
    _tell_host_if_late(session, meeting, person, f"删除{person.name}", now)
    participant_actions.take_off_list(session, person, actor=actor)


def copy_last(session: Session, meeting: Meeting, *, actor: Actor, now: datetime) -> int:
    """照上次: the own town's people of the last meeting."""
    rules.check_open(meeting)
    previous = meetings.previous_of(session, meeting)
    before = participants.of_meeting(session, previous.id, town_id=actor.town_id) if previous else []
    copied = participant_actions.copy_list(
        session,
        before,
        meeting_id=meeting.id,
        partnership_id=meeting.partnership_id,
        host_id=meeting.host_id,
        actor=actor,
        now=now,
    )
    if not copied:
        raise rules.NothingToCopy
    for person in participants.of_meeting(session, meeting.id, town_id=actor.town_id):
        _tell_person(session, meeting, person)
    return copied


def unmask(session: Session, meeting: Meeting, reason: rules.LookReason, *, actor: Actor) -> None:
    """Note that somebody looked at whole phone numbers, and why: in fixed words, for the chain holds no names."""
    audit.record(session, actor, "receipts.unmask", f"meeting:{meeting.id}", reason=reason)


def _tell_person(session: Session, meeting: Meeting, person: Participant) -> None:
    if person.person_id is None:
        return
    notifications.tell(
        session,
        person_id=person.person_id,
        town_id=person.town_id,
        kind="receipts.listed",
        event=f"participant:{person.id}:{person.person_id}:{meeting.revision}",
        title=f"请您参加{meetings.name_of(session, meeting)}",
        text=meetings.plain_text(session, meeting),
        url=f"/meetings/{meeting.id}",
    )


def _tell_host_if_late(session: Session, meeting: Meeting, person: Participant, what: str, now: datetime) -> None:
    """After the day of the 回执 the host has ordered meals and printed cards: each change is told."""
    if not rules.is_late(meeting, clock.to_town(now).date()) or person.town_id == meeting.host_id:
        return
    notifications.tell_town(
        session,
        town_id=meeting.host_id,
        roles=CLERKS,
        kind="receipts.late",
        event=f"participant:{person.id}:late:{now:%Y%m%d%H%M%S}",
        title=f"参会名单有变动：{meeting.title}",
        text=f"回执截止后名单有变动：{what}（{person.unit}{post_behind(person.unit, person.post)}）。",
        url=f"/meetings/{meeting.id}/receipt",
    )
