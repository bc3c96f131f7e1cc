"""便民服务清单 as everybody reads it: by town and community, each service with what is to come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from sqlmodel import Session, col, select

from app.kit.errors import NotFound
from app.services import queries as services
from app.services import rules as service_rules
from app.services.models import Service, ServiceState
from app.services.queries import Search
from app.sessions import queries as sessions
from app.sessions.queries import AHEAD, Line
from app.towns import queries as towns
from app.towns.models import Town, Unit


@dataclass(frozen=True)
class Offer:
    """A service with its next sessions."""

    service: services.Line
    coming: tuple[Line, ...]
    by_sign_up: bool
    is_resting: bool


@dataclass(frozen=True)
class Community:
    """What one unit offers."""

    unit_id: UUID
    unit_name: str
    town_id: UUID
    town_name: str
    address: str
    phone: str
    offers: tuple[Offer, ...]

    @property
    def name(self) -> str:
        return service_rules.whose(self.town_name, self.unit_name)


def towns_with_services(session: Session) -> list[Town]:
    """The towns that offer something, by name."""
    shown = select(Service.town_id).where(col(Service.state).in_(service_rules.SHOWN)).distinct()
    ids = set(session.exec(shown.order_by(col(Service.town_id))).all())
    return [t for t in towns.all_towns(session) if t.id in ids]


def communities(session: Session, town_ids: Sequence[UUID], search: Search, *, now: datetime) -> list[Community]:
    """All that these towns' units offer, by town, the larger units first."""
    found = session.exec(services.public_catalogue(session, town_ids, search)).all()
    offers = offers_of(session, found, now=now, each=1)
    by_unit = groupby(offers, key=lambda offer: offer.service.unit_id)
    units = {u.id: u for u in _units(session, {s.unit_id for s in found})}
    return [_community(units[unit_id], tuple(group)) for unit_id, group in by_unit]


def community(session: Session, unit_id: UUID, *, now: datetime) -> Community:
    """One unit with all it offers; NotFound when it offers nothing to the public."""
    unit = session.get(Unit, unit_id)
    if unit is None:
        raise NotFound
    found = session.exec(services.public_catalogue(session, [unit.town_id], Search(unit=unit_id))).all()
    if not found:
        raise NotFound
    return _community(unit, tuple(offers_of(session, found, now=now, each=4)))


def offers_of(session: Session, found: Sequence[Service], *, now: datetime, each: int) -> list[Offer]:
    """Services with the next `each` sessions of each; a handful of queries for any number of services."""
    if not found:
        return []
    search = sessions.Search(now, now + AHEAD, service_ids=[s.id for s in found])
    coming: dict[UUID, list[Line]] = {}
    for line in sessions.lines(session, search, limit=600):
        coming.setdefault(line.service_id, []).append(line)
    lines = services.lines_of(session, found)
    return [
        Offer(line, tuple(coming.get(s.id, [])[:each]), s.by_sign_up, s.state is ServiceState.SUSPENDED)
        for s, line in zip(found, lines, strict=True)
    ]


def coming_of(session: Session, service: Service, *, now: datetime) -> list[Line]:
    """A service's sessions of the next two months, cancelled ones too: who comes in vain should read of it."""
    search = sessions.Search(now, now + AHEAD, service_ids=(service.id,), only_open=False)
    return sessions.lines(session, search, limit=60)


def _community(unit: Unit, offers: tuple[Offer, ...]) -> Community:
    first = offers[0].service
    return Community(unit.id, unit.name, unit.town_id, first.town_name, unit.address, unit.phone, offers)


def _units(session: Session, ids: set[UUID]) -> Sequence[Unit]:
    return session.exec(select(Unit).where(col(Unit.id).in_(ids)).order_by(col(Unit.name))).all()
