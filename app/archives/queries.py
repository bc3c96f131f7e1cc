"""Which papers an organ puts away, how long each is kept, and the packages that were made."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from app.accounts import queries as accounts
from app.archives import rules
from app.archives.models import Package, Term, TermChange
from app.archives.rules import Line
from app.audit import queries as audits
from app.consents import queries as consents
from app.deposits.models import AUDIT, CONTENT, DOCX, PDF, SIGNED, Filed
from app.deposits.rules import as_entry
from app.documents import gateways as document_files
from app.documents import queries as issued
from app.documents.models import Document, DocumentState
from app.kit.errors import NotFound
from app.kit.making import MakingState
from app.kit.paging import Page, page_of
from app.kit.text import canonical
from app.renditions import gateways as rendition_files
from app.renditions import queries as renditions
from app.renditions.models import Rendition, RenditionKind
from app.towns import queries as towns
from app.towns.models import Organ

KINDS = {RenditionKind.SIGNED: SIGNED, RenditionKind.SEALED: "用印件", RenditionKind.SCANNED: "纸质签署扫描件"}


def get_organ(session: Session, organ_id: UUID, *, town_id: UUID) -> Organ:
    """An organ of the reader's own town."""
    organ = session.get(Organ, organ_id)
    if organ is None or organ.town_id != town_id:
        raise NotFound
    return organ


def documents_of(session: Session, organ: Organ, year: int) -> list[Document]:
    """What the organ issued or received in a year, as far as it is issued."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    found = select(Document).where(Document.state == DocumentState.ISSUED)
    found = found.where(col(Document.formed_on).between(first, last)).order_by(col(Document.formed_on))
    return [d for d in session.exec(found) if rules.is_issued_by(d, organ.full_name)]


def changed_terms(session: Session, town_id: UUID, document_ids: Sequence[UUID]) -> dict[UUID, Term]:
    """What the town's clerks decided, the last word for each document."""
    found = select(TermChange).where(TermChange.town_id == town_id, col(TermChange.document_id).in_(document_ids))
    return {change.document_id: change.term for change in session.exec(found.order_by(col(TermChange.at)))}


def history_of(session: Session, document_id: UUID) -> Sequence[TermChange]:
    found = select(TermChange).where(TermChange.document_id == document_id)
    return session.exec(found.order_by(col(TermChange.at).desc())).all()


def catalogue(session: Session, organ: Organ, year: int, fonds: str = "") -> tuple[Line, ...]:
    """归档文件目录 of an organ's year as it stands today."""
    found = documents_of(session, organ, year)
    changed = changed_terms(session, organ.town_id, [d.id for d in found])
    return rules.arrange(found, changed, organ=organ.full_name, year=year, fonds=fonds)


def years(session: Session, today: date) -> list[int]:
    return rules.years_of(issued.years(session), today)


def files_of(session: Session, document: Document, town_id: UUID) -> tuple[Filed, ...]:
    """Everything of one document: as issued, its content, its further files, and its own town's audit entries.

    Raises FileDamaged when a file is no longer what was kept.
    """
    made = renditions.of_document(session, document.id)
    return (
        Filed(PDF, "正本", document_files.kept(document, document.pdf_hash)),
        Filed(DOCX, "可编辑文本", document_files.kept(document, document.docx_hash)),
        Filed(CONTENT, "规范化正文", canonical(document.content)),
        *(_rendition(document, one, place) for place, one in enumerate(made, 1)),
        Filed(AUDIT, "审计记录", _audit(session, document, town_id)),
    )


def _rendition(document: Document, one: Rendition, place: int) -> Filed:
    kind = KINDS[one.kind]
    return Filed(f"签署件/{place:02d}_{kind}.pdf", kind, rendition_files.read(document, one))


def _audit(session: Session, document: Document, town_id: UUID) -> bytes:
    decided = rules.decided_as(document.subject)
    consent = consents.find_for(session, decided)
    subjects = [f"document:{document.id}", document.subject, decided]
    subjects += [f"consent:{consent.id}"] if consent else []
    return canonical([as_entry(entry, before) for entry, before in audits.links_of(session, town_id, subjects)])


def get_package(session: Session, package_id: UUID) -> Package:
    """The town's own package."""
    package = session.exec(select(Package).where(Package.id == package_id)).first()
    if package is None:
        raise NotFound
    return package


def packages_of(session: Session, town_id: UUID, page: int = 1) -> Page:  # type: ignore[type-arg]  # rows of Package
    """The newest first."""
    found = select(Package).where(Package.town_id == town_id)
    return page_of(session, found.order_by(col(Package.asked_at).desc(), col(Package.id)), page)


def find_queued(session: Session, organ_id: UUID, year: int) -> Package | None:
    """The same package when it is being made already."""
    same = select(Package).where(Package.organ_id == organ_id, Package.year == year)
    return session.exec(same.where(Package.state == MakingState.QUEUED)).first()


def names_of(session: Session, packages: Sequence[Package]) -> dict[UUID, str]:
    return accounts.names_of(session, [p.person_id for p in packages if p.person_id])


def town_name(session: Session, organ: Organ) -> str:
    return towns.get_town(session, organ.town_id).full_name
