"""The same leaks, tried on both databases: what a session may not see is not there."""

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import aliased
from sqlmodel import SQLModel, col, select

from app.accounts.models import Contact, Credential, Person
from app.kit.db import open_session, reach_of, widen
from app.kit.guard import OutOfReach, UnscopedStatement, scope_of
from app.kit.scopes import Parties, Private, Reach
from app.towns.models import SharingBasis, Town


@pytest.fixture
def contacts(reaching, cast):
    for town, person in ((cast.dong, cast.shen), (cast.qi, cast.xu)):
        session = reaching(town)
        session.add(Contact(person_id=person.id, town_id=town.id, phone="13800001234"))
        session.commit()


def seen(session, statement):
    return session.exec(statement).all()


def test_every_table_declares_its_scope():
    assert [t.name for t in SQLModel.metadata.sorted_tables if "scope" not in t.info] == []
    for table in SQLModel.metadata.sorted_tables:
        scope = scope_of(table)
        named = (*scope.towns, *scope.partnerships) if isinstance(scope, Parties) else (scope.column,)
        assert all(column is None or column in table.c for column in named), table.name


@pytest.mark.parametrize(
    "statement",
    [
        select(Contact.phone),
        select(Contact.phone).join(Person, col(Person.id) == col(Contact.person_id)),
        select(aliased(Contact).phone),
        select(Contact.phone).where(col(Contact.person_id).in_(select(Contact.person_id))),
        select(sa.func.count()).select_from(Contact),
        select(Town.name).where(sa.exists().where(col(Contact.town_id) == col(Town.id))),
    ],
    ids=["columns", "join", "alias", "subquery", "count", "exists"],
)
def test_a_town_sees_its_own_rows_only(session, reaching, cast, contacts, statement):
    assert len(seen(session, statement)) == 1
    stranger = reaching(cast.wai)
    assert seen(stranger, statement) in ([], [0])


def test_a_session_without_a_reader_sees_nothing(engine, cast, contacts):
    with open_session(engine, Reach.nothing()) as session:
        assert seen(session, select(Contact)) == []
        assert session.get(Contact, cast.shen.id) is None


def test_get_by_id_of_the_other_town_is_nothing(session, cast, contacts):
    assert session.get(Contact, cast.xu.id) is None
    assert session.get(Contact, cast.shen.id).phone == "13800001234"


def test_update_and_delete_stay_within_reach(session, reaching, cast, contacts):
    session.execute(sa.update(Contact).values(phone="0"))
    session.execute(sa.delete(Contact).where(col(Contact.person_id) == cast.xu.id))
    session.commit()
    there = reaching(cast.qi)
    assert [c.phone for c in seen(there, select(Contact))] == ["13800001234"]


def test_a_row_for_another_town_is_refused(session, cast):
    session.add(Contact(person_id=cast.xu.id, town_id=cast.qi.id, phone="1"))
    with pytest.raises((OutOfReach, DBAPIError)):
        session.commit()
    session.rollback()


def test_a_row_for_another_partnership_is_refused(reaching, cast):
    stranger = reaching(cast.wai)
    basis = SharingBasis(partnership_id=cast.pair.id, kind="venues", valid_from=cast.pair.founded_on)
    stranger.add(basis)
    with pytest.raises((OutOfReach, DBAPIError)):
        stranger.commit()
    stranger.rollback()


def test_what_is_shared_is_seen_by_both_and_by_no_stranger(session, reaching, cast):
    session.add(SharingBasis(partnership_id=cast.pair.id, kind="venues", valid_from=cast.pair.founded_on))
    session.commit()
    partner = reaching(cast.qi)
    assert len(seen(partner, select(SharingBasis))) == 1
    stranger = reaching(cast.wai)
    assert seen(stranger, select(SharingBasis)) == []


def test_a_credential_is_read_in_its_persons_name_only(session, reaching, cast):
    assert isinstance(scope_of(Contact.__table__), Private)
    own = reaching(cast.dong, cast.shen)
    own.add(Credential(person_id=cast.shen.id, password_hash="-", changed_at=own.info["now"]))  # nobody's
    own.commit()
    assert len(seen(own, select(Credential))) == 1
    other = reaching(cast.dong, cast.ma)
    assert seen(other, select(Credential)) == []


def test_plain_sql_does_not_leak(session, cast, contacts):
    """On SQLite the guard refuses it, on PostgreSQL the policies bind it."""
    try:
        rows = session.connection().execute(sa.text("SELECT town_id FROM contact")).all()
    except UnscopedStatement:
        return
    assert len(rows) == 1


def test_core_statements_do_not_leak(session, cast, contacts):
    try:
        rows = session.connection().execute(sa.select(Contact.__table__)).all()
    except UnscopedStatement:
        return
    assert len(rows) == 1


def test_a_session_widens_to_what_it_was_shown(engine, cast, contacts):
    with open_session(engine, Reach.nothing()) as session:
        assert seen(session, select(Contact)) == []
        widen(session, town_id=cast.qi.id)
        assert len(seen(session, select(Contact))) == 1
        assert reach_of(session).town_ids == {cast.qi.id}
