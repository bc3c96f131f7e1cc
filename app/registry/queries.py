"""A town as its page shows it, to its own people and to its partners."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from app.accounts import queries as accounts
from app.accounts.models import Person, Role
from app.kit.errors import NotFound
from app.registry import rules
from app.towns import queries as towns
from app.towns.models import Organ, Tier, Town, Unit


@dataclass(frozen=True)
class TownPage:
    town: Town
    tiers: tuple[tuple[str, tuple[Unit, ...]], ...]  # the name of a tier, and its units
    organs: Sequence[Organ]
    is_own: bool


@dataclass(frozen=True)
class ManagedTown:
    """A row of the operator's list: no business content, only who can let the town in."""

    town: Town
    secretaries: tuple[Person, ...]


def town_page(session: Session, town_id: UUID, *, reader_town_id: UUID) -> TownPage:
    """The town's page for itself and its partners; for everybody else it is not there."""
    if town_id != reader_town_id and not towns.are_partners(session, reader_town_id, town_id):
        raise NotFound
    units = towns.units_of(session, town_id)
    return TownPage(
        town=towns.get_town(session, town_id),
        tiers=tuple((rules.TIER_NAMES[tier], tuple(u for u in units if u.tier is tier)) for tier in Tier),
        organs=towns.organs_of(session, town_id),
        is_own=town_id == reader_town_id,
    )


def partners_of(session: Session, town_id: UUID) -> list[Town]:
    """The other towns of all active partnerships, each once, by name."""
    found = {t.id: t for p in towns.partnerships_of(session, town_id) for t in towns.towns_of(session, p.id)}
    return sorted((t for t in found.values() if t.id != town_id), key=lambda t: t.name)


def get_unit(session: Session, unit_id: UUID, *, town_id: UUID) -> Unit:
    unit = towns.get_unit(session, unit_id)
    if unit.town_id != town_id:
        raise NotFound
    return unit


def get_organ(session: Session, organ_id: UUID, *, town_id: UUID) -> Organ:
    organ = session.get(Organ, organ_id)
    if organ is None or organ.town_id != town_id:
        raise NotFound
    return organ


def find_town_named(session: Session, name: str) -> Town | None:
    return session.exec(select(Town).where(Town.name == name)).first()


def find_unit_named(session: Session, town_id: UUID, name: str) -> Unit | None:
    return session.exec(select(Unit).where(Unit.town_id == town_id, Unit.name == name)).first()


def find_organ_named(session: Session, town_id: UUID, full_name: str) -> Organ | None:
    return session.exec(select(Organ).where(Organ.town_id == town_id, col(Organ.full_name) == full_name)).first()


def managed_towns(session: Session, now: datetime) -> list[ManagedTown]:
    return [ManagedTown(town, secretaries_of(session, town.id, now)) for town in towns.all_towns(session)]


def secretaries_of(session: Session, town_id: UUID, now: datetime) -> tuple[Person, ...]:
    return tuple(accounts.people_with(session, town_id, {Role.SECRETARY}, now))
