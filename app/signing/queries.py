"""Which places of a document are signed, and what waits for whose signature."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.certificates import queries as certificates
from app.certificates.models import SigningCertificate
from app.consents import queries as consents
from app.consents.rules import Reader
from app.documents.models import Document
from app.renditions import queries as renditions
from app.renditions.models import RenditionKind
from app.renditions.rules import Place
from app.signing.models import Signature


@dataclass(frozen=True)
class SigningPlace:
    """A place as its page shows it: signed by whom, or whose turn it is."""

    place: Place
    town: str
    signature: Signature | None
    is_ours: bool


@dataclass(frozen=True)
class SigningView:
    places: tuple[SigningPlace, ...]
    may_sign: bool
    """The reader signs for the town, and one of its places is free."""

    @property
    def signed(self) -> int:
        return sum(p.signature is not None for p in self.places)

    @property
    def open_to_us(self) -> tuple[SigningPlace, ...]:
        return tuple(p for p in self.places if p.is_ours and p.signature is None)


def of_document(session: Session, document_id: UUID) -> Sequence[Signature]:
    """The signatures of a document, in the order in which they were given."""
    found = select(Signature).where(Signature.document_id == document_id)
    return session.exec(found.order_by(col(Signature.signed_at), col(Signature.place))).all()


def view(session: Session, document: Document, towns: dict[UUID, str], *, reader: Reader, now: datetime) -> SigningView:
    """Every place with its signature, for a reader of one of the towns; `towns`: names by id."""
    signed = {s.place: s for s in of_document(session, document.id)}
    places = tuple(
        SigningPlace(p, towns.get(p.town_id, "") if p.town_id else "", signed.get(p.index), p.town_id == reader.town_id)
        for p in renditions.places_of(session, document)
    )
    is_free = any(p.is_ours and p.signature is None for p in places)
    return SigningView(places, is_free and is_signer(session, reader, now))


def is_signer(session: Session, reader: Reader, now: datetime) -> bool:
    return reader.town_id is not None and consents.is_signer(session, reader.person_id, reader.town_id, now)


def base_of(session: Session, document: Document) -> tuple[str, int]:
    """SHA-256 of the file that the next signature continues, and how many it has."""
    last = renditions.latest(session, document.id, RenditionKind.SIGNED)
    return (last.sha256, last.step) if last else (document.pdf_hash, 0)


def offered(session: Session, place: Place, now: datetime) -> Sequence[SigningCertificate]:
    """The certificates with which a place may be signed here and now."""
    return certificates.usable(session, place.organ_id, now) if place.organ_id else ()


def waiting_for(session: Session, reader: Reader, now: datetime) -> list[Document]:
    """Documents that others have signed and the reader's town has not; only for its signer. The oldest first."""
    if not is_signer(session, reader, now):
        return []
    ours = sa.exists().where(col(Signature.document_id) == col(Document.id), col(Signature.town_id) == reader.town_id)
    begun = sa.exists().where(col(Signature.document_id) == col(Document.id))
    found = select(Document).where(begun, ~ours).order_by(col(Document.formed_on), col(Document.id)).limit(20)
    return [d for d in session.exec(found) if reader.town_id in {p.town_id for p in renditions.places_of(session, d)}]
