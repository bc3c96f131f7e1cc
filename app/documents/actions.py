"""Issue a document, render it after the commit, try again. The number belongs to the transaction of the issue."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from app.accounts.models import Role
from app.audit import actions as audit
from app.documents import queries, rules
from app.documents.models import (
    Document,
    DocumentKind,
    DocumentState,
    IssueDraft,
    NumberDraft,
    NumberSeries,
    OrganNumber,
    OrganSeries,
    PartyNumber,
    VerificationCode,
)
from app.kit import clock
from app.kit.actor import Actor
from app.kit.db import dialect
from app.kit.text import short_code
from app.notifications import actions as notifications
from app.towns import queries as towns
from app.typeset import gateways as typesetting
from app.typeset import rules as typeset
from app.typeset.models import Imprint, Official

CODE_LENGTH = 12
READERS = (Role.CLERK, Role.OFFICE_HEAD, Role.ORGANISER, Role.SECRETARY)


@dataclass(frozen=True)
class Claimed:
    """A document that one renderer holds until its lease ends; `attempt` tells its claim from a later one."""

    document_id: UUID
    attempt: int
    content: Official
    code: str
    document: Document

    def imprint(self, verify_url: str) -> Imprint:
        return queries.imprint_of(self.document, verify_url)


def issue(
    session: Session, content: Official, draft: IssueDraft, *, partnership_id: UUID, actor: Actor, now: datetime
) -> Document:
    """Fix number and content; the file follows after the commit (jobs/render_documents).

    Raises Incomplete, GlyphMissing, FontsMissing, AlreadyIssued, BadNumber, WrongYear or NumberTaken; then nothing
    was taken.
    """
    check_issuable(session, content, draft)
    year = draft.formed_on.year
    taken = _take_party_numbers(session, draft.registers, year)
    number = rules.number_of(taken, draft) or _take_number(session, draft.number, partnership_id, year)
    _check_not_issued(session, draft.subject)  # again: whoever held the series before us may have issued the same
    document = Document(
        **draft.model_dump(exclude={"number", "party_numbers", "joint_numbers"}),
        partnership_id=partnership_id,
        town_id=actor.town_id or towns.towns_of(session, partnership_id)[0].id,
        kind=DocumentKind(content.kind),
        title=typeset.compose(content, Imprint()).subject,
        series=number.series,
        year=number.year,
        sequence=number.sequence,
        number=number.text,
        party_numbers="\n".join(number.text for number in taken if draft.party_numbers),
        printed_on=clock.to_town(now).date(),
        content=typeset.to_data(content),
        content_hash=typeset.content_hash(content),
        code=short_code(CODE_LENGTH),
        queued_at=now,
        queued_by=actor.id,
    )
    session.add(document)
    session.flush()
    for party, one in zip(draft.registers, taken, strict=True):
        session.add(_organ_number(document, party.town_id, one))
    session.add(_public_face(document))
    _flush_numbers(session, document.number)
    audit.record(session, actor, "documents.issue", f"document:{document.id}", number=document.number)
    return document


def check_issuable(session: Session, content: Official, draft: IssueDraft) -> None:
    """Everything that can be refused before a number is taken; also asked before the last key is turned."""
    typeset.check_complete(content)
    typesetting.check_glyphs(content)
    _check_not_issued(session, draft.subject)
    if draft.corrects_id and queries.get_document(session, draft.corrects_id).state is not DocumentState.ISSUED:
        raise rules.NotCorrectable


def register(session: Session, document: Document, party: PartyNumber, *, actor: Actor, now: datetime) -> OrganNumber:
    """登记号: what an organ that signed along enters into its own register after the issue; it is printed nowhere.

    Raises BadNumber, WrongYear, NumberUsed, or AlreadyRegistered.
    """
    if queries.number_in_register(session, document.id, party.town_id):
        raise rules.AlreadyRegistered
    [number] = _take_party_numbers(session, [party], document.formed_on.year)
    row = _organ_number(document, party.town_id, number)
    session.add(row)
    _flush_numbers(session, row.number)
    audit.record(session, actor, "documents.register", f"document:{document.id}", number=row.number)
    return row


def claim_next(session: Session, now: datetime) -> Claimed | None:
    """Take the oldest waiting document for one renderer; a claim that is not finished is free again after its lease."""
    document = queries.waiting(session, now)
    if document is None:
        return None
    document.attempts += 1
    document.claimed_until = now + rules.LEASE
    session.flush()
    return Claimed(document.id, document.attempts, queries.content_of(document), document.code, document)


def finish(session: Session, claimed: Claimed, *, pdf_hash: str, docx_hash: str, now: datetime) -> bool:
    """The files are kept: 已印发, and both towns are told. False when somebody else's claim is newer."""
    document = _still_held(session, claimed)
    if document is None:
        return False
    document.state, document.issued_at = DocumentState.ISSUED, now
    document.pdf_hash, document.docx_hash, document.failure = pdf_hash, docx_hash, ""
    face = session.get_one(VerificationCode, document.code)
    face.pdf_hash, face.docx_hash = pdf_hash, docx_hash
    if document.corrects_id:
        _point_to_correction(session, document)
    _tell(session, document, "issued", f"《{document.title}》（{document.number}）已印发，可以下载 PDF 和 Word 版。")
    audit.record(session, Actor.system(document.town_id), "documents.finish", f"document:{document.id}", pdf=pdf_hash)
    return True


def put_back(session: Session, claimed: Claimed, reason: str, *, now: datetime) -> None:
    """A rendering failed: try again after a growing pause, and after five times ask people to look."""
    document = _still_held(session, claimed)
    if document is None:
        return
    document.failure = reason[:200]
    document.claimed_until = rules.next_try(document.attempts, now)
    if document.attempts < rules.MOST_ATTEMPTS:
        return
    document.state = DocumentState.FAILED
    _tell(
        session, document, f"failed:{document.attempts}", f"《{document.title}》（{document.number}）生成失败：{reason}"
    )
    audit.record(session, Actor.system(document.town_id), "documents.fail", f"document:{document.id}")


def retry(session: Session, document_id: UUID, *, actor: Actor, now: datetime) -> Document:
    """Render a failed document again; its number and content stay as they are."""
    document = queries.get_document(session, document_id)
    if document.state is not DocumentState.FAILED:
        raise rules.NotFailed
    document.state, document.attempts, document.claimed_until = DocumentState.QUEUED, 0, now
    audit.record(session, actor, "documents.retry", f"document:{document.id}")
    return document


def _check_not_issued(session: Session, subject: str) -> None:
    if before := queries.find_for_subject(session, subject):
        raise rules.AlreadyIssued(number=before.number)


def _take_number(session: Session, draft: NumberDraft, partnership_id: UUID, year: int) -> rules.Number:
    if not draft.entered.strip():
        row = _locked_series(session, partnership_id, draft.series, year)
        row.last += 1
        return rules.numbered(draft, year, row.last)
    number = rules.entered_number(draft, year)
    _locked_series(session, partnership_id, number.series, year)  # two clerks at once: the second one sees the first
    same = select(Document).where(
        Document.partnership_id == partnership_id, Document.series == number.series, Document.year == year
    )
    if taken := session.exec(same.where(Document.sequence == number.sequence)).first():
        raise rules.NumberTaken(number=number.text, title=taken.title)
    return number


def _take_party_numbers(session: Session, parties: list[PartyNumber], year: int) -> list[rules.Number]:
    """Each party's number from its own register; the registers are held in one order, so nobody waits in a circle."""
    wanted = {(party.town_id, _series_of(party, year)) for party in parties}
    held = {key: _locked_register(session, *key, year) for key in sorted(wanted)}
    taken = []
    for party in parties:
        if party.number.entered.strip():
            taken.append(rules.entered_number(party.number, year))
            continue
        register = held[party.town_id, party.number.series]
        register.last += 1
        taken.append(rules.numbered(party.number, year, register.last))
    return taken


def _series_of(party: PartyNumber, year: int) -> str:
    entered = party.number.entered.strip()
    return rules.entered_number(party.number, year).series if entered else party.number.series


def _locked_register(session: Session, town_id: UUID, series: str, year: int) -> OrganSeries:
    insert = sqlite.insert if dialect(session) == "sqlite" else postgresql.insert
    fresh = {"id": uuid4(), "town_id": town_id, "series": series, "year": year, "last": 0}
    session.execute(insert(OrganSeries).values(**fresh).on_conflict_do_nothing())
    mine = select(OrganSeries).where(
        OrganSeries.town_id == town_id, OrganSeries.series == series, OrganSeries.year == year
    )
    return session.exec(mine.with_for_update().execution_options(populate_existing=True)).one()


def _organ_number(document: Document, town_id: UUID, number: rules.Number) -> OrganNumber:
    return OrganNumber(
        partnership_id=document.partnership_id,
        document_id=document.id,
        town_id=town_id,
        series=number.series,
        year=number.year,
        sequence=number.sequence,
        number=number.text,
    )


def _flush_numbers(session: Session, number: str) -> None:
    """A number that the town's register has already, in whatever partnership, is refused by the database."""
    try:
        with session.begin_nested():
            session.flush()
    except IntegrityError as error:
        if "organ_number" not in str(error.orig):
            raise
        raise rules.NumberUsed(number=number) from error


def _locked_series(session: Session, partnership_id: UUID, series: str, year: int) -> NumberSeries:
    """The row of a series, made when it is new, locked until the transaction ends."""
    insert = sqlite.insert if dialect(session) == "sqlite" else postgresql.insert
    fresh = {"id": uuid4(), "partnership_id": partnership_id, "series": series, "year": year, "last": 0}
    session.execute(insert(NumberSeries).values(**fresh).on_conflict_do_nothing())
    mine = select(NumberSeries).where(
        NumberSeries.partnership_id == partnership_id, NumberSeries.series == series, NumberSeries.year == year
    )
    return session.exec(mine.with_for_update().execution_options(populate_existing=True)).one()


def _public_face(document: Document) -> VerificationCode:
    return VerificationCode(
        code=document.code,
        document_id=document.id,
        title=document.title,
        number=document.number,
        organs=document.organs,
        formed_on=document.formed_on,
        printed_on=document.printed_on,
        content_hash=document.content_hash,
    )


def _point_to_correction(session: Session, correction: Document) -> None:
    """The original stays as it is; its public page names the correction."""
    original = session.exec(
        select(VerificationCode).where(col(VerificationCode.document_id) == correction.corrects_id)
    ).one()
    original.corrected_by, original.corrected_by_code = correction.number, correction.code


def _still_held(session: Session, claimed: Claimed) -> Document | None:
    mine = select(Document).where(Document.id == claimed.document_id, Document.attempts == claimed.attempt)
    held = mine.where(Document.state == DocumentState.QUEUED).with_for_update()
    return session.exec(held.execution_options(populate_existing=True)).first()


def _tell(session: Session, document: Document, event: str, text: str) -> None:
    for town in towns.towns_of(session, document.partnership_id):
        notifications.tell_town(
            session,
            town_id=town.id,
            roles=READERS,
            kind="documents.issued" if event == "issued" else "documents.failed",
            event=f"document:{document.id}:{event}",
            title=f"{document.title[:50]}{'已印发' if event == 'issued' else '生成失败'}",
            text=text,
            url=f"/documents/{document.id}",
        )
