"""Partnerships as their towns may see them, their terms, and the changes that are being put to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from app.consents import queries as consents
from app.consents.models import Consent, ConsentState
from app.kit.errors import NotFound
from app.partnerships import rules
from app.partnerships.models import Deed, PartnershipChange, PartnershipTerms, Terms
from app.towns import queries as towns
from app.towns.models import Partnership, PartnershipState, PartnershipTown, Town


@dataclass(frozen=True)
class ChangeLine:
    id: UUID
    title: str
    state: ConsentState
    proposed_at: datetime


@dataclass(frozen=True)
class PartnershipLine:
    id: UUID
    name: str
    towns: str
    is_active: bool


def list_mine(session: Session, town_id: UUID) -> list[PartnershipLine]:
    """The active partnerships of a town, by name."""
    return [
        PartnershipLine(p.id, p.name, "、".join(t.name for t in towns.towns_of(session, p.id)), True)
        for p in towns.partnerships_of(session, town_id)
    ]


def get_partnership(session: Session, partnership_id: UUID, *, reader_town_id: UUID) -> Partnership:
    """An active partnership, for its own towns; 404 for everybody else."""
    found = towns.get_partnership(session, partnership_id, reader_town_id=reader_town_id)
    if found.state is not PartnershipState.ACTIVE:
        raise NotFound
    return found


def members_of(session: Session, partnership_id: UUID) -> Sequence[tuple[Town, PartnershipTown]]:
    """Its towns in their order, with the day each one joined."""
    found = (
        select(Town, PartnershipTown)
        .join(PartnershipTown, col(PartnershipTown.town_id) == col(Town.id))
        .where(PartnershipTown.partnership_id == partnership_id, col(PartnershipTown.left_on).is_(None))
    )
    return session.exec(found.order_by(col(PartnershipTown.place))).all()


def terms_of(session: Session, partnership_id: UUID) -> Terms:
    """What the towns agreed, with the partnership's own words for what they left open."""
    partnership = session.get(Partnership, partnership_id)
    if partnership is None:
        raise NotFound
    agreed = session.exec(select(PartnershipTerms).where(PartnershipTerms.partnership_id == partnership_id)).first()
    return rules.defaults_for(partnership.short_name, agreed or Terms())


def find_terms(session: Session, partnership_id: UUID) -> PartnershipTerms | None:
    return session.exec(select(PartnershipTerms).where(PartnershipTerms.partnership_id == partnership_id)).first()


def get_change(session: Session, change_id: UUID) -> PartnershipChange:
    change = session.exec(select(PartnershipChange).where(PartnershipChange.id == change_id)).first()
    if change is None:
        raise NotFound
    return change


def consent_of(session: Session, change: PartnershipChange) -> Consent:
    consent = consents.find_for(session, subject_of(change))
    if consent is None:
        raise NotFound
    return consent


def subject_of(change: PartnershipChange) -> str:
    return f"partnership_change:{change.id}"


def changes_of(session: Session, target_id: UUID | None = None) -> list[ChangeLine]:
    """What was put to the towns, the newest first: of one partnership, or all that the reader may see."""
    found = select(PartnershipChange).order_by(col(PartnershipChange.proposed_at).desc(), col(PartnershipChange.id))
    if target_id:
        found = found.where(PartnershipChange.target_id == target_id)
    changes = session.exec(found.limit(50)).all()
    asked = consents.find_all(session, [subject_of(c) for c in changes])
    return [
        ChangeLine(c.id, rules.title_of(c.deed, c.content), asked[subject_of(c)].state, c.proposed_at)
        for c in changes
        if subject_of(c) in asked
    ]


def open_changes(session: Session, target_id: UUID | None = None) -> list[ChangeLine]:
    """Those that still wait for keys."""
    return [c for c in changes_of(session, target_id) if c.state in (ConsentState.OPEN, ConsentState.REFUSED)]


def is_pending(session: Session, target_id: UUID, deed: Deed) -> bool:
    """True when the same kind of change of the partnership is being asked already."""
    mine = select(PartnershipChange).where(PartnershipChange.target_id == target_id, PartnershipChange.deed == deed)
    subjects = [subject_of(c) for c in session.exec(mine.order_by(col(PartnershipChange.proposed_at)))]
    live = (ConsentState.OPEN, ConsentState.REFUSED)
    return any(c.state in live for c in consents.find_all(session, subjects).values())


def is_name_taken(session: Session, name: str) -> bool:
    return session.exec(select(Partnership.id).where(Partnership.name == name)).first() is not None
