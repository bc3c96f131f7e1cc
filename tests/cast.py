"""The people and places of every test: D镇, its partner Q镇, and 外镇, who is a stranger to both."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import sqlalchemy as sa
from sqlmodel import Session

from app.accounts.models import Assignment, Person, Role
from app.kit.actor import Actor
from app.kit.db import open_session
from app.kit.scopes import Reach
from app.towns.models import Organ, Partnership, PartnershipState, PartnershipTown, Tier, Town, Unit

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
PEOPLE = {
    "dong": [
        ("shen", "沈卫东", "党委书记", Role.SECRETARY),
        ("he", "何静", "党政办主任", Role.OFFICE_HEAD),
        ("zhu", "朱敏", "组织委员", Role.ORGANISER),
        ("lao_chen", "老陈", "社区工作者", Role.WORKER),
        ("ma", "马琳", "党政办文书", Role.CLERK),
        ("lin", "林芳", "社区工作者", Role.WORKER),
        ("gu", "顾平", "安全审计员", Role.AUDITOR),
    ],
    "qi": [
        ("xu", "徐建国", "党委书记", Role.SECRETARY),
        ("tang", "汤华", "党政办主任", Role.OFFICE_HEAD),
        ("shi", "施蕾", "组织委员", Role.ORGANISER),
        ("qian", "小钱", "社区工作者", Role.WORKER),
        ("yan", "严萍", "党政办文书", Role.CLERK),
    ],
    "wai": [
        ("fang", "方强", "党委书记", Role.SECRETARY),
        ("wu", "老吴", "社区工作者", Role.WORKER),
        ("bao", "包娟", "党政办文书", Role.CLERK),
    ],
}


@dataclass
class Cast:
    dong: Town
    qi: Town
    wai: Town
    pair: Partnership
    dong_centre: Unit
    qi_centre: Unit
    wai_centre: Unit
    shen: Person
    he: Person
    zhu: Person
    lao_chen: Person
    ma: Person
    lin: Person
    gu: Person
    xu: Person
    tang: Person
    shi: Person
    qian: Person
    yan: Person
    fang: Person
    wu: Person
    bao: Person
    operator: Person

    @staticmethod
    def actor(person: Person) -> Actor:
        return Actor(person.id, person.town_id, person.name)


def settle(engine: sa.Engine) -> Cast:
    """Put the cast into an empty database."""
    with open_session(engine, Reach.nothing()) as session:
        found = _towns(session)
        found |= _people(session, found)
        session.commit()
    return Cast(**found)


def _towns(session: Session) -> dict[str, object]:
    found: dict[str, object] = {
        "dong": Town(name="D镇", province="上海市", county="崇明区"),
        "qi": Town(name="Q镇", province="江苏省", county="启东市"),
        "wai": Town(name="外镇", province="江苏省", county="海门区"),
        "pair": Partnership(
            name="红梅同心毗邻党建联合体",
            short_name="红梅同心毗邻党建",
            founded_on=date(2023, 5, 4),
            state=PartnershipState.ACTIVE,
        ),
    }
    session.add_all(found.values())
    session.flush()
    pair = found["pair"]
    for place, key in enumerate(("dong", "qi"), 1):
        member = PartnershipTown(partnership_id=pair.id, town_id=found[key].id, place=place, joined_on=date(2023, 5, 4))
        session.add(member)
    for key in ("dong", "qi", "wai"):
        town = found[key]
        found[f"{key}_centre"] = Unit(town_id=town.id, tier=Tier.TOWN, name=f"{town.name}党群服务中心")
        session.add(found[f"{key}_centre"])
        session.add(
            Organ(
                town_id=town.id,
                full_name=f"中共{town.name}委员会",
                short_name=f"{town.name}党委",
                code=f"{town.name[:1]}委",
                printed_by=f"{town.name}党政办公室",
                is_party_committee=True,
            )
        )
    session.flush()
    return found


def _people(session: Session, places: dict[str, object]) -> dict[str, object]:
    people: dict[str, object] = {}
    for key, rows in PEOPLE.items():
        town, unit = places[key], places[f"{key}_centre"]
        for name, full_name, post, role in rows:
            person = Person(login=name, name=full_name, post=post, town_id=town.id)
            people[name] = person
            session.add(person)
            session.flush()
            session.add(_assignment(person, role, town.id, unit.id))
    operator = people["operator"] = Person(login="operator", name="系统管理员")
    session.add(operator)
    session.flush()
    session.add(_assignment(operator, Role.OPERATOR, None, None))
    return people


def _assignment(person: Person, role: Role, town_id: object, unit_id: object) -> Assignment:
    return Assignment(
        person_id=person.id,
        town_id=town_id,
        unit_id=unit_id,
        role=role,
        starts_at=LONG_AGO,
        may_turn_keys=role is Role.SECRETARY,
    )
