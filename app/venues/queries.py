"""Which venues there are for a town: its own, and what its partners share."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.accounts import queries as accounts
from app.accounts.models import Assignment, Role
from app.kit.errors import NotFound
from app.kit.prepared import Prepared
from app.kit.records import Records
from app.policies import queries as policies
from app.towns import queries as towns
from app.towns.models import Unit
from app.venues import rules
from app.venues.models import DayException, OpeningSpan, Sharing, Venue

VENUES, UNITS = Records(Venue), Records(Unit)
KEEPERS = frozenset({Role.CLERK, Role.OFFICE_HEAD})
PARTS = Prepared(
    sa.select(col(Venue.id), col(Venue.parent_id), col(Venue.number))
    .where(col(Venue.town_id).in_(sa.bindparam("town_ids", expanding=True)), col(Venue.parent_id).is_not(None))
    .order_by(col(Venue.number))
)
_COLUMNS: dict[str, sa.types.TypeEngine[Any]] = {
    "venue_id": sa.Uuid(),
    "id": sa.Uuid(),
    "number": sa.Integer(),
    "weekday": sa.Integer(),
    "opens": sa.Integer(),
    "closes": sa.Integer(),
    "on": sa.Date(),
    "reason": sa.Text(),
}
_ASKED: Any = sa.bindparam("venue_ids", expanding=True)


def _told(what: str, model: type[Any], venue_id: Any, *names: str) -> Any:
    """One arm of LAYOUT: the columns it knows, nothing for the others."""
    known = {name: col(getattr(model, name)) for name in names} | {"venue_id": venue_id}
    columns = [known.get(name, sa.cast(sa.null(), kind)).label(name) for name, kind in _COLUMNS.items()]
    return sa.select(sa.literal_column(f"'{what}'").label("what"), *columns)


LAYOUT = Prepared(
    sa.union_all(
        _told("hours", OpeningSpan, OpeningSpan.venue_id, "weekday", "opens", "closes").where(
            col(OpeningSpan.venue_id).in_(_ASKED)
        ),
        _told("exception", DayException, DayException.venue_id, "on", "opens", "closes", "reason").where(
            col(DayException.venue_id).in_(_ASKED)
        ),
        _told("part", Venue, Venue.parent_id, "id", "number").where(
            col(Venue.town_id).in_(sa.bindparam("town_ids", expanding=True)), col(Venue.parent_id).is_not(None)
        ),
    )
)
AT_WORK = Prepared(
    sa.select(col(Assignment.person_id), col(Assignment.role), col(Assignment.unit_id))
    .where(col(Assignment.town_id) == sa.bindparam("town_id"), col(Assignment.role) != Role.SECONDEE)
    .where(accounts.is_here(sa.bindparam("now")), col(Assignment.starts_at) <= sa.bindparam("now"))
    .where(sa.or_(col(Assignment.ends_at).is_(None), col(Assignment.ends_at) > sa.bindparam("now")))
    .order_by(col(Assignment.person_id), col(Assignment.id))
)
IN_USE = Prepared(
    sa.select(*Venue.__table__.c)  # type: ignore[attr-defined]  # a table model has a table
    .join(Unit, col(Unit.id) == col(Venue.unit_id))
    .where(col(Venue.town_id).in_(sa.bindparam("town_ids", expanding=True)), col(Venue.is_retired).is_(False))
    .where(col(Venue.seats) >= sa.bindparam("seats"))
    .order_by(sa.case((col(Venue.town_id) == sa.bindparam("own"), 0), else_=1), col(Unit.tier).desc())
    .order_by(col(Unit.name), col(Venue.name), col(Venue.id))
)
UNITS_BY_ID = Prepared(
    sa.select(*Unit.__table__.c)  # type: ignore[attr-defined]  # a table model has a table
    .where(col(Unit.id).in_(sa.bindparam("ids", expanding=True)))
    .order_by(col(Unit.name))
)
WITH_NEIGHBOUR = Prepared(  # a venue, and whether its town is a partner of another
    sa.select(
        *Venue.__table__.c,  # type: ignore[attr-defined]  # a table model has a table
        towns.STANDING_WITH.where(col(towns.OTHER.town_id) == col(Venue.town_id))
        .correlate(Venue)
        .exists()
        .label("is_neighbours"),
    ).where(col(Venue.id) == sa.bindparam("wanted"))
)
STAFF = frozenset({Role.WORKER, Role.SECONDEE, Role.MENTOR, Role.ORGANISER, Role.SECRETARY})


def partner_ids(session: Session, town_id: UUID) -> frozenset[UUID]:
    """The towns that share an active partnership with a town; a town with two neighbours has both."""
    return towns.partner_ids(session, town_id)


def get_venue(session: Session, venue_id: UUID, *, reader_town_id: UUID) -> Venue:
    """The venue, if it is the town's own or a partner shares it; to anybody else it is not there."""
    venue = VENUES.find(session, venue_id)
    if venue is None or not (venue.town_id == reader_town_id or _is_shared_with(session, venue, reader_town_id)):
        raise NotFound
    return venue


def get_neighbours_venue(session: Session, venue_id: UUID, *, reader_town_id: UUID) -> Venue:
    """As `get_venue`, but a partner's venue even when it is closed to the town: the caller asks its rule anyway."""
    row = WITH_NEIGHBOUR.run(session, {"wanted": venue_id, "one": reader_town_id}).first()
    if row is None or not (row.town_id == reader_town_id or (row.is_neighbours and not row.is_retired)):
        raise NotFound
    return VENUES.of(session, [row[:-1]])[0]


def _is_partners(session: Session, venue: Venue, town_id: UUID) -> bool:
    return not venue.is_retired and towns.are_partners(session, town_id, venue.town_id)


def _is_shared_with(session: Session, venue: Venue, town_id: UUID) -> bool:
    if not _is_partners(session, venue, town_id):
        return False
    return policies.rule_of(session, venue, town_id).rule.sharing is not Sharing.NONE


def get_own_venue(session: Session, venue_id: UUID, *, town_id: UUID) -> Venue:
    """A venue of the town itself, for its staff."""
    venue = VENUES.find(session, venue_id)
    if venue is None or venue.town_id != town_id:
        raise NotFound
    return venue


def venues_for(
    session: Session, town_id: UUID, *, towns_wanted: Iterable[UUID] = (), seats: int = 0
) -> Sequence[Venue]:
    """What a town's people may book: own venues first, then by unit and name."""
    asked = {town_id, *partner_ids(session, town_id)}
    asked = asked & wanted if (wanted := set(towns_wanted)) else asked
    found = VENUES.of(session, IN_USE.run(session, {"town_ids": sorted(asked), "own": town_id, "seats": seats}))
    held = policies.rules_for(session, found, town_id)
    return [v for v in found if v.id not in held or held[v.id].rule.sharing is not Sharing.NONE]


def all_of_town(session: Session, town_id: UUID) -> Sequence[Venue]:
    """Everything a town owns, retired venues included."""
    return session.exec(select(Venue).where(Venue.town_id == town_id).order_by(col(Venue.number))).all()


def parts_of(session: Session, venue_id: UUID) -> Sequence[Venue]:
    return session.exec(select(Venue).where(Venue.parent_id == venue_id).order_by(col(Venue.number))).all()


def leaf_numbers(session: Session, venues: Iterable[Venue]) -> dict[UUID, tuple[int, ...]]:
    """The numbers each venue occupies when it is booked: its undivided parts, or itself."""
    venues = list(venues)
    children = _children(session, {v.town_id for v in venues})
    return {v.id: _leaves(v, children) for v in venues}


def _children(session: Session, town_ids: Iterable[UUID]) -> Mapping[UUID, list[Any]]:
    children: dict[UUID, list[Any]] = {}
    for part in PARTS.run(session, {"town_ids": list(town_ids)}):
        children.setdefault(part.parent_id, []).append(part)
    return children


def _leaves(venue: Any, children: Mapping[UUID, list[Any]]) -> tuple[int, ...]:
    parts = children.get(venue.id)
    return tuple(n for part in parts for n in _leaves(part, children)) if parts else (venue.number,)


def timetables(session: Session, venues: Sequence[Venue]) -> Mapping[UUID, rules.Timetable]:
    return layout(session, venues).tables


@dataclass(frozen=True)
class Layout:
    """Of some venues by id: the numbers that each occupies when it is booked, and when it is open."""

    numbers: Mapping[UUID, tuple[int, ...]]
    tables: Mapping[UUID, rules.Timetable]


def layout(session: Session, venues: Sequence[Venue]) -> Layout:
    """What a booking must know of where it is to be, by one question for any number of venues."""
    asked = {"venue_ids": [v.id for v in venues], "town_ids": list({v.town_id for v in venues})}
    said: dict[tuple[str, UUID], list[Any]] = {}
    for row in sorted(LAYOUT.run(session, asked), key=lambda r: r.number or 0):
        said.setdefault((row.what, row.venue_id), []).append(row)
    parts = {venue_id: rows for (what, venue_id), rows in said.items() if what == "part"}
    return Layout({v.id: _leaves(v, parts) for v in venues}, {v.id: _timetable(v, said) for v in venues})


def _timetable(venue: Venue, said: Mapping[tuple[str, UUID], list[Any]]) -> rules.Timetable:
    spans, exceptions = (said.get((what, venue.id), []) for what in ("hours", "exception"))
    return rules.timetable(spans, exceptions, venue.holidays)


def exceptions_of(session: Session, venue_id: UUID) -> Sequence[DayException]:
    found = select(DayException).where(DayException.venue_id == venue_id)
    return session.exec(found.order_by(col(DayException.on))).all()


def units_by_id(session: Session, venues: Iterable[Venue]) -> dict[UUID, Unit]:
    found = UNITS.of(session, UNITS_BY_ID.run(session, {"ids": sorted({v.unit_id for v in venues})}))
    return {u.id: u for u in found}


def runs_unit(roles: Iterable[Assignment], unit_id: UUID, town_id: UUID) -> bool:
    """Whether somebody with these roles answers for a unit: its own staff, or the town's clerk and office head."""
    here = [r for r in roles if r.town_id == town_id]
    return any(r.role in KEEPERS or (r.role in STAFF and r.unit_id == unit_id) for r in here)


def answers_for(roles: Iterable[Assignment], unit_id: UUID, town_id: UUID) -> bool:
    """Whether somebody may say yes or no to those who ask for the unit's venues; on secondment nobody does."""
    return runs_unit([r for r in roles if r.role is not Role.SECONDEE], unit_id, town_id)


def keepers_of(session: Session, venue: Venue, *, now: datetime) -> Sequence[UUID]:
    """Who answers for a venue: the staff of its unit; where there is none, the town's clerk and office head."""
    roles = AT_WORK.run(session, {"town_id": venue.town_id, "now": now}).all()
    staff = [r.person_id for r in roles if r.role is Role.WORKER and r.unit_id == venue.unit_id]
    return list(dict.fromkeys(staff or [r.person_id for r in roles if r.role in KEEPERS]))
