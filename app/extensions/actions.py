"""Make a posting longer or shorter by both keys, or call the own person back. Rights move with the last day."""

from datetime import date, datetime

from sqlmodel import Session

from app.accounts import queries as accounts
from app.accounts.models import Role
from app.audit import actions as audit
from app.consents import actions as consents
from app.consents import queries as consent_queries
from app.consents.models import Basis, Consent, KeyDraft, RefusalDraft
from app.extensions import queries, rules
from app.extensions.models import ChangeDraft, ChangeKind, ChangeState, PostingChange, RecallReason
from app.kit import clock
from app.kit.actor import Actor
from app.notifications import actions as notifications
from app.secondments import actions as secondments
from app.secondments import queries as postings
from app.secondments import rules as posting_rules
from app.secondments.models import EndKind, Secondment

TOLD = (Role.ORGANISER, Role.CLERK, Role.SECRETARY)


def propose(session: Session, posting: Secondment, draft: ChangeDraft, *, actor: Actor, now: datetime) -> PostingChange:
    """延期 or 提前结束, put to both towns with their 党委会 behind it."""
    state = posting_rules.state_at(posting, now)
    rules.check_change(posting, state, draft, today=clock.to_town(now).date())
    if queries.find_open(session, posting.id):
        raise rules.ChangeIsOpen
    change = _noted(session, posting, draft, actor, now)
    consent = consents.ask(
        session,
        partnership_id=posting.partnership_id,
        kind=f"extensions.{draft.kind.value}",
        subject=change.subject,
        title=queries.title_of(session, posting, change)[:160],
        url=f"/secondments/{posting.id}/changes",
        content=queries.content_of(change),
        town_ids=[posting.home_town_id, posting.host_town_id],
        needs_basis=Basis.COMMITTEE,
        actor=actor,
        now=now,
    )
    change.consent_id = consent.id
    session.add(change)
    audit.record(session, actor, f"extensions.{draft.kind.value}", change.subject, posting=posting.id)
    return change


def check(session: Session, change: PostingChange, seen_hash: str, *, actor: Actor, now: datetime) -> Consent:
    return consents.check(session, _consent(session, change).id, seen_hash, actor=actor, now=now)


def turn_key(session: Session, change: PostingChange, draft: KeyDraft, *, actor: Actor, now: datetime) -> Consent:
    """签发; with the last key the posting has its new last day, and every right with it."""
    posting = postings.get_locked(session, change.secondment_id)
    state = posting_rules.state_at(posting, now)
    rules.check_change(posting, state, change, today=clock.to_town(now).date())
    consent = consents.turn(session, _consent(session, change).id, draft, actor=actor, now=now)
    if consent.is_complete:
        _take_effect(session, posting, change, posting_rules.end_of(change.until_on), actor, now)
    return consent


def refuse(session: Session, change: PostingChange, draft: RefusalDraft, *, actor: Actor, now: datetime) -> Consent:
    """不同意: the posting stays as it is; the change can be withdrawn and proposed anew."""
    return consents.refuse(session, _consent(session, change).id, draft, actor=actor, now=now)


def withdraw(session: Session, change: PostingChange, *, reason: str, actor: Actor, now: datetime) -> None:
    consents.withdraw(session, _consent(session, change).id, reason=reason, actor=actor, now=now)
    change.state, change.settled_at = ChangeState.WITHDRAWN, now
    session.add(change)
    audit.record(session, actor, "extensions.withdraw", change.subject)


def recall(
    session: Session,
    posting: Secondment,
    *,
    until_on: date,
    why: RecallReason,
    reason: str,
    at_once: bool = False,
    actor: Actor,
    now: datetime,
) -> PostingChange:
    """召回 by the home town's secretary alone: the person belongs to that town, nothing of the other is bound.

    `at_once`: all rights end at this minute, not at midnight.
    """
    if actor.id is None or actor.town_id != posting.home_town_id:
        raise rules.NotYourPerson
    consent_queries.get_signer(session, actor.id, posting.home_town_id, now)
    today = clock.to_town(now).date()
    rules.check_recall(posting_rules.state_at(posting, now), until_on, posting.until_on, today=today)
    if (open_one := queries.find_open(session, posting.id)) and open_one.consent_id:
        raise rules.ChangeIsOpen
    draft = ChangeDraft(kind=ChangeKind.RECALL, until_on=today if at_once else until_on, reason=reason)
    change = _noted(session, posting, draft, actor, now)
    change.recall_reason = why
    ends_at = now if at_once else posting_rules.end_of(until_on)
    _take_effect(session, posting, change, ends_at, actor, now)
    return change


def _noted(session: Session, posting: Secondment, draft: ChangeDraft, actor: Actor, now: datetime) -> PostingChange:
    if actor.id is None or actor.town_id not in posting.towns:
        raise rules.NotTheAsker
    change = PostingChange.model_validate(
        draft,
        update={
            "secondment_id": posting.id,
            "partnership_id": posting.partnership_id,
            "home_town_id": posting.home_town_id,
            "host_town_id": posting.host_town_id,
            "before_on": posting.until_on,
            "asked_by": actor.id,
            "asked_by_town_id": actor.town_id,
            "asked_at": now,
        },
    )
    session.add(change)
    session.flush()
    return change


def _take_effect(
    session: Session, posting: Secondment, change: PostingChange, ends_at: datetime, actor: Actor, now: datetime
) -> None:
    change.state, change.settled_at = ChangeState.AGREED, now
    session.add(change)
    if change.kind is not ChangeKind.EXTEND:
        posting.end_kind = EndKind.RECALLED if change.kind is ChangeKind.RECALL else EndKind.AGREED
        posting.end_reason = change.reason
    secondments.move_end(session, posting, change.until_on, ends_at)
    audit.record(session, actor, "extensions.effect", change.subject, posting=posting.id, end=change.until_on)
    _tell(session, posting, change, now)


def _tell(session: Session, posting: Secondment, change: PostingChange, now: datetime) -> None:
    """Everybody whose work it changes: the person, the mentors, both towns' organisation members and offices."""
    title = queries.title_of(session, posting, change)
    people = [(posting.person_id, posting.home_town_id), (posting.home_mentor_id, posting.home_town_id)]
    if posting.host_mentor_id:
        people.append((posting.host_mentor_id, posting.host_town_id))
    people += [(p.id, t) for t in posting.towns for p in accounts.people_with(session, t, TOLD, now)]
    for person_id, town_id in dict.fromkeys(people):
        notifications.tell(
            session,
            person_id=person_id,
            town_id=town_id,
            kind="extensions.effect",
            event=f"{change.subject}:effect",
            title=title[:120],
            text=f"{title}。原因：{change.reason}。请派出方重新报备，并按期办理交接。",
            url=f"/secondments/{posting.id}",
        )


def _consent(session: Session, change: PostingChange) -> Consent:
    if change.consent_id is None or change.state is not ChangeState.ASKED:
        raise rules.ChangeIsSettled
    return consent_queries.get(session, change.consent_id)
