"""Which services there are: for the workers of both towns, and for everybody on the public pages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, or_, select

from app.accounts import queries as accounts
from app.accounts.models import Role
from app.kit.actor import Actor
from app.kit.errors import NotFound
from app.services import rules
from app.services.models import KINDS, STATES, Kind, Service, ServiceState, ServiceTerms
from app.towns import queries as towns
from app.towns.models import Town, Unit
from app.venues import queries as venues
from app.venues.models import Venue


def find_service(session: Session, service_id: UUID) -> Service | None:
    return session.get(Service, service_id)


def get_service(session: Session, service_id: UUID, *, reader_town_id: UUID) -> Service:
    """The town's own in every state, a partner's once it was published; to anybody else it is not there."""
    service = session.get(Service, service_id)
    if service is None or not (service.town_id == reader_town_id or _is_shown_to(session, service, reader_town_id)):
        raise NotFound
    return service


def _is_shown_to(session: Session, service: Service, town_id: UUID) -> bool:
    return service.state is not ServiceState.DRAFT and towns.are_partners(session, service.town_id, town_id)


def get_public(session: Session, service_id: UUID) -> Service:
    """What everybody may read: published, or published and resting."""
    service = session.get(Service, service_id)
    if service is None or service.state not in rules.SHOWN:
        raise NotFound
    return service


def lock_service(session: Session, service_id: UUID) -> Service:
    """The row as it is now, held until the transaction ends."""
    found = select(Service).where(Service.id == service_id).with_for_update()
    service = session.exec(found.execution_options(populate_existing=True)).first()
    if service is None:
        raise NotFound
    return service


def is_provider(session: Session, service: Service, actor: Actor, now: datetime) -> bool:
    """The unit's own workers, the town's clerk and office head; whoever is posted there too."""
    return actor.town_id == service.town_id and runs(session, service.unit_id, service.town_id, actor, now)


def runs(session: Session, unit_id: UUID, town_id: UUID, actor: Actor, now: datetime) -> bool:
    roles = accounts.roles_at(session, actor.id, now) if actor.id else []
    return venues.runs_unit(roles, unit_id, town_id)


def workers_of(session: Session, unit_id: UUID, town_id: UUID, *, now: datetime) -> list[UUID]:
    """Who is told what concerns a unit's services: its workers; where it has none, the town's clerk and office head."""
    roles = venues.AT_WORK.run(session, {"town_id": town_id, "now": now}).all()
    staff = [r.person_id for r in roles if r.role is Role.WORKER and r.unit_id == unit_id]
    return list(dict.fromkeys(staff or [r.person_id for r in roles if r.role in venues.KEEPERS]))


def get_run(session: Session, service_id: UUID, *, actor: Actor, now: datetime) -> Service:
    """A service for who runs it. NotFound to strangers, NotTheProvider to whoever may only read it."""
    if actor.town_id is None:
        raise NotFound
    service = get_service(session, service_id, reader_town_id=actor.town_id)
    if not is_provider(session, service, actor, now):
        raise rules.NotTheProvider
    return service


def units_run(session: Session, town_id: UUID, actor: Actor, now: datetime) -> list[Unit]:
    """The units for which somebody may write services."""
    return [u for u in towns.units_of(session, town_id) if runs(session, u.id, town_id, actor, now)]


def terms_of(session: Session, service_id: UUID) -> dict[UUID, ServiceTerms]:
    """What is said for each home town; for a town that is not in it nothing is said and its residents may come."""
    return terms_of_all(session, [service_id]).get(service_id, {})


def terms_of_all(session: Session, ids: Iterable[UUID]) -> dict[UUID, dict[UUID, ServiceTerms]]:
    found = select(ServiceTerms).where(col(ServiceTerms.service_id).in_(list(ids))).order_by(col(ServiceTerms.town_id))
    said: dict[UUID, dict[UUID, ServiceTerms]] = {}
    for terms in session.exec(found):
        said.setdefault(terms.service_id, {})[terms.town_id] = terms
    return said


def towns_around(session: Session, town_id: UUID) -> list[Town]:
    """A town and all that stand together with it, itself first."""
    ids = venues.partner_ids(session, town_id)
    return [towns.get_town(session, town_id), *(t for t in towns.all_towns(session) if t.id in ids)]


def admitted_towns(session: Session, service: Service) -> list[Town]:
    """Whose residents may come: the provider's, then its partners', but for those that were left out."""
    said = terms_of(session, service.id)
    around = towns_around(session, service.town_id)
    return [t for t in around if t.id not in said or said[t.id].is_admitted]


@dataclass(frozen=True)
class Price:
    """A line of what a service costs for whom."""

    town_id: UUID
    town_name: str
    is_admitted: bool
    price: str
    subsidy: str


def prices_of(session: Session, service: Service) -> list[Price]:
    said = terms_of(session, service.id)
    return [_price(town, said.get(town.id)) for town in towns_around(session, service.town_id)]


def no_prices(session: Session, town_id: UUID) -> list[Price]:
    """The same for a service that is still to be written."""
    return [_price(town, None) for town in towns_around(session, town_id)]


def _price(town: Town, terms: ServiceTerms | None) -> Price:
    if terms is None:
        return Price(town.id, town.name, True, "", "")
    return Price(town.id, town.name, terms.is_admitted, terms.price, terms.subsidy)


def place_in_words(session: Session, service: Service) -> str:
    """Where it is: the unit's venue and what is said beside it."""
    return places_in_words(session, [service])[service.id]


def places_in_words(session: Session, found: Sequence[Service]) -> dict[UUID, str]:
    names = venue_names(session, {s.venue_id for s in found if s.venue_id})
    return {s.id: place_of(names.get(s.venue_id) if s.venue_id else None, s.place) for s in found}


def place_of(venue_name: str | None, said: str) -> str:
    return f"{venue_name}（{said}）" if venue_name and said else venue_name or said


def venue_names(session: Session, ids: Iterable[UUID]) -> dict[UUID, str]:
    """Each venue with its unit, as a resident looks for it."""
    rows = session.exec(
        select(Venue.id, Unit.name, Venue.name)
        .join(Unit, col(Unit.id) == col(Venue.unit_id))
        .where(col(Venue.id).in_(list(ids)))
        .order_by(col(Venue.number))
    ).all()
    return {venue_id: f"{unit} {venue}" for venue_id, unit, venue in rows}


@dataclass(frozen=True)
class Search:
    """What somebody looks for in the catalogue; "" and None ask nothing."""

    text: str = ""
    kind: str = ""
    town: UUID | None = None
    unit: UUID | None = None
    state: str = ""


@dataclass(frozen=True)
class Line:
    """A service in a list."""

    id: UUID
    name: str
    kind: Kind
    kind_words: str
    town_id: UUID
    town_name: str
    unit_id: UUID
    unit_name: str
    address: str
    place: str
    phone: str
    hours: str
    eligibility: str
    description: str
    bring: str
    staff: str
    state: ServiceState
    state_words: str
    reason: str

    @property
    def whose(self) -> str:
        return rules.whose(self.town_name, self.unit_name)


def catalogue(session: Session, town_id: UUID, search: Search) -> Any:
    """The select of all that a town's workers see: their own in every state, the partners' published ones."""
    shown = col(Service.town_id).in_(venues.partner_ids(session, town_id)), Service.state != ServiceState.DRAFT
    found = select(Service).join(Unit, col(Unit.id) == col(Service.unit_id))
    found = found.where(or_(col(Service.town_id) == town_id, (shown[0]) & (shown[1])))
    if search.state:
        found = found.where(col(Service.state) == search.state)
    return _sorted(_narrowed(found, search))


def public_catalogue(session: Session, town_ids: Iterable[UUID], search: Search) -> Any:
    """The select of what everybody may read of these towns."""
    found = select(Service).join(Unit, col(Unit.id) == col(Service.unit_id))
    found = found.where(col(Service.town_id).in_(list(town_ids)), col(Service.state).in_(rules.SHOWN))
    return _sorted(_narrowed(found, search))


def _narrowed(found: Any, search: Search) -> Any:
    if search.text:
        like = f"%{search.text.strip()}%"
        found = found.where(
            or_(col(Service.name).like(like), col(Service.description).like(like), col(Unit.name).like(like))
        )
    if search.kind:
        found = found.where(col(Service.kind) == search.kind)
    if search.town:
        found = found.where(col(Service.town_id) == search.town)
    if search.unit:
        found = found.where(col(Service.unit_id) == search.unit)
    return found


def _sorted(found: Any) -> Any:
    return found.order_by(
        col(Service.town_id), col(Unit.tier).desc(), col(Unit.name), col(Service.kind), col(Service.name)
    )


def lines_of(session: Session, found: Sequence[Service]) -> list[Line]:
    """Services with the names of their units and towns, in the order given."""
    names = towns.names_of(session, [s.town_id for s in found])
    ids = {s.unit_id for s in found}
    units = {u.id: u for u in session.exec(select(Unit).where(col(Unit.id).in_(ids)).order_by(col(Unit.name)))}
    places = places_in_words(session, found)
    return [_line(s, units[s.unit_id], names[s.town_id], places[s.id]) for s in found]


def line_of(session: Session, service: Service) -> Line:
    return lines_of(session, [service])[0]


def _line(service: Service, unit: Unit, town_name: str, place: str) -> Line:
    said = service.model_dump(
        include={"id", "name", "kind", "town_id", "hours", "eligibility", "description", "bring", "staff", "state"}
    )
    return Line(
        **said,
        kind_words=KINDS[service.kind],
        town_name=town_name,
        unit_id=unit.id,
        unit_name=unit.name,
        address=unit.address,
        place=place,
        phone=service.phone or unit.phone,
        state_words=STATES[service.state],
        reason=service.reason,
    )
