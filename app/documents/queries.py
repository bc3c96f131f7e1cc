"""Which documents there are, what waits for the press, and what a printed code says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from app.documents.models import Document, DocumentKind, DocumentState, OrganNumber, VerificationCode
from app.documents.rules import ContentChanged, shown_code, typed_code
from app.kit.db import dialect, open_session
from app.kit.errors import NotFound
from app.kit.paging import Page, page_of
from app.kit.scopes import Reach
from app.towns import queries as towns
from app.towns.models import Partnership, PartnershipState
from app.typeset import rules as typeset
from app.typeset.models import Imprint, Official


@dataclass(frozen=True)
class Search:
    """What the register's filters say; empty means everything."""

    words: str = ""
    number: str = ""
    organ: str = ""
    kind: DocumentKind | None = None
    year: int | None = None
    state: DocumentState | None = None


def get_document(session: Session, document_id: UUID) -> Document:
    """The document, for the towns of its partnership; NotFound for everybody else."""
    document = session.get(Document, document_id)
    if document is None:
        raise NotFound
    return document


def find_for_subject(session: Session, subject: str) -> Document | None:
    """The document issued for "minutes:<id>" and the like; its state says 印发中, 已印发 or 生成失败."""
    return session.exec(select(Document).where(Document.subject == subject)).first()


def states_of(session: Session, subjects: Sequence[str]) -> dict[str, DocumentState]:
    """State by subject, for lists."""
    rows = session.exec(select(Document.subject, Document.state).where(col(Document.subject).in_(subjects)))
    return {subject: DocumentState(state) for subject, state in rows}


def numbers_of(session: Session, subjects: Sequence[str]) -> dict[str, str]:
    """Number as printed by subject, for lists."""
    return dict(
        session.exec(select(Document.subject, Document.number).where(col(Document.subject).in_(subjects))).all()
    )


def number_in_register(session: Session, document_id: UUID, town_id: UUID) -> str:
    """The number under which a town's own register has the document; empty when it has none."""
    found = select(OrganNumber.number).where(OrganNumber.document_id == document_id, OrganNumber.town_id == town_id)
    return session.exec(found.order_by(OrganNumber.number)).first() or ""


def is_registered(session: Session, town_id: UUID, number: str) -> bool:
    """Has the town's own register this number already, as far as the reader sees?"""
    found = select(OrganNumber.id).where(OrganNumber.town_id == town_id, OrganNumber.number == number)
    return session.exec(found.order_by(col(OrganNumber.id))).first() is not None


def corrections_of(session: Session, document_id: UUID) -> Sequence[Document]:
    """Every correction of a document, the oldest first."""
    found = select(Document).where(Document.corrects_id == document_id)
    return session.exec(found.order_by(col(Document.queued_at), col(Document.id))).all()


def register(session: Session, search: Search, page: int = 1) -> Page:  # type: ignore[type-arg]  # rows of Document
    """One page of the register, the newest first."""
    return page_of(session, _register(session, search), page)


def whole_register(session: Session, search: Search) -> Sequence[Document]:
    """Everything that the filters let through, for the Excel export."""
    return session.exec(_register(session, search)).all()


def organs(session: Session) -> list[str]:
    """Every organ that has issued something, by name."""
    named = session.exec(select(Document.organs).order_by(col(Document.id))).all()
    return sorted({organ for names in named for organ in names})


def _register(session: Session, search: Search) -> SelectOfScalar[Document]:
    found = select(Document)
    if search.organ:
        found = found.where(_issued_by(session, search.organ))
    if search.number:
        numbered = select(OrganNumber.document_id).where(
            col(OrganNumber.number).contains(search.number, autoescape=True)
        )
        printed = col(Document.number).contains(search.number, autoescape=True)
        found = found.where(or_(printed, col(Document.id).in_(numbered)))
    if search.words:
        found = found.where(col(Document.title).contains(search.words, autoescape=True))
    for column, value in (("kind", search.kind), ("year", search.year), ("state", search.state)):
        if value is not None:
            found = found.where(getattr(Document, column) == value)
    return found.order_by(col(Document.formed_on).desc(), col(Document.queued_at).desc(), col(Document.id))


def _issued_by(session: Session, organ: str) -> sa.ColumnElement[bool]:
    """Documents whose list of organs holds this one; the list is JSON in a column."""
    each = sa.func.json_each if dialect(session) == "sqlite" else sa.func.json_array_elements_text
    names = each(col(Document.organs)).table_valued("value")
    return sa.select(sa.literal(1)).select_from(names).where(names.c.value == organ).exists()


def years(session: Session) -> Sequence[int]:
    return session.exec(select(Document.year).distinct().order_by(col(Document.year).desc())).all()


def find_code(session: Session, typed: str) -> VerificationCode | None:
    """What the public page may show for a code as somebody typed it."""
    return session.get(VerificationCode, typed_code(typed))


def content_of(document: Document) -> Official:
    """What was issued; raises ContentChanged when it is no longer what the keys were turned on."""
    content = typeset.from_data(document.content)
    if typeset.content_hash(content) != document.content_hash:
        raise ContentChanged(number=document.number)
    return content


def imprint_of(document: Document, verify_url: str) -> Imprint:
    """What issuing added, with the address that the QR code holds."""
    return Imprint(
        number=document.number,
        numbers=tuple(document.party_numbers.split("\n")) if document.party_numbers else (),
        formed_on=document.formed_on,
        printed_on=document.printed_on,
        code=shown_code(document.code),
        verify_url=verify_url,
    )


def waiting(session: Session, now: datetime) -> Document | None:
    """The oldest queued document that nobody renders now, locked for this transaction."""
    free = or_(col(Document.claimed_until).is_(None), col(Document.claimed_until) <= now)
    found = select(Document).where(Document.state == DocumentState.QUEUED, free)
    oldest = found.order_by(col(Document.queued_at), col(Document.id)).limit(1)
    return session.exec(oldest.with_for_update(skip_locked=True)).first()


def rounds(engine: sa.Engine) -> list[Reach]:
    """The reach of the renderer for each active partnership in turn."""
    with open_session(engine, Reach.nothing(), writes=False) as session:
        active = select(Partnership.id).where(Partnership.state == PartnershipState.ACTIVE)
        ids = session.exec(active.order_by(col(Partnership.id))).all()
        return [Reach(frozenset(t.id for t in towns.towns_of(session, i)), frozenset({i})) for i in ids]
