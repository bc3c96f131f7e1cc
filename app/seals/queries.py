"""Grants of a town's seals, seals placed on a document, and prints that wait."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from app.accounts import queries as accounts
from app.accounts.models import Role
from app.consents.rules import Reader
from app.documents.models import Document
from app.files import queries as files
from app.kit.errors import NotFound
from app.renditions import queries as renditions
from app.renditions.rules import Place
from app.seals import rules
from app.seals.models import SealGrant, SealPlacing, SealPrinting
from app.towns import queries as towns
from app.towns.models import Organ


@dataclass(frozen=True)
class OrganSeal:
    """An organ of the own town, its image, and the grants for it."""

    organ: Organ
    image: str
    """SHA-256 of the uploaded image; empty when there is none."""
    grants: tuple[SealGrant, ...]


@dataclass(frozen=True)
class SealPlace:
    place: Place
    placing: SealPlacing | None
    may_place: bool


@dataclass(frozen=True)
class SealView:
    places: tuple[SealPlace, ...]
    printing: SealPrinting | None

    @property
    def placed(self) -> int:
        return sum(p.placing is not None for p in self.places)

    @property
    def may_place(self) -> bool:
        return any(p.may_place for p in self.places)


def grants_of(session: Session, organ_id: UUID) -> Sequence[SealGrant]:
    found = select(SealGrant).where(SealGrant.organ_id == organ_id)
    return session.exec(found.order_by(col(SealGrant.from_on).desc(), col(SealGrant.granted_at).desc())).all()


def get_grant(session: Session, grant_id: UUID, *, town_id: UUID | None) -> SealGrant:
    grant = session.get(SealGrant, grant_id)
    if grant is None or grant.town_id != town_id:
        raise NotFound
    return grant


def image_of(session: Session, organ: Organ) -> str:
    """SHA-256 of the image that the organ has uploaded; empty when there is none."""
    return files.get_private(session, organ.seal_file_id).sha256 if organ.seal_file_id else ""


def organs_of(session: Session, town_id: UUID) -> list[OrganSeal]:
    """The own town's organs with their images and grants."""
    return [
        OrganSeal(organ, image_of(session, organ), tuple(grants_of(session, organ.id)))
        for organ in towns.organs_of(session, town_id)
    ]


def grant_for(session: Session, organ: Organ, today: date) -> SealGrant | None:
    """The 授权 for the organ's present image, if one is in force today."""
    image = image_of(session, organ)
    return rules.in_force(grants_of(session, organ.id), image, today) if image else None


def placings_of(session: Session, document_id: UUID) -> Sequence[SealPlacing]:
    found = select(SealPlacing).where(SealPlacing.document_id == document_id)
    return session.exec(found.order_by(col(SealPlacing.place))).all()


def find_printing(session: Session, document_id: UUID) -> SealPrinting | None:
    return session.exec(select(SealPrinting).where(SealPrinting.document_id == document_id)).first()


def waiting(session: Session, now: datetime) -> Sequence[SealPrinting]:
    """Documents with more seals placed than printed, that may be tried now."""
    found = select(SealPrinting).where(SealPrinting.wanted > SealPrinting.printed, SealPrinting.not_before <= now)
    return session.exec(found.order_by(col(SealPrinting.not_before), col(SealPrinting.id))).all()


def is_secretary(session: Session, person_id: UUID, town_id: UUID | None, now: datetime) -> bool:
    """The town's own secretary, who is not on secondment; a deputy places no seal."""
    held = accounts.roles_at(session, person_id, now)
    own = [role for role in held if role.town_id == town_id]
    return any(role.role is Role.SECRETARY for role in own) and accounts.may_turn_keys(held)


def view(session: Session, document: Document, *, reader: Reader, now: datetime) -> SealView:
    placed = {p.place: p for p in placings_of(session, document.id)}
    may = is_secretary(session, reader.person_id, reader.town_id, now)
    places = tuple(
        SealPlace(p, placed.get(p.index), may and p.town_id == reader.town_id and p.index not in placed)
        for p in renditions.places_of(session, document)
    )
    return SealView(places, find_printing(session, document.id))
