"""No two postings of one person overlap: the database says so, whoever writes."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa
from postings import FROM, NOW, UNTIL, begun, home_part
from racing import race
from sqlmodel import Session

from app.exchanges import actions
from app.kit.actor import Actor
from app.kit.db import open_session
from app.kit.scopes import Reach
from app.secondments.models import Exchange, HomePart, Secondment

COPY = "INSERT INTO secondment ({columns}) SELECT {values} FROM secondment WHERE id = :original"


def _columns() -> list[str]:
    return [c.name for c in Secondment.__table__.columns]


def _insert(owner: sa.Engine, original: Secondment, exchange_id, **changed) -> None:
    """A second posting of the same person by plain SQL, as somebody with the database's password would."""
    names = _columns()
    given = {"id": uuid4(), "exchange_id": exchange_id} | changed
    values = ", ".join(f":{n}" if n in given else n for n in names)
    types = [sa.bindparam(n, type_=Secondment.__table__.columns[n].type) for n in given]
    statement = sa.text(COPY.format(columns=", ".join(names), values=values)).bindparams(
        *types, sa.bindparam("original", type_=Secondment.__table__.columns["id"].type)
    )
    with owner.begin() as connection:
        connection.execute(statement, given | {"original": original.id})


@pytest.fixture
def two(session, cast):
    """林芳's posting, and an empty pair for another one."""
    first, second = begun(session, cast), begun(session, cast)
    posting = actions.fill_home(session, first, home_part(cast), actor=cast.actor(cast.zhu), now=NOW)
    session.commit()
    return posting, second.id


@pytest.mark.parametrize(
    ("from_on", "until_on", "fits"),
    [
        (FROM, UNTIL, False),
        (UNTIL, UNTIL + timedelta(days=100), False),
        (FROM - timedelta(days=100), FROM, False),
        (FROM + timedelta(days=30), FROM + timedelta(days=60), False),
        (FROM - timedelta(days=9), UNTIL + timedelta(days=9), False),
        (UNTIL + timedelta(days=1), UNTIL + timedelta(days=100), True),
        (FROM - timedelta(days=100), FROM - timedelta(days=1), True),
    ],
)
def test_plain_sql_cannot_post_a_person_twice(owner, two, from_on, until_on, fits):
    posting, other = two
    days = {"from_on": from_on, "until_on": until_on, "agreed_until_on": until_on}
    if fits:
        _insert(owner, posting, other, **days)
        return
    with pytest.raises(sa.exc.IntegrityError, match="secondment_overlap"):
        _insert(owner, posting, other, **days)


def test_a_dropped_posting_holds_nobody_and_cannot_come_back_over_another(owner, two):
    posting, other = two
    _insert(owner, posting, other, stage="dropped")
    revive = sa.text("UPDATE secondment SET stage = 'proposed' WHERE stage = 'dropped'")
    with pytest.raises(sa.exc.IntegrityError, match="secondment_overlap"), owner.begin() as connection:
        connection.execute(revive)


def _fill(engine: sa.Engine, exchange_id, part: dict, actor: Actor, reach: Reach) -> str:
    with open_session(engine, reach, now=NOW) as session:
        exchange = session.get_one(Exchange, exchange_id)
        try:
            actions.fill_home(session, exchange, HomePart.model_validate(part), actor=actor, now=NOW)
            session.commit()
        except actions.secondments.rules.Overlapping:
            return "told"
        return "posted"


def test_of_many_who_post_one_person_at_once_one_wins_and_the_others_are_told(
    backend, reaching, session: Session, cast
):
    pairs = [begun(session, cast, FROM, date(2026, 8, 31)).id for _ in range(4)]
    session.commit()
    part, actor = home_part(cast).model_dump(mode="json"), cast.actor(cast.zhu)
    reach = Reach(frozenset({cast.dong.id}), frozenset({cast.pair.id}), cast.zhu.id)
    answers = race(backend, [(_fill, (pair, part, actor, reach)) for pair in pairs])
    assert sorted(answers) == ["posted", "told", "told", "told"]
