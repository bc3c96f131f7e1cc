"""What stands before the first deed: two towns, their units and venues, their people, one partnership since 2023."""

from datetime import UTC, date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, select

from app.accounts.models import Assignment, Contact, Person, Role
from app.calendar import actions as calendar
from app.demo.people import OPERATOR, PEOPLE, PersonPlan
from app.demo.places import PARTNERSHIP, PLACES, TOWNS, TownPlan, UnitPlan, VenuePlan
from app.demo.stage import Stage, recall
from app.kit.actor import Actor
from app.kit.db import open_session, transaction
from app.kit.guard import set_reach
from app.kit.scopes import Reach
from app.towns.models import Partnership, PartnershipState, PartnershipTown, Town, Unit
from app.venues import actions as venues
from app.venues.models import Sharing, Venue

FOUNDED_ON = date(2023, 6, 28)
LONG_AGO = datetime(2023, 6, 1, tzinfo=UTC)


def is_laid(engine: sa.Engine) -> bool:
    """True when the demo's partnership is there; then nothing is loaded again."""
    with open_session(engine, Reach.nothing(), writes=False) as session:
        return session.exec(select(Partnership.id).where(Partnership.name == PARTNERSHIP[0])).first() is not None


def is_empty(engine: sa.Engine) -> bool:
    with open_session(engine, Reach.nothing(), writes=False) as session:
        return session.exec(select(Town.id).limit(1)).first() is None


def lay(engine: sa.Engine, now: datetime) -> Stage:
    """Everything that is simply there, in one transaction, and the stage to play on."""
    with transaction(engine, Reach.nothing(), now=now) as session:
        towns = {key: _add_town(session, plan) for key, plan in TOWNS.items()}
        partnership = _add_partnership(session, list(towns.values()))
        set_reach(session, Reach(frozenset(t.id for t in towns.values())))
        for key, town in towns.items():
            _add_places(session, TOWNS[key], town)
            for plan in PEOPLE[key]:
                _add_person(session, plan, town)
        _add_person(session, OPERATOR, None)
    _seed_calendar(engine, partnership.id, frozenset(t.id for t in towns.values()), now)
    return recall(engine, now)


def _add_town(session: Session, plan: TownPlan) -> Town:
    town = plan.town()
    session.add(town)
    session.flush()
    session.add_all(plan.organs(town))
    return town


def _add_partnership(session: Session, towns: list[Town]) -> Partnership:
    name, short_name = PARTNERSHIP
    partnership = Partnership(name=name, short_name=short_name, founded_on=FOUNDED_ON, state=PartnershipState.ACTIVE)
    session.add(partnership)
    session.flush()
    for place, town in enumerate(towns, 1):
        member = PartnershipTown(partnership_id=partnership.id, town_id=town.id, place=place, joined_on=FOUNDED_ON)
        session.add(member)
    return partnership


def _add_places(session: Session, plan: TownPlan, town: Town) -> None:
    _add_unit(session, plan.units, town, None, plan.sharing)


def _add_unit(session: Session, plan: UnitPlan, town: Town, parent_id: UUID | None, sharing: Sharing) -> None:
    unit = Unit(
        town_id=town.id, parent_id=parent_id, tier=plan.tier, name=plan.name, address=plan.address, phone=plan.phone
    )
    unit.longitude, unit.latitude = PLACES[plan.name]
    session.add(unit)
    session.flush()
    for venue in plan.venues:
        _add_venue(session, venue, unit, None, sharing)
    for below in plan.below():
        _add_unit(session, below, town, unit.id, sharing)


def _add_venue(session: Session, plan: VenuePlan, unit: Unit, parent: Venue | None, sharing: Sharing) -> None:
    actor = Actor.system(unit.town_id)
    venue = venues.add_venue(session, plan.draft(unit, sharing), unit=unit, parent=parent, actor=actor)
    for part in plan.parts:
        _add_venue(session, part, unit, venue, sharing)


def _add_person(session: Session, plan: PersonPlan, town: Town | None) -> None:
    town_id = town.id if town else None
    person = Person(login=plan.login, name=plan.name, post=plan.post, town_id=town_id)
    session.add(person)
    session.flush()
    if town is not None:
        session.add(Contact(person_id=person.id, town_id=town.id, phone=plan.phone))
    unit = _unit_of(session, plan, town) if town else None
    session.add(
        Assignment(
            person_id=person.id,
            town_id=town_id,
            unit_id=unit.id if unit else None,
            role=plan.role,
            starts_at=LONG_AGO,
            may_turn_keys=plan.may_turn_keys and plan.role is Role.SECRETARY,
        )
    )


def _unit_of(session: Session, plan: PersonPlan, town: Town) -> Unit:
    wanted = plan.unit or TOWNS[town.name[0]].units.name
    units = session.exec(select(Unit).where(Unit.town_id == town.id).order_by(Unit.name)).all()
    return next(u for u in units if u.name.startswith(wanted))


def _seed_calendar(engine: sa.Engine, partnership_id: UUID, town_ids: frozenset[UUID], now: datetime) -> None:
    with transaction(engine, Reach(town_ids, frozenset({partnership_id})), now=now) as session:
        calendar.seed_known_years(session, partnership_id, now=now)
