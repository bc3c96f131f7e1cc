"""Which further files a document has, and where it is signed."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from app.documents import queries as documents
from app.documents.models import Document
from app.kit.errors import NotFound
from app.renditions import rules
from app.renditions.models import Rendition, RenditionFace, RenditionKind
from app.renditions.rules import Issuer, Place
from app.towns import queries as towns


def of_document(session: Session, document_id: UUID, kind: RenditionKind | None = None) -> Sequence[Rendition]:
    """Every rendition, in the order in which they were made."""
    found = select(Rendition).where(Rendition.document_id == document_id)
    if kind is not None:
        found = found.where(Rendition.kind == kind)
    return session.exec(found.order_by(col(Rendition.made_at), col(Rendition.step), col(Rendition.id))).all()


def latest(session: Session, document_id: UUID, kind: RenditionKind) -> Rendition | None:
    """The last file of a kind: the one with the most marks."""
    found = select(Rendition).where(Rendition.document_id == document_id, Rendition.kind == kind)
    return session.exec(found.order_by(col(Rendition.step).desc()).limit(1)).first()


def get_rendition(session: Session, document_id: UUID, rendition_id: UUID) -> Rendition:
    rendition = session.get(Rendition, rendition_id)
    if rendition is None or rendition.document_id != document_id:
        raise NotFound
    return rendition


def get_locked(session: Session, document_id: UUID) -> Document:
    """The issued document, held until the transaction ends: two marks at once are set one after the other."""
    locked = select(Document).where(Document.id == document_id).with_for_update()
    document = session.exec(locked.execution_options(populate_existing=True)).first()
    if document is None:
        raise NotFound
    rules.check_issued(document.state)
    return document


def places_of(session: Session, document: Document) -> tuple[Place, ...]:
    """Where the document is signed and sealed, in the printed order."""
    names = rules.printed_names(document.content, document.organs)
    members = towns.towns_of(session, document.partnership_id)
    organs = [organ for town in members for organ in towns.organs_of(session, town.id)]
    return rules.places(names, [Issuer(o.id, o.town_id, o.full_name, o.short_name) for o in organs])


def get_place(session: Session, document: Document, index: int, town_id: UUID | None) -> Place:
    return rules.get_place(places_of(session, document), index, town_id)


def concerned(session: Session, document: Document) -> tuple[UUID, ...]:
    """The towns that must say that a scan agrees with the text, in their order."""
    members = [town.id for town in towns.towns_of(session, document.partnership_id)]
    return rules.concerned(places_of(session, document), members)


def get_document(session: Session, document_id: UUID) -> Document:
    """The document, for its towns; NotIssued while there is no file."""
    document = documents.get_document(session, document_id)
    rules.check_issued(document.state)
    return document


def faces_of(session: Session, code: str) -> Sequence[RenditionFace]:
    """What the public page of a code says about further files."""
    found = select(RenditionFace).where(RenditionFace.code == code)
    return session.exec(
        found.order_by(col(RenditionFace.made_on), col(RenditionFace.kind), col(RenditionFace.step))
    ).all()


def find_faces(session: Session, digest: str) -> Sequence[RenditionFace]:
    """The renditions whose file has this SHA-256; one, unless the same scan was uploaded to two documents."""
    found = select(RenditionFace).where(RenditionFace.sha256 == digest)
    return session.exec(found.order_by(col(RenditionFace.code), col(RenditionFace.kind))).all()
