"""Whether two towns may keep a resident's data together, and the notice that goes with a service."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from app.grounds import rules
from app.grounds.models import ImpactAssessment, NoticeText
from app.kit.errors import NotFound
from app.services.models import Service
from app.towns import queries as towns
from app.towns.models import BasisKind, SharingBasis


def check(session: Session, *, provider_id: UUID, home_id: UUID, on: date) -> None:
    """Raises NoBasis or NoAssessment; within one town nothing is asked. The session reaches their partnership."""
    if provider_id == home_id:
        return
    if find_basis(session, provider_id, home_id, on) is None:
        raise rules.NoBasis(**_names(session, provider_id, home_id))
    found = assessments_of(session, towns.partnerships_with(session, provider_id, home_id))
    if without := rules.missing(found, (provider_id, home_id), on):
        names = towns.names_of(session, [provider_id, home_id])
        said = "、".join(names[t] for t in (provider_id, home_id) if t in without)
        raise rules.NoAssessment(missing=said, **_names(session, provider_id, home_id))


def find_basis(session: Session, one: UUID, other: UUID, on: date) -> SharingBasis | None:
    return towns.basis_between(session, BasisKind.PERSONAL_DATA, one, other, on=on)


def _names(session: Session, provider_id: UUID, home_id: UUID) -> dict[str, str]:
    names = towns.names_of(session, [provider_id, home_id])
    return {"provider": names[provider_id], "home": names[home_id]}


def assessments_of(session: Session, partnership_ids: Sequence[UUID]) -> Sequence[ImpactAssessment]:
    """The newest first, withdrawn ones too."""
    found = select(ImpactAssessment).where(col(ImpactAssessment.partnership_id).in_(partnership_ids))
    return session.exec(found.order_by(col(ImpactAssessment.made_on).desc(), col(ImpactAssessment.id))).all()


def get_assessment(session: Session, assessment_id: UUID) -> ImpactAssessment:
    found = session.get(ImpactAssessment, assessment_id)
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class Standing:
    """How it stands between one's own town and another, for the page."""

    town_id: UUID
    town_name: str
    basis: SharingBasis | None
    missing: tuple[str, ...]

    @property
    def is_allowed(self) -> bool:
        return self.basis is not None and not self.missing


def standings(session: Session, town_id: UUID, partnership_id: UUID, *, on: date) -> list[Standing]:
    """With each other town of a partnership: the basis in force, and who has no assessment."""
    found = assessments_of(session, [partnership_id])
    members = towns.towns_of(session, partnership_id)
    names = {t.id: t.name for t in members}
    listed = []
    for other in members:
        if other.id != town_id:
            without = tuple(names[t] for t in (town_id, other.id) if t in rules.missing(found, (town_id, other.id), on))
            listed.append(Standing(other.id, other.name, find_basis(session, town_id, other.id, on), without))
    return listed


def notice_for(session: Session, service: Service, home_town_ids: Iterable[UUID], *, months: int) -> rules.Notice:
    """What residents of these towns are told before signing up for this service."""
    named = [towns.get_town(session, t).full_name for t in (service.town_id, *home_town_ids)]
    unit = towns.get_unit(session, service.unit_id)
    about = rules.Circumstances(
        towns=tuple(dict.fromkeys(named)),
        service=service.name,
        unit=unit.name,
        phone=service.phone or unit.phone,
        is_sensitive=service.is_sensitive,
        asks_guardian=service.asks_guardian,
        asks_contact=service.asks_contact,
        min_age=service.min_age,
        months=months,
    )
    return rules.notice(about)


def get_text(session: Session, notice_id: UUID) -> NoticeText:
    found = session.get(NoticeText, notice_id)
    if found is None:
        raise NotFound
    return found


def find_text(session: Session, text_hash: str) -> NoticeText | None:
    return session.exec(select(NoticeText).where(NoticeText.text_hash == text_hash)).first()
