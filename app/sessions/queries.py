"""Which sessions there are, how many places each home town has, and what else somebody could come to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from app.claims.models import Span
from app.kit.actor import Actor
from app.kit.errors import NotFound
from app.kit.i18n import Said
from app.recurrence import rules as recurrence
from app.services import queries as services
from app.services import rules as service_rules
from app.services.models import Kind, Service, ServiceState
from app.sessions import rules
from app.sessions.models import ServiceSession, SessionSeries, SessionShare, SessionState
from app.sessions.rules import Room, Share
from app.towns import queries as towns
from app.towns.models import Unit

AHEAD = timedelta(days=60)


def get_session(session: Session, occasion_id: UUID, *, reader_town_id: UUID) -> tuple[ServiceSession, Service]:
    """A session with its service, for the workers of the provider's town and of its partners."""
    occasion = session.get(ServiceSession, occasion_id)
    if occasion is None:
        raise NotFound
    return occasion, services.get_service(session, occasion.service_id, reader_town_id=reader_town_id)


def get_public(session: Session, occasion_id: UUID) -> tuple[ServiceSession, Service]:
    """A session that everybody may read: of a published service."""
    occasion = session.get(ServiceSession, occasion_id)
    if occasion is None:
        raise NotFound
    return occasion, services.get_public(session, occasion.service_id)


def get_run(session: Session, occasion_id: UUID, *, actor: Actor, now: datetime) -> tuple[ServiceSession, Service]:
    """A session for who runs its service. NotFound to strangers, NotTheProvider to whoever may only read it."""
    occasion = session.get(ServiceSession, occasion_id)
    if occasion is None:
        raise NotFound
    return occasion, services.get_run(session, occasion.service_id, actor=actor, now=now)


def service_of(session: Session, occasion: ServiceSession) -> Service:
    service = services.find_service(session, occasion.service_id)
    if service is None:
        raise NotFound
    return service


def lock_session(session: Session, occasion_id: UUID) -> ServiceSession:
    """The row as it is now, held until the transaction ends. The first lock of whoever gives or takes places."""
    found = select(ServiceSession).where(ServiceSession.id == occasion_id).with_for_update()
    occasion = session.exec(found.execution_options(populate_existing=True)).first()
    if occasion is None:
        raise NotFound
    return occasion


def shares_of(session: Session, ids: Iterable[UUID]) -> dict[UUID, list[Share]]:
    """The home towns' counters of some sessions, as they are in the database now."""
    of, town = col(SessionShare.session_id), col(SessionShare.town_id)
    wanted = select(of, town, SessionShare.reserved, SessionShare.taken).where(of.in_(list(ids)))
    found: dict[UUID, list[Share]] = {}
    for occasion_id, town_id, reserved, taken in session.exec(wanted.order_by(of, town)).all():
        found.setdefault(occasion_id, []).append(Share(town_id, reserved, taken))
    return found


def room_of(session: Session, occasion: ServiceSession, town_id: UUID, *, now: datetime) -> Room:
    return rooms(session, [occasion], town_id, now=now)[occasion.id]


def rooms(session: Session, occasions: Sequence[ServiceSession], town_id: UUID, *, now: datetime) -> dict[UUID, Room]:
    """What is left of each session, and what a home town's residents may take of it now."""
    shares = shares_of(session, [o.id for o in occasions])
    return {o.id: rules.room(o, shares.get(o.id, []), town_id, now) for o in occasions}


@dataclass(frozen=True)
class Counted:
    """A line of a session's page: a home town, what is kept for it, what it has taken."""

    town_id: UUID
    town_name: str
    reserved: int
    taken: int


def counters_of(session: Session, occasion: ServiceSession, service: Service) -> list[Counted]:
    shares = {s.town_id: s for s in shares_of(session, [occasion.id]).get(occasion.id, [])}
    towns_named = {t.id: t.name for t in services.admitted_towns(session, service)}
    towns_named |= towns.names_of(session, [i for i in shares if i not in towns_named])
    known = {i: shares.get(i, Share(i)) for i in towns_named}
    return [Counted(i, towns_named[i], s.reserved, s.taken) for i, s in known.items()]


def kept_for_others(session: Session, shares: Iterable[Share], town_id: UUID) -> list[str]:
    """The names of the towns for which places are kept."""
    ids = [s.town_id for s in shares if s.kept and s.town_id != town_id]
    return list(towns.names_of(session, ids).values())


@dataclass(frozen=True)
class Search:
    """Which sessions; what is empty asks nothing."""

    since: datetime
    until: datetime | None = None
    town_ids: Sequence[UUID] = ()
    kinds: Sequence[Kind] = ()
    unit_ids: Sequence[UUID] = ()
    service_ids: Sequence[UUID] = ()
    but: Sequence[UUID] = ()
    only_open: bool = True
    only_published: bool = True


@dataclass(frozen=True)
class Line:
    """A session in a list."""

    id: UUID
    service_id: UUID
    service_name: str
    kind: Kind
    label: str
    starts_at: datetime
    ends_at: datetime
    when: str
    place: str
    unit_id: UUID
    unit_name: str
    town_id: UUID
    town_name: str
    places: int
    taken: int
    left: int
    state: SessionState
    reason: str
    last_call: datetime
    is_sensitive: bool
    by_sign_up: bool
    room: Room | None = None

    @property
    def title(self) -> str:
        return rules.title_of(self.service_name, self.label)

    @property
    def whose(self) -> str:
        return service_rules.whose(self.town_name, self.unit_name)

    @property
    def short(self) -> str:
        return rules.short(Span(self.starts_at, self.ends_at))

    @property
    def is_open(self) -> bool:
        return self.state is SessionState.OPEN


def selected(search: Search) -> Any:
    """The select of sessions, in the order of time."""
    found = select(ServiceSession).join(Service, col(Service.id) == col(ServiceSession.service_id))
    found = found.where(col(ServiceSession.starts_at) >= search.since)
    if search.until:
        found = found.where(col(ServiceSession.starts_at) < search.until)
    if search.only_open:
        found = found.where(col(ServiceSession.state) == SessionState.OPEN)
    if search.only_published:
        found = found.where(col(Service.state) == ServiceState.PUBLISHED)
    if search.but:
        found = found.where(col(ServiceSession.id).not_in(list(search.but)))
    for column, values in _asked(search):
        found = found.where(column.in_(list(values)))
    return found.order_by(col(ServiceSession.starts_at), col(ServiceSession.id))


def _asked(search: Search) -> list[tuple[Any, Sequence[Any]]]:
    asked = [
        (col(ServiceSession.town_id), search.town_ids),
        (col(Service.kind), search.kinds),
        (col(Service.unit_id), search.unit_ids),
        (col(ServiceSession.service_id), search.service_ids),
    ]
    return [(column, values) for column, values in asked if values]


def lines(session: Session, search: Search, *, limit: int = 200) -> list[Line]:
    return lines_of(session, session.exec(selected(search).limit(limit)).all())


def lines_of(session: Session, occasions: Sequence[ServiceSession]) -> list[Line]:
    """Sessions with their names and places, in the order given; five queries whatever their number."""
    known = _by_id(session, Service, {o.service_id for o in occasions})
    units = _by_id(session, Unit, {s.unit_id for s in known.values()})
    names = towns.names_of(session, list({o.town_id for o in occasions}))
    rooms_named = services.venue_names(session, {i for o in occasions if (i := o.venue_id)})
    usual = services.places_in_words(session, list(known.values()))
    made = []
    for occasion in occasions:
        service = known[occasion.service_id]
        place = services.place_of(rooms_named.get(occasion.venue_id or service.id), occasion.place)
        made.append(
            _line(occasion, service, units[service.unit_id], names[occasion.town_id], place or usual[service.id])
        )
    return made


def _by_id(session: Session, model: Any, ids: Iterable[UUID]) -> Mapping[UUID, Any]:
    return {row.id: row for row in session.exec(select(model).where(col(model.id).in_(list(ids))).order_by(model.id))}


def _line(occasion: ServiceSession, service: Service, unit: Unit, town_name: str, place: str) -> Line:
    said = occasion.model_dump(
        include={"id", "service_id", "label", "starts_at", "ends_at", "town_id", "places", "taken", "state", "reason"}
    )
    return Line(
        **said,
        service_name=service.name,
        kind=service.kind,
        when=rules.when(occasion.span),
        place=place,
        unit_id=unit.id,
        unit_name=unit.name,
        town_name=town_name,
        left=occasion.left,
        last_call=occasion.last_call,
        is_sensitive=service.is_sensitive,
        by_sign_up=service.by_sign_up,
    )


def line_of(session: Session, occasion: ServiceSession) -> Line:
    return lines_of(session, [occasion])[0]


def with_room(session: Session, found: Sequence[Line], town_id: UUID, *, now: datetime) -> list[Line]:
    """The same lines, each with what a home town's residents may take of it now."""
    occasions = list(_by_id(session, ServiceSession, [line.id for line in found]).values())
    known = rooms(session, occasions, town_id, now=now)
    return [replace(line, room=known[line.id]) for line in found]


def other_chances(
    session: Session, occasion: ServiceSession, town_id: UUID, *, now: datetime, most: int = 4
) -> list[Line]:
    """What else somebody of a home town can sign up for now: of this service, then of its kind, on either side."""
    service = service_of(session, occasion)
    around = [t.id for t in services.towns_around(session, service.town_id)]
    search = Search(now, now + AHEAD, town_ids=around, kinds=(service.kind,), but=(occasion.id,))
    found = with_room(session, lines(session, search, limit=60), town_id, now=now)
    closed = _closed_to(session, {line.service_id for line in found}, town_id)
    fit = [o for o in found if o.by_sign_up and o.last_call > now and o.room and o.room.free]
    fit = [o for o in fit if o.service_id not in closed]
    return sorted(fit, key=lambda o: (o.service_id != service.id, o.starts_at))[:most]


def _closed_to(session: Session, ids: Iterable[UUID], town_id: UUID) -> set[UUID]:
    """The services that do not admit a home town."""
    said = services.terms_of_all(session, ids)
    return {i for i, by_town in said.items() if town_id in by_town and not by_town[town_id].is_admitted}


def count_ahead(session: Session, service_id: UUID, *, now: datetime) -> int:
    search = Search(now, service_ids=(service_id,), only_published=False)
    return len(session.exec(selected(search)).all())


def recent(session: Session, service_id: UUID, *, now: datetime, most: int = 12) -> list[Line]:
    """What was, the latest first."""
    found = select(ServiceSession).where(ServiceSession.service_id == service_id, ServiceSession.starts_at <= now)
    newest = found.order_by(col(ServiceSession.starts_at).desc(), col(ServiceSession.id)).limit(most)
    return lines_of(session, session.exec(newest).all())


def series_in_words(session: Session, occasion: ServiceSession) -> list[Said]:
    """The rule that a session follows; nothing when it stands alone."""
    series = session.get(SessionSeries, occasion.series_id) if occasion.series_id else None
    return recurrence.in_words(series) if series else []


def just_released(session: Session, town_id: UUID, *, since: datetime, now: datetime) -> Sequence[ServiceSession]:
    """A provider's sessions whose reserved places opened to all after `since`: who waits may get one."""
    found = (
        select(ServiceSession)
        .where(ServiceSession.town_id == town_id, ServiceSession.state == SessionState.OPEN)
        .where(ServiceSession.released_at > since, ServiceSession.released_at <= now, ServiceSession.starts_at > now)
    )
    return session.exec(found.order_by(col(ServiceSession.released_at), col(ServiceSession.id))).all()
