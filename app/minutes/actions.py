"""What the towns do with minutes: put them to all, check, turn keys, refuse, take back; and what the last key does."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from app.audit import actions as audit
from app.consents import actions as consents
from app.consents import queries as consent_queries
from app.consents.models import Consent, ConsentState, KeyDraft, RefusalDraft
from app.documents import actions as documents
from app.documents import queries as document_queries
from app.documents.models import DocumentState
from app.drafting import actions as drafting
from app.drafting import queries as drafts
from app.drafting import rules as drafting_rules
from app.drafting.models import MinutesText
from app.followups import actions as followups
from app.kit import clock
from app.kit.actor import Actor
from app.meetings import actions as meeting_actions
from app.meetings import queries as meetings
from app.meetings.models import Meeting, MeetingState
from app.minutes import queries, rules
from app.minutes.models import Minutes, MinutesVersion
from app.notifications import actions as notifications
from app.resolutions import actions as resolutions
from app.topics import actions as topic_actions
from app.topics import queries as topics
from app.topics.models import Carry, TopicDraft, TopicState
from app.typeset import rules as typeset


def ask(
    session: Session,
    meeting: Meeting,
    *,
    seen_revision: int,
    entered_number: str = "",
    actor: Actor,
    now: datetime,
) -> Consent:
    """Close the minutes and put them to all towns; refused while a topic is undecided or a character has no glyph.

    The resolutions get their numbers, because the numbers are part of what keys fit.
    """
    meeting = meetings.lock_meeting(session, meeting.id)
    drafting.check_writer(session, meeting, actor, now)
    draft = drafts.get_draft(session, meeting, lock=True)
    rules.check_asking(meeting.state, seen=seen_revision, standing=draft.revision)
    text = drafts.text_at(session, draft, draft.revision)
    drafting_rules.check_decided(text, meeting.day)
    minutes = queries.find_minutes(session, meeting.id) or Minutes(
        partnership_id=meeting.partnership_id, meeting_id=meeting.id, host_id=meeting.host_id
    )
    rules.check_number(queries.setting_of(session, meeting).terms, entered_number)
    minutes.entered_number = entered_number.strip()
    resolutions.number(session, meeting, _resolved(text), actor=actor)
    consent = _put(session, meeting, minutes, text, actor, now)
    meeting_actions.advance(session, meeting, MeetingState.IN_CONSENT, actor=actor, now=now)
    audit.record(session, actor, "minutes.ask", f"meeting:{meeting.id}", revision=draft.revision, consent=consent.id)
    return consent


def check(session: Session, meeting: Meeting, seen_hash: str, *, actor: Actor, now: datetime) -> Consent:
    rules.check_in_consent(meeting.state)
    return consents.check(session, queries.get_consent(session, meeting).id, seen_hash, actor=actor, now=now)


def turn_key(session: Session, meeting: Meeting, draft: KeyDraft, *, actor: Actor, now: datetime) -> Consent:
    """A town's key. The last one numbers and issues the minutes and makes the resolutions bind, all or nothing.

    Everything that could be refused is asked before the key is turned, so that a refusal leaves the keys as they were.
    """
    meeting = meetings.lock_meeting(session, meeting.id)
    rules.check_in_consent(meeting.state)
    minutes, consent = queries.get_minutes(session, meeting), queries.get_consent(session, meeting)
    content = queries.content_of(consent)
    documents.check_issuable(session, content, queries.issue_draft(session, meeting, minutes, consent, now))
    turned = consents.turn(session, consent.id, draft, actor=actor, now=now)
    if turned.is_complete:
        _issue(session, meeting, minutes, turned, actor, now)
    return turned


def refuse(session: Session, meeting: Meeting, draft: RefusalDraft, *, actor: Actor, now: datetime) -> Consent:
    """不同意: the text goes back to the host's editor with the reason."""
    meeting = meetings.lock_meeting(session, meeting.id)
    rules.check_in_consent(meeting.state)
    refused = consents.refuse(session, queries.get_consent(session, meeting).id, draft, actor=actor, now=now)
    meeting_actions.advance(session, meeting, MeetingState.DRAFTING, actor=actor, now=now)
    return refused


def recall(session: Session, meeting: Meeting, *, reason: str, actor: Actor, now: datetime) -> Consent:
    """The host takes the text back to change it; keys turned so far fall."""
    meeting = meetings.lock_meeting(session, meeting.id)
    drafting.check_writer(session, meeting, actor, now)
    rules.check_in_consent(meeting.state)
    taken = consents.withdraw(session, queries.get_consent(session, meeting).id, reason=reason, actor=actor, now=now)
    meeting_actions.advance(session, meeting, MeetingState.DRAFTING, actor=actor, now=now)
    return taken


def raise_topic(session: Session, meeting: Meeting, *, actor: Actor, now: datetime) -> TopicDraft:
    """Put a refused key on the next agenda: a topic of the actor's own town, with reason and counter-text filled in."""
    consent_id = queries.get_consent(session, meeting).id
    return topic_actions.propose_refused(session, consent_id, f"{meeting.title}纪要", actor=actor, now=now)


def _resolved(text: MinutesText) -> list[resolutions.Resolved]:
    return [resolutions.Resolved(i.topic_id, i.title, r) for i in text.items for r in i.resolutions]


def _put(
    session: Session, meeting: Meeting, minutes: Minutes, text: MinutesText, actor: Actor, now: datetime
) -> Consent:
    """The composed text becomes a version and the content of a consent: of the same one after a refusal, else anew."""
    content = queries.compose(session, meeting, text)
    data = typeset.to_data(content)
    session.add(minutes)
    session.flush()
    before = consent_queries.find_for(session, queries.subject_of(meeting.id))
    if before and before.state is ConsentState.REFUSED:
        basis = rules.basis_for(text)
        consent = consents.revise(session, before.id, data, actor=actor, now=now, title=text.title, needs_basis=basis)
    else:
        consent = _ask_anew(session, meeting, text, data, actor, now)
    minutes.consent_id = consent.id
    minutes.outcomes = rules.outcomes_of(text)
    minutes.closed_followups = [str(f) for f in text.closed_followups]
    documents.check_issuable(session, content, queries.issue_draft(session, meeting, minutes, consent, now))
    _keep_version(session, minutes, consent, actor, now)
    return consent


def _ask_anew(
    session: Session, meeting: Meeting, text: MinutesText, data: dict[str, object], actor: Actor, now: datetime
) -> Consent:
    return consents.ask(
        session,
        partnership_id=meeting.partnership_id,
        kind="minutes",
        subject=queries.subject_of(meeting.id),
        title=text.title,
        url=f"/minutes/{meeting.id}",
        content=data,
        town_ids=[t.id for t in meetings.towns_in_order(session, meeting)],
        needs_basis=rules.basis_for(text),
        is_document=True,
        actor=actor,
        now=now,
    )


def _keep_version(session: Session, minutes: Minutes, consent: Consent, actor: Actor, now: datetime) -> None:
    version = MinutesVersion(
        partnership_id=minutes.partnership_id,
        minutes_id=minutes.id,
        number=len(queries.versions_of(session, minutes)) + 1,
        content=consent.content,
        content_hash=consent.content_hash,
        asked_by_name=actor.name,
        at=now,
    )
    session.add(version)
    session.flush()


def _issue(session: Session, meeting: Meeting, minutes: Minutes, consent: Consent, actor: Actor, now: datetime) -> None:
    """The effect of the last key: number and document, resolutions bind, reports are confirmed, topics move on."""
    draft = queries.issue_draft(session, meeting, minutes, consent, now)
    document = documents.issue(
        session,
        queries.content_of(consent),
        draft,
        partnership_id=meeting.partnership_id,
        actor=actor,
        now=now,
    )
    meeting_actions.advance(session, meeting, MeetingState.ISSUING, actor=actor, now=now)
    resolutions.take_effect(session, meeting, url=f"/minutes/{meeting.id}", actor=actor, now=now)
    subject = meeting_actions.subject(meeting)
    for followup_id in minutes.closed_followups:
        followups.close_in_meeting(session, UUID(followup_id), meeting=subject, actor=actor, now=now)
    _move_topics(session, meeting, minutes, actor, now)
    audit.record(session, actor, "minutes.issue", f"meeting:{meeting.id}", document=document.id)


def _move_topics(session: Session, meeting: Meeting, minutes: Minutes, actor: Actor, now: datetime) -> None:
    """Closed, carried over, or withdrawn, as the meeting decided; a topic that left the agenda since is let be."""
    subject = meeting_actions.subject(meeting)
    placed = {t.id: t for t in topics.placed_in(session, subject) if t.state is TopicState.PLACED}
    standing = frozenset(t.id for t in placed.values() if t.is_standing)
    for follows in rules.consequences(minutes.outcomes, standing):
        if follows.topic_id not in placed:
            continue
        if follows.is_withdrawn:
            own = Actor.system(placed[follows.topic_id].town_id)
            topic_actions.put_back(session, follows.topic_id, actor=own, now=now)
            reason = f"{meeting.title}上撤回"
            topic_actions.withdraw(session, follows.topic_id, reason=reason, actor=own, now=now)
        elif follows.carry:
            topic_actions.carry_over(
                session, follows.topic_id, meeting=subject, carry=follows.carry, actor=actor, now=now
            )
        else:
            topic_actions.close(session, follows.topic_id, meeting=subject, actor=actor, now=now)


def publish(session: Session, partnership_id: UUID, *, now: datetime) -> int:
    """印发中 → 已印发, as soon as the file exists."""
    waiting = queries.issuing(session, partnership_id)
    states = document_queries.states_of(session, [queries.subject_of(m.id) for m in waiting])
    ready = [m for m in waiting if states.get(queries.subject_of(m.id)) is DocumentState.ISSUED]
    for meeting in ready:
        actor = Actor.system(meeting.host_id)
        meeting_actions.advance(session, meeting, MeetingState.ISSUED, actor=actor, now=now)
    return len(ready)


def chase(session: Session, partnership_id: UUID, *, now: datetime) -> int:
    """Remind the host's office of minutes that are due, once a day; bring unfinished topics back."""
    today = clock.to_town(now).date()
    told = [m for m in queries.unwritten(session, partnership_id) if _remind(session, m, today)]
    return len(told) + _carry_unfinished(session, partnership_id, today, now)


def _remind(session: Session, meeting: Meeting, today: date) -> bool:
    due_on = drafts.due_on(session, meeting)
    words = rules.chase_words(due_on, today)
    if words:
        notifications.tell_town(
            session,
            town_id=meeting.host_id,
            roles=drafting_rules.WRITERS,
            kind="minutes.due",
            event=f"meeting:{meeting.id}:minutes_due:{today}",
            title=f"会议纪要{words}：{meeting.title}",
            text=f"{meeting.title}的纪要应于{clock.chinese_date(due_on)}前起草完毕并提交各方确认，{words}。",
            url=f"/minutes/{meeting.id}",
        )
    return bool(words)


def _carry_unfinished(session: Session, partnership_id: UUID, today: date, now: datetime) -> int:
    """The third rule of carry-over: a topic whose resolution is still open when the next meeting's topics close."""
    following = meetings.find_next(session, partnership_id, now=now)
    before = meetings.previous_of(session, following) if following else None
    if following is None or before is None or today <= queries.topics_close_on(session, following):
        return 0
    actor, carried = Actor.system(following.host_id), 0
    for topic_id in queries.unfinished_topics(session, before):
        if topics.get_topic(session, topic_id).state is TopicState.CLOSED:
            subject = meeting_actions.subject(before)
            topic_actions.carry_over(
                session, topic_id, meeting=subject, carry=Carry.OPEN_FOLLOWUP, actor=actor, now=now
            )
            carried += 1
    return carried
