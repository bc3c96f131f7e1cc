"""The scans of a document and what the towns say of them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, or_, select

from app.consents import queries as consents
from app.consents.rules import Reader
from app.documents.models import Document
from app.renditions import queries as renditions
from app.renditions.models import Rendition, RenditionKind
from app.scans import rules
from app.scans.models import ScanWord
from app.scans.rules import ScanState


@dataclass(frozen=True)
class TownWord:
    """A town's word, or that it is still missing."""

    town_id: UUID
    town: str
    word: ScanWord | None


@dataclass(frozen=True)
class ScanView:
    scan: Rendition
    state: ScanState
    towns: tuple[TownWord, ...]
    may_say: bool
    """The reader signs for a town whose word is missing."""


def of_document(session: Session, document_id: UUID) -> Sequence[Rendition]:
    return renditions.of_document(session, document_id, RenditionKind.SCANNED)


def words_on(session: Session, document_id: UUID) -> dict[UUID, list[ScanWord]]:
    """The words on each scan of a document."""
    found = select(ScanWord).where(ScanWord.document_id == document_id)
    words: dict[UUID, list[ScanWord]] = defaultdict(list)
    for word in session.exec(found.order_by(col(ScanWord.at), col(ScanWord.id))):
        words[word.rendition_id].append(word)
    return words


def states_of(session: Session, document: Document) -> list[ScanState]:
    words, concerned = words_on(session, document.id), renditions.concerned(session, document)
    return [rules.state_of(words[scan.id], concerned) for scan in of_document(session, document.id)]


def views(
    session: Session, document: Document, towns: dict[UUID, str], *, reader: Reader, now: datetime
) -> tuple[ScanView, ...]:
    """Every scan, the latest first; `towns`: names by id."""
    words, concerned = words_on(session, document.id), renditions.concerned(session, document)
    signs = consents.is_signer(session, reader.person_id, reader.town_id, now)
    made = reversed(of_document(session, document.id))
    return tuple(_view(scan, words[scan.id], concerned, towns, reader if signs else None) for scan in made)


def _view(
    scan: Rendition, words: Sequence[ScanWord], concerned: Sequence[UUID], towns: dict[UUID, str], signer: Reader | None
) -> ScanView:
    state, said = rules.state_of(words, concerned), {word.town_id: word for word in words}
    lines = tuple(TownWord(town_id, towns.get(town_id, ""), said.get(town_id)) for town_id in concerned)
    waits = {line.town_id for line in lines if line.word is None}
    may_say = state is ScanState.WAITING and signer is not None and signer.town_id in waits
    return ScanView(scan, state, lines, may_say)


def waiting_for(session: Session, reader: Reader, now: datetime) -> list[Document]:
    """Documents whose scan waits for the word of the reader's town; only for its signer. The oldest first."""
    if not consents.is_signer(session, reader.person_id, reader.town_id, now):
        return []
    said = sa.exists().where(
        col(ScanWord.rendition_id) == col(Rendition.id),
        or_(col(ScanWord.town_id) == reader.town_id, col(ScanWord.agrees).is_(False)),
    )
    unsaid = select(Rendition.document_id).where(Rendition.kind == RenditionKind.SCANNED, ~said)
    found = select(Document).where(col(Document.id).in_(unsaid)).order_by(col(Document.formed_on), col(Document.id))
    return [d for d in session.exec(found.limit(20)) if reader.town_id in renditions.concerned(session, d)]
