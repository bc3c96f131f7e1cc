"""What goes straight to the driver is heard of, and fails, as any other statement."""

import pytest
import sqlalchemy as sa
from sqlmodel import col

from app.kit.prepared import Prepared
from app.towns.models import Town

BY_NAMES = Prepared(
    sa.select(col(Town.id), col(Town.name))
    .where(col(Town.name).in_(sa.bindparam("names", expanding=True)))
    .order_by(col(Town.name))
)


def test_lists_of_any_length_are_asked_for(session, cast):
    assert BY_NAMES.run(session, {"names": []}).first() is None
    assert BY_NAMES.run(session, {"names": [cast.dong.name]}).one().id == cast.dong.id
    both = BY_NAMES.run(session, {"names": [cast.dong.name, cast.qi.name]})
    assert sorted(both.scalars(), key=str) == sorted([cast.dong.id, cast.qi.id], key=str)


def test_a_listener_hears_of_every_statement(session, cast):
    heard = []
    listen = lambda *said: heard.append(said[2])  # noqa: E731  # the event's six arguments
    sa.event.listen(session.get_bind(), "before_cursor_execute", listen)
    BY_NAMES.run(session, {"names": [cast.dong.name]})
    assert [words for words in heard if words.startswith("SELECT town.id")]


def test_a_driver_error_is_one_of_sqlalchemys(session, cast):
    add = Prepared(sa.insert(Town))
    row = BY_NAMES.run(session, {"names": [cast.dong.name]}).one()
    with pytest.raises(sa.exc.IntegrityError):
        add.run(session, {c.name: None for c in Town.__table__.c} | {"id": row.id})
    session.rollback()


def test_one_means_one(session, cast):
    with pytest.raises(sa.exc.NoResultFound):
        BY_NAMES.run(session, {"names": []}).one()
    with pytest.raises(sa.exc.MultipleResultsFound):
        BY_NAMES.run(session, {"names": [cast.dong.name, cast.qi.name]}).one()
