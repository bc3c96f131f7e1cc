"""Correcting issued minutes by all keys, and issuing the excerpt of one resolution."""

from datetime import datetime

from sqlmodel import Session

from app.audit import actions as audit
from app.consents import actions as consents
from app.consents.models import Consent, KeyDraft, RefusalDraft
from app.corrections import queries, rules
from app.corrections.models import CorrectionDraft, MinutesCorrection
from app.documents import actions as documents
from app.documents.models import Document
from app.drafting import actions as drafting
from app.kit.actor import Actor
from app.kit.errors import NotAllowed
from app.meetings import queries as meetings
from app.meetings.models import Meeting
from app.minutes import rules as minutes
from app.partnerships import queries as partnerships
from app.resolutions.models import Resolution
from app.typeset import rules as typeset


def propose(
    session: Session, meeting: Meeting, draft: CorrectionDraft, *, actor: Actor, now: datetime
) -> MinutesCorrection:
    """Any town may find a mistake; the correction takes all keys like the minutes themselves."""
    if actor.town_id is None:
        raise NotAllowed
    original = queries.get_original(session, meeting)
    rules.check_fixes(draft, queries.texts_of(original))
    minutes.check_number(partnerships.terms_of(session, meeting.partnership_id), draft.entered_number)
    correction = MinutesCorrection(
        partnership_id=meeting.partnership_id,
        meeting_id=meeting.id,
        document_id=original.id,
        town_id=actor.town_id,
        fixes=[f.model_dump() for f in draft.fixes],
        reason=draft.reason,
        entered_number=draft.entered_number,
        proposed_by=actor.id,
        proposed_at=now,
    )
    session.add(correction)
    session.flush()
    _ask(session, meeting, correction, original, actor, now)
    audit.record(session, actor, "corrections.propose", f"minutes_correction:{correction.id}", document=original.id)
    return correction


def check(session: Session, correction: MinutesCorrection, seen_hash: str, *, actor: Actor, now: datetime) -> Consent:
    consent = queries.consent_of(session, correction)
    return consents.check(session, consent.id, seen_hash, actor=actor, now=now)


def turn_key(
    session: Session, correction: MinutesCorrection, draft: KeyDraft, *, actor: Actor, now: datetime
) -> Consent:
    """A town's key; the last one issues the correction under the next number."""
    consent, content = queries.consent_of(session, correction), queries.content_of(session, correction)
    documents.check_issuable(session, content, queries.correction_draft(session, correction, consent, now))
    turned = consents.turn(session, consent.id, draft, actor=actor, now=now)
    if turned.is_complete:
        issue = queries.correction_draft(session, correction, turned, now)
        documents.issue(session, content, issue, partnership_id=correction.partnership_id, actor=actor, now=now)
    return turned


def refuse(
    session: Session, correction: MinutesCorrection, draft: RefusalDraft, *, actor: Actor, now: datetime
) -> Consent:
    return consents.refuse(session, queries.consent_of(session, correction).id, draft, actor=actor, now=now)


def withdraw(session: Session, correction: MinutesCorrection, *, reason: str, actor: Actor, now: datetime) -> Consent:
    consent = queries.consent_of(session, correction)
    return consents.withdraw(session, consent.id, reason=reason, actor=actor, now=now)


def issue_excerpt(
    session: Session, meeting: Meeting, resolution: Resolution, *, actor: Actor, now: datetime
) -> Document:
    """摘录 to whoever proposed the topic. It needs no new keys: it says word for word what all towns have signed."""
    drafting.check_writer(session, meeting, actor, now)
    original = queries.get_original(session, meeting)
    source, proposer = queries.source_of(original), queries.proposer_of(session, meeting, resolution)
    content = rules.excerpt_of(queries.text_of(original), source, resolution.label, proposer)
    draft = queries.excerpt_draft(session, meeting, resolution, original)
    document = documents.issue(session, content, draft, partnership_id=meeting.partnership_id, actor=actor, now=now)
    audit.record(session, actor, "corrections.excerpt", f"document:{document.id}", resolution=resolution.id)
    return document


def _ask(
    session: Session, meeting: Meeting, correction: MinutesCorrection, original: Document, actor: Actor, now: datetime
) -> None:
    content = queries.content_of(session, correction)
    consent = consents.ask(
        session,
        partnership_id=meeting.partnership_id,
        kind="correction",
        subject=queries.subject_of(correction),
        title=f"关于《{original.title}》的更正"[:160],
        url=f"/corrections/{correction.id}",
        content=typeset.to_data(content),
        town_ids=[t.id for t in meetings.towns_in_order(session, meeting)],
        is_document=True,
        actor=actor,
        now=now,
    )
    documents.check_issuable(session, content, queries.correction_draft(session, correction, consent, now))
