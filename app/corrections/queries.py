"""Reading corrections and excerpts of the minutes of a meeting."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from app.consents import queries as consents
from app.consents.models import Consent, ConsentState
from app.corrections import rules
from app.corrections.models import CorrectionDraft, MinutesCorrection
from app.documents import queries as documents
from app.documents.models import Document, DocumentState, IssueDraft, NumberDraft
from app.kit import clock
from app.kit.errors import NotFound
from app.meetings import queries as meetings
from app.meetings.models import Meeting
from app.minutes import queries as minutes
from app.partnerships import queries as partnerships
from app.resolutions import queries as resolutions
from app.resolutions.models import Resolution
from app.topics import queries as topics
from app.towns import queries as towns
from app.typeset import rules as typeset
from app.typeset.models import Correction, Minutes, Source


@dataclass(frozen=True)
class CorrectionLine:
    id: UUID
    reason: str
    state: ConsentState
    proposed_at: datetime
    number: str


@dataclass(frozen=True)
class ExcerptLine:
    """A resolution that can be excerpted, or the excerpt that was issued."""

    resolution_id: UUID
    label: str
    text: str
    to: str
    document_id: UUID | None
    number: str


def get_original(session: Session, meeting: Meeting) -> Document:
    """The issued minutes of a meeting; refused while they are not."""
    document = documents.find_for_subject(session, minutes.subject_of(meeting.id))
    if document is None or document.state is not DocumentState.ISSUED:
        raise rules.NotIssued
    return document


def text_of(document: Document) -> Minutes:
    content = documents.content_of(document)
    if not isinstance(content, Minutes):
        raise NotFound
    return content


def source_of(document: Document) -> Source:
    return Source(title=document.title, number=document.number, formed_on=document.formed_on)


def get_correction(session: Session, correction_id: UUID) -> MinutesCorrection:
    found = session.exec(select(MinutesCorrection).where(MinutesCorrection.id == correction_id)).first()
    if found is None:
        raise NotFound
    return found


def subject_of(correction: MinutesCorrection) -> str:
    return f"correction:{correction.id}"


def consent_of(session: Session, correction: MinutesCorrection) -> Consent:
    consent = consents.find_for(session, subject_of(correction))
    if consent is None:
        raise NotFound
    return consent


def content_of(session: Session, correction: MinutesCorrection) -> Correction:
    document = documents.get_document(session, correction.document_id)
    draft = CorrectionDraft.model_validate(correction.model_dump(include={"fixes", "reason", "entered_number"}))
    return rules.correction_of(text_of(document), source_of(document), draft)


def texts_of(document: Document) -> list[str]:
    """Every text of the issued minutes, to look a wrong passage up in."""
    return [words for words, _ in typeset.strings(text_of(document))]


def list_corrections(session: Session, meeting_id: UUID) -> list[CorrectionLine]:
    found = select(MinutesCorrection).where(MinutesCorrection.meeting_id == meeting_id)
    rows: Sequence[MinutesCorrection] = session.exec(found.order_by(col(MinutesCorrection.proposed_at))).all()
    asked = consents.find_all(session, [subject_of(r) for r in rows])
    numbers = documents.numbers_of(session, [subject_of(r) for r in rows])
    return [
        CorrectionLine(r.id, r.reason, asked[subject_of(r)].state, r.proposed_at, numbers.get(subject_of(r), ""))
        for r in rows
        if subject_of(r) in asked
    ]


def list_excerpts(session: Session, meeting: Meeting) -> list[ExcerptLine]:
    found = resolutions.of_meeting(session, meeting.id)
    return [_excerpt_line(session, meeting, r) for r in found]


def _excerpt_line(session: Session, meeting: Meeting, resolution: Resolution) -> ExcerptLine:
    issued = documents.find_for_subject(session, excerpt_subject(resolution))
    return ExcerptLine(
        resolution_id=resolution.id,
        label=resolution.label,
        text=resolution.text,
        to=proposer_of(session, meeting, resolution),
        document_id=issued.id if issued else None,
        number=issued.number if issued else "",
    )


def excerpt_subject(resolution: Resolution) -> str:
    return f"excerpt:{resolution.id}"


def proposer_of(session: Session, meeting: Meeting, resolution: Resolution) -> str:
    """Whose topic it was: the party committee of the town that proposed it, or the host for what had no topic."""
    town_id = topics.get_topic(session, resolution.topic_id).town_id if resolution.topic_id else meeting.host_id
    organ = towns.party_committee(session, town_id)
    return organ.full_name if organ else towns.get_town(session, town_id).full_name


def correction_draft(session: Session, correction: MinutesCorrection, consent: Consent, now: datetime) -> IssueDraft:
    """A correction takes the next number of the same series."""
    terms = partnerships.terms_of(session, correction.partnership_id)
    keys = consents.keys_of(session, consent)
    meeting = meetings.get_meeting(session, correction.meeting_id)
    return IssueDraft(
        subject=subject_of(correction),
        number=NumberDraft(series=terms.mark, form=terms.number_form, entered=correction.entered_number),
        organs=minutes.organs_of(session, meeting),
        formed_on=consents.formed_on(session, consent) if keys else clock.to_town(now).date(),
        publicity=consents.publicity_of(session, consent),
        secrecy_checked_by="、".join(k.turned_by_name for k in keys)[:60] or "—",
        steps=minutes.steps_of(session, keys),
        corrects_id=correction.document_id,
    )


def excerpt_draft(session: Session, meeting: Meeting, resolution: Resolution, original: Document) -> IssueDraft:
    """An excerpt has a series of its own; what was declared at 签发 of the minutes holds for it too."""
    terms = partnerships.terms_of(session, meeting.partnership_id)
    return IssueDraft(
        subject=excerpt_subject(resolution),
        number=NumberDraft(series=f"{terms.mark}摘"[:60]),
        organs=original.organs,
        formed_on=original.formed_on,
        publicity=original.publicity,
        secrecy_checked_by=original.secrecy_checked_by,
        steps=original.steps,
    )
