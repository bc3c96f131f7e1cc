"""Reading the papers of a call, and gathering the facts that they state."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from app.agenda import queries as agenda
from app.calls import rules
from app.calls.models import CallPaper, PaperKind, PaperState
from app.documents import queries as documents
from app.documents.models import Document
from app.kit.errors import NotFound
from app.meetings import queries as meetings
from app.meetings import rules as meeting_rules
from app.meetings.models import Meeting
from app.participants import queries as participants
from app.participants import rules as participant_rules
from app.towns import queries as towns
from app.towns.models import Organ, Town
from app.typeset import rules as typeset
from app.typeset.models import Imprint, Letter, Notice, Receipt

LIVE = (PaperState.DRAFT, PaperState.IN_STEPS)


def papers_of(session: Session, meeting_id: UUID) -> Sequence[CallPaper]:
    """The reader's town's own papers for a meeting, latest first."""
    found = select(CallPaper).where(CallPaper.meeting_id == meeting_id)
    return session.exec(found.order_by(col(CallPaper.made_at).desc(), col(CallPaper.id))).all()


def get_paper(session: Session, paper_id: UUID, *, meeting_id: UUID, lock: bool = False) -> CallPaper:
    found = select(CallPaper).where(CallPaper.id == paper_id, CallPaper.meeting_id == meeting_id)
    if lock:
        found = found.with_for_update().execution_options(populate_existing=True)
    paper = session.exec(found).first()
    if paper is None:
        raise NotFound
    return paper


def find_open(session: Session, meeting_id: UUID, kind: PaperKind, town_id: UUID) -> CallPaper | None:
    found = select(CallPaper).where(
        CallPaper.meeting_id == meeting_id,
        CallPaper.town_id == town_id,
        CallPaper.kind == kind,
        col(CallPaper.state).in_(LIVE),
    )
    return session.exec(found).first()


def content_of(paper: CallPaper) -> Letter | Notice:
    content = typeset.from_data(paper.content)
    if not isinstance(content, Letter | Notice):
        raise NotFound
    return content


def imprint_of(paper: CallPaper) -> Imprint:
    """Number and dates, as far as they are known: gaps show red in the preview."""
    number = paper.number or paper.entered_number
    return Imprint(number=number, formed_on=paper.formed_on, printed_on=paper.formed_on)


def letters_sent(session: Session, meeting: Meeting) -> Sequence[Document]:
    """The letters issued for a meeting, for every town of the partnership; latest first."""
    found = select(Document).where(
        Document.partnership_id == meeting.partnership_id, col(Document.subject).startswith(subject_prefix(meeting))
    )
    return session.exec(found.order_by(col(Document.queued_at).desc(), col(Document.id))).all()


def document_of(session: Session, paper: CallPaper) -> Document | None:
    return documents.get_document(session, paper.document_id) if paper.document_id else None


def letter_of(session: Session, meeting: Meeting) -> Letter:
    """The letter as it was signed last, else as it would be composed now."""
    sent = letters_sent(session, meeting)
    content = documents.content_of(sent[0]) if sent else None
    if isinstance(content, Letter):
        return content
    return rules.compose_letter(facts_of(session, meeting, organ_of(session, meeting.host_id)))


def receipt_of(session: Session, meeting: Meeting, town: Town | None = None) -> Receipt:
    """The 回执 of one town filled in from its list, or empty."""
    facts = facts_of(session, meeting, organ_of(session, meeting.host_id))
    if town is None:
        return rules.receipt(facts, ())
    contacts = participants.contacts_of(session, meeting.id)
    listed = participants.of_meeting(session, meeting.id, town_id=town.id)
    empty = participant_rules.Contact()
    return rules.receipt(facts, [rules.receipt_row(p, contacts.get(p.id, empty)) for p in listed])


def facts_of(session: Session, meeting: Meeting, organ: Organ) -> rules.Facts:
    """Everything a paper of `organ` states about the meeting."""
    told = meetings.telling_of(session, meeting)
    members = meetings.towns_in_order(session, meeting)
    partners = [towns.party_committee(session, t.id) for t in members if t.id != organ.town_id]
    return rules.Facts(
        name=told.name,
        host=told.host,
        organ=organ.full_name,
        partner_organs=tuple(p.full_name for p in partners if p),
        send_to=organ.send_to,
        copies_to=organ.copy_to,
        printed_by=organ.printed_by,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        place=told.place,
        parking=meeting.parking,
        contact_name=meeting.contact_name,
        contact_phone=meeting.contact_phone,
        topics=tuple(item.title for item in agenda.items_of(session, meeting)),
        receipt_due_on=meeting_rules.receipt_due_on(meeting),
        terms=(*(t.name for t in members), meeting.title),
    )


def organ_of(session: Session, town_id: UUID) -> Organ:
    """The party committee, or whatever organ the town has registered."""
    organ = towns.party_committee(session, town_id)
    if organ is None:
        raise rules.NoOrgan
    return organ


def get_organ(session: Session, organ_id: UUID, *, town_id: UUID) -> Organ:
    organ = session.get(Organ, organ_id)
    if organ is None or organ.town_id != town_id:
        raise NotFound
    return organ


def subject_prefix(meeting: Meeting) -> str:
    """A meeting may be called again after a postponement, so each letter has a subject of its own."""
    return f"call:{meeting.id.hex[:16]}:"
