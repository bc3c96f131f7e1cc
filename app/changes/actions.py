"""Changing a meeting: alone where the host may, else by asking every town for its key. The caller commits."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from app.audit import actions as audit
from app.changes import queries, rules
from app.changes.models import ChangeKind, ChangeState, MeetingChange, NewTime
from app.consents import actions as consents
from app.consents.models import Consent, KeyDraft, RefusalDraft
from app.kit.actor import Actor
from app.meetings import actions as meetings_actions
from app.meetings import queries as meetings
from app.meetings import rules as meeting_rules
from app.meetings.models import Meeting
from app.planning import actions as planning


def postpone(
    session: Session, meeting: Meeting, draft: NewTime, *, actor: Actor, now: datetime
) -> MeetingChange | None:
    """Move a meeting. The host's clerk does it alone within 14 days; otherwise a change is put to all towns.

    Returns that change, or None when the meeting has moved already.
    """
    rules.check_none_open(queries.find_open(session, meeting.id))
    meeting_rules.check_reschedule(meeting, draft.starts_at, draft.ends_at, draft.reason, now=now)
    if not rules.is_hosts_alone(meeting, draft.starts_at, town_id=actor.town_id):
        return _propose(session, meeting, ChangeKind.POSTPONE, draft.reason, draft, actor=actor, now=now)
    meetings_actions.reschedule(session, meeting, draft.starts_at, draft.ends_at, draft.reason, actor=actor, now=now)
    return None


def propose_cancel(session: Session, meeting: Meeting, reason: str, *, actor: Actor, now: datetime) -> MeetingChange:
    """取消 takes the keys of all, whoever proposes it."""
    rules.check_none_open(queries.find_open(session, meeting.id))
    meeting_rules.check_state(meeting, *meeting_rules.AHEAD)
    if not reason.strip():
        raise meeting_rules.ReasonMissing
    return _propose(session, meeting, ChangeKind.CANCEL, reason.strip(), None, actor=actor, now=now)


def propose_adhoc(
    session: Session, partnership_id: UUID, draft: NewTime, *, actor: Actor, now: datetime
) -> MeetingChange:
    """临时会议: outside the series nobody convenes alone, so the meeting waits for every town's key."""
    meeting = meetings_actions.add_adhoc(
        session,
        partnership_id=partnership_id,
        starts_at=draft.starts_at,
        ends_at=draft.ends_at,
        reason=draft.reason,
        actor=actor,
        now=now,
    )
    return _propose(session, meeting, ChangeKind.CALL, draft.reason, draft, actor=actor, now=now)


def check_step(session: Session, change: MeetingChange, seen_hash: str, *, actor: Actor, now: datetime) -> Consent:
    """拟办 or 核稿 inside the actor's town."""
    rules.check_open(change)
    return consents.check(session, _consent_id(change), seen_hash, actor=actor, now=now)


def turn_key(session: Session, change: MeetingChange, draft: KeyDraft, *, actor: Actor, now: datetime) -> Consent:
    """签发. With the last key the change takes effect, in the same transaction."""
    rules.check_open(change)
    meeting = meetings.lock_meeting(session, change.meeting_id)
    consent = consents.turn(session, _consent_id(change), draft, actor=actor, now=now)
    if consent.is_complete:
        _take_effect(session, meeting, change, now)
    return consent


def refuse(session: Session, change: MeetingChange, draft: RefusalDraft, *, actor: Actor, now: datetime) -> Consent:
    rules.check_open(change)
    return consents.refuse(session, _consent_id(change), draft, actor=actor, now=now)


def withdraw(session: Session, change: MeetingChange, reason: str, *, actor: Actor, now: datetime) -> None:
    """Taken back by the town that proposed it. An ad-hoc meeting nobody agreed to is called off with it."""
    rules.check_withdraw(change, town_id=actor.town_id)
    meeting = meetings.lock_meeting(session, change.meeting_id)
    consents.withdraw(session, _consent_id(change), reason=reason, actor=actor, now=now)
    _close(session, change, ChangeState.WITHDRAWN)
    audit.record(session, actor, "changes.withdraw", f"meeting_change:{change.id}")
    if change.kind is ChangeKind.CALL:
        meetings_actions.call_off(session, meeting, reason or change.reason, actor=actor, now=now)


def _propose(
    session: Session,
    meeting: Meeting,
    kind: ChangeKind,
    reason: str,
    time: NewTime | None,
    *,
    actor: Actor,
    now: datetime,
) -> MeetingChange:
    if actor.town_id is None:
        raise rules.NotTheProposer
    change = MeetingChange(
        partnership_id=meeting.partnership_id,
        meeting_id=meeting.id,
        kind=kind,
        town_id=actor.town_id,
        starts_at=time.starts_at if time else None,
        ends_at=time.ends_at if time else None,
        reason=reason,
        proposed_at=now,
    )
    session.add(change)
    session.flush()
    change.consent_id = consents.ask(
        session,
        partnership_id=meeting.partnership_id,
        kind="meeting_change",
        subject=f"meeting_change:{change.id}",
        title=rules.title_of(change, meeting.title),
        url=f"/meetings/{meeting.id}/changes/{change.id}",
        content=rules.content_of(change),
        actor=actor,
        now=now,
    ).id
    session.add(change)
    session.flush()
    audit.record(session, actor, "changes.propose", f"meeting_change:{change.id}", kind=kind, meeting=meeting.id)
    return change


def _take_effect(session: Session, meeting: Meeting, change: MeetingChange, now: datetime) -> None:
    """What all towns agreed to happens in the host's name: the venue is the host's booking."""
    actor = Actor.system(meeting.host_id)
    _close(session, change, ChangeState.DONE)
    if change.kind is ChangeKind.CANCEL:
        meetings_actions.call_off(session, meeting, change.reason, actor=actor, now=now)
    elif change.kind is ChangeKind.CALL:
        meetings_actions.agree(session, meeting, actor=actor, now=now)
    elif change.starts_at and change.ends_at:
        meetings_actions.reschedule(
            session, meeting, change.starts_at, change.ends_at, change.reason, actor=actor, now=now
        )
        meeting.original_on = meeting.day  # all towns agreed on this day: the host's 14 days count from it
    if meeting.series_id:
        planning.follow_turns(session, meeting.series_id, now=now)


def _close(session: Session, change: MeetingChange, state: ChangeState) -> None:
    change.state = state
    session.add(change)
    session.flush()


def _consent_id(change: MeetingChange) -> UUID:
    if change.consent_id is None:
        raise rules.ChangeIsClosed
    return change.consent_id
