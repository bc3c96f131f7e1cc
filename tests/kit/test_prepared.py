"""Prepared statements see what the session may see, on both databases, as the ORM's do."""

from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlmodel import col, select

from app.accounts.models import Contact, Person
from app.kit.db import open_session
from app.kit.guard import OutOfReach
from app.kit.prepared import CannotScope, Prepared
from app.kit.scopes import Reach
from app.towns.models import Town

PHONES = Prepared(select(Contact.phone).where(Contact.phone == sa.bindparam("wanted")))
BY_NAME = Prepared(
    select(Person.name, Contact.phone)
    .join(Contact, col(Contact.person_id) == col(Person.id))
    .where(Contact.phone == sa.bindparam("wanted"))
)
EITHER = Prepared(
    sa.union_all(
        select(col(Contact.phone).label("said")).where(Contact.phone == sa.bindparam("wanted")),
        select(Town.name).where(Town.name == sa.bindparam("town")),
    )
)
ALL = {"wanted": "13800001234"}


@pytest.fixture
def contacts(reaching, cast):
    for town, person in ((cast.dong, cast.shen), (cast.qi, cast.xu)):
        session = reaching(town)
        session.add(Contact(person_id=person.id, town_id=town.id, phone="13800001234"))
        session.commit()


def test_a_prepared_statement_stays_within_the_reach_of_each_session(engine, reaching, cast, contacts):
    assert [tuple(row) for row in BY_NAME.run(reaching(cast.dong), ALL)] == [("沈卫东", "13800001234")]
    assert [tuple(row) for row in BY_NAME.run(reaching(cast.qi), ALL)] == [("徐建国", "13800001234")]
    assert len(PHONES.run(reaching(cast.wai), ALL).all()) == 0
    with open_session(engine, Reach.nothing(), writes=False) as nobody:
        assert PHONES.run(nobody, ALL).all() == []


def test_each_part_of_a_union_stays_within_the_reach(reaching, cast, contacts):
    def said(session):
        return [row.said for row in EITHER.run(session, ALL | {"town": cast.dong.name})]

    assert said(reaching(cast.qi)) == ["13800001234", cast.dong.name]
    assert said(reaching(cast.wai)) == [cast.dong.name]


def test_changes_stay_within_reach_too(session, reaching, cast, contacts):
    changed = Prepared(sa.update(Contact).where(col(Contact.phone) == sa.bindparam("wanted")).values(phone="0"))
    assert changed.run(session, ALL).rowcount == 1
    removed = Prepared(sa.delete(Contact).where(col(Contact.phone).in_(sa.bindparam("wanted", expanding=True))))
    assert removed.run(session, {"wanted": ["0", "13800001234"]}).rowcount == 1
    session.commit()
    assert PHONES.run(reaching(cast.qi), ALL).all() == [("13800001234",)]


def test_a_row_for_another_town_is_refused(session, cast):
    add = Prepared(sa.insert(Contact))
    row = {"person_id": cast.xu.id, "town_id": cast.qi.id, "phone": "1", "email": ""}
    with pytest.raises((OutOfReach, DBAPIError)):
        add.run(session, row)


def test_it_sees_what_the_session_has_not_yet_written(session, cast):
    session.add(Contact(person_id=cast.shen.id, town_id=cast.dong.id, phone="13800001234"))
    assert PHONES.run(session, ALL).all() == [("13800001234",)]


@pytest.mark.parametrize(
    "statement",
    [
        select(Town.name).where(sa.exists().where(col(Contact.town_id) == col(Town.id))),
        select(Town.name).outerjoin(Contact, col(Contact.town_id) == col(Town.id)),
    ],
    ids=["subquery", "outer join"],
)
def test_what_the_criteria_would_not_reach_is_refused(statement):
    with pytest.raises(CannotScope):
        Prepared(statement)._narrow()


def test_what_is_changed_inside_a_savepoint_goes_back_with_it(session, cast):
    """Also when nothing but prepared statements came between: several claims are entered whole or not at all."""
    assert PHONES.run(session, ALL).all() == []
    savepoint = session.begin_nested()
    row = {"id": uuid4(), "person_id": cast.shen.id, "town_id": cast.dong.id, "phone": "13800001234", "email": ""}
    Prepared(sa.insert(Contact)).run(session, row)
    savepoint.rollback()
    assert PHONES.run(session, ALL).all() == []
