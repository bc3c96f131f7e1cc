"""Signing in by phone, marking by hand, closing the sheet. The caller commits."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from app.attendance import queries, rules
from app.attendance.models import (
    AttendanceEntry,
    AttendanceSheet,
    DoorKnock,
    GuestDraft,
    Mark,
    MarkDraft,
    SignInDoor,
)
from app.audit import actions as audit
from app.kit.actor import Actor
from app.kit.text import sha256, short_code
from app.meetings import actions as meetings_actions
from app.meetings import queries as meetings
from app.meetings import rules as meeting_rules
from app.meetings.models import Meeting, MeetingState
from app.participants import queries as participants
from app.participants.models import Participant, Standing
from app.towns import queries as towns

CODE_LENGTH = 12
KEPT_KNOCKS = timedelta(days=1)


def open_sheet(session: Session, meeting: Meeting, *, actor: Actor, now: datetime) -> AttendanceSheet:
    """Make the sheet and the code of a convened meeting; once made it stays. The host's clerk does it."""
    _check_host(session, meeting, actor)
    meeting_rules.check_state(meeting, MeetingState.CONVENED)
    if sheet := queries.find_sheet(session, meeting.id):
        return sheet
    code = short_code(CODE_LENGTH)
    sheet = AttendanceSheet(partnership_id=meeting.partnership_id, meeting_id=meeting.id, code=code, opened_at=now)
    session.add(sheet)
    session.add(_door(meeting, code))
    session.flush()
    audit.record(session, actor, "attendance.open_sheet", f"meeting:{meeting.id}")
    return sheet


def change_code(session: Session, meeting: Meeting, *, actor: Actor, now: datetime) -> AttendanceSheet:
    """Another code, when the picture of the first one went where it should not; the first opens nothing any more."""
    sheet = open_sheet(session, meeting, actor=actor, now=now)
    door = queries.find_door(session, sheet.code)
    sheet.code = short_code(CODE_LENGTH)
    door.code_hash = sha256(sheet.code.encode())
    session.add_all((sheet, door))
    session.flush()
    audit.record(session, actor, "attendance.change_code", f"meeting:{meeting.id}")
    return sheet


def knock(session: Session, address_hash: str, *, now: datetime) -> bool:
    """Count a try to sign in; False when there were too many. Old knocks are swept away."""
    if queries.knocks_since(session, address_hash, now - rules.KNOCK_WINDOW) >= rules.KNOCKS:
        return False
    session.execute(sa.delete(DoorKnock).where(col(DoorKnock.at) < now - KEPT_KNOCKS))
    session.add(DoorKnock(address_hash=address_hash, at=now))
    return True


def sign_in(session: Session, meeting: Meeting, participant: Participant, *, now: datetime) -> AttendanceEntry:
    """Somebody on the list signs in on a phone, without an account."""
    _check_door(session, meeting, now)
    rules.check_new(queries.find_entry(session, participant))
    mark = Mark.OBSERVER if participant.standing is Standing.OBSERVER else Mark.PRESENT
    entry = _of_list(participant, mark, now)
    entry.by_phone = True
    return _add(session, entry, Actor.system(participant.town_id), "attendance.sign_in")


def sign_in_guest(session: Session, meeting: Meeting, draft: GuestDraft, *, now: datetime) -> AttendanceEntry:
    """Somebody not on the list signs in: as an observer, or for a person on the list. Leaders are ticked by a clerk."""
    _check_door(session, meeting, now)
    entry = _guest_entry(session, meeting, draft, now)
    entry.by_phone = True
    return _add(session, entry, Actor.system(draft.town_id), "attendance.sign_in")


def add_guest(session: Session, meeting: Meeting, draft: GuestDraft, *, actor: Actor, now: datetime) -> AttendanceEntry:
    """The clerk writes down somebody who is not on the list."""
    rules.check_marker(meeting, draft.town_id, actor_town_id=actor.town_id)
    return _add(session, _guest_entry(session, meeting, draft, now), actor, "attendance.add_guest")


def mark(
    session: Session, meeting: Meeting, participant: Participant, draft: MarkDraft, *, actor: Actor, now: datetime
) -> AttendanceEntry:
    """The clerk notes 出席, 列席, 请假 or 代会 by hand, over whatever was noted before."""
    rules.check_marker(meeting, participant.town_id, actor_town_id=actor.town_id)
    rules.check_mark(meeting, draft.mark, now=now)
    if draft.mark is Mark.SUBSTITUTE and not draft.name:
        raise rules.SubstituteNameMissing
    if before := queries.find_entry(session, participant):
        session.delete(before)
        session.flush()
    entry = _of_list(participant, draft.mark, now)
    entry.note = draft.note
    if draft.mark is Mark.SUBSTITUTE:
        entry.name, entry.unit, entry.post = draft.name, draft.unit or participant.unit, draft.post
        entry.is_leader = draft.is_leader
    return _add(session, entry, actor, "attendance.mark")


def unmark(session: Session, meeting: Meeting, entry: AttendanceEntry, *, actor: Actor) -> None:
    """Take back an entry made by mistake."""
    rules.check_marker(meeting, entry.town_id, actor_town_id=actor.town_id)
    session.delete(entry)
    session.flush()
    audit.record(session, actor, "attendance.unmark", f"attendance_entry:{entry.id}")


def close(session: Session, meeting: Meeting, *, actor: Actor, now: datetime) -> None:
    """结束签到: the meeting has been held. Later corrections are still possible until the minutes go to the keys."""
    _check_host(session, meeting, actor)
    rules.check_came(queries.entries_of(session, meeting.id))
    sheet = queries.find_sheet(session, meeting.id) or open_sheet(session, meeting, actor=actor, now=now)
    sheet.closed_at, sheet.closed_by = now, actor.id
    session.add(sheet)
    audit.record(session, actor, "attendance.close", f"meeting:{meeting.id}")
    meetings_actions.hold(session, meeting, actor=actor, now=now)


def _check_host(session: Session, meeting: Meeting, actor: Actor) -> None:
    meeting_rules.check_host(meeting, actor.town_id, host=towns.get_town(session, meeting.host_id).name)


def _check_door(session: Session, meeting: Meeting, now: datetime) -> None:
    sheet = queries.find_sheet(session, meeting.id)
    if sheet is None:
        raise rules.SignInOver
    rules.check_door(meeting, sheet, now=now)


def _door(meeting: Meeting, code: str) -> SignInDoor:
    return SignInDoor(code_hash=sha256(code.encode()), meeting_id=meeting.id, partnership_id=meeting.partnership_id)


def _of_list(participant: Participant, mark: Mark, now: datetime) -> AttendanceEntry:
    return AttendanceEntry(
        partnership_id=participant.partnership_id,
        meeting_id=participant.meeting_id,
        town_id=participant.town_id,
        participant_id=participant.id,
        mark=mark,
        name=participant.name,
        unit=participant.unit,
        post=participant.post,
        is_leader=participant.is_leader,
        at=now,
    )


def _guest_entry(session: Session, meeting: Meeting, draft: GuestDraft, now: datetime) -> AttendanceEntry:
    if draft.town_id not in {t.id for t in meetings.towns_in_order(session, meeting)}:
        raise rules.NotAMember
    listed = participants.of_meeting(session, meeting.id, town_id=draft.town_id)
    if any((p.name, p.unit) == (draft.name, draft.unit) for p in listed):
        raise rules.StillOnList(name=draft.name)
    rules.check_new(queries.find_guest(session, meeting.id, draft.town_id, draft.unit, draft.name))
    replaced = _replaced(session, meeting, draft)
    return AttendanceEntry(
        partnership_id=meeting.partnership_id,
        meeting_id=meeting.id,
        town_id=draft.town_id,
        participant_id=replaced.id if replaced else None,
        mark=Mark.SUBSTITUTE if replaced else Mark.OBSERVER,
        name=draft.name,
        unit=draft.unit,
        post=draft.post,
        at=now,
    )


def _replaced(session: Session, meeting: Meeting, draft: GuestDraft) -> Participant | None:
    """Whom the guest came for: somebody of the same town's list who has not signed in."""
    if draft.substitute_for is None:
        return None
    replaced = participants.get_participant(session, draft.substitute_for, meeting_id=meeting.id)
    if replaced.town_id != draft.town_id:
        raise rules.NotAMember
    rules.check_new(queries.find_entry(session, replaced))
    return replaced


def _add(session: Session, entry: AttendanceEntry, actor: Actor, deed: str) -> AttendanceEntry:
    session.add(entry)
    session.flush()
    audit.record(session, actor, deed, f"attendance_entry:{entry.id}", mark=entry.mark, meeting=entry.meeting_id)
    return entry
