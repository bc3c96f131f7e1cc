"""The ledger balances whatever anybody does: by its actions, by plain SQL, and by processes in a race."""

from datetime import date

import pytest
import sqlalchemy as sa
from racing import race
from sqlmodel import select

from app.kit import backup, schema
from app.kit.actor import Actor
from app.kit.db import make_engine, open_session
from app.kit.scopes import Reach
from app.ledger import actions, queries, rules
from app.ledger.models import Kind, LedgerEntry
from app.notifications.models import Notice
from app.towns import queries as towns

DAY = date(2026, 3, 5)
KIND = Kind.VENUE_MINUTES


@pytest.fixture
def given(cast):
    """Q镇 gives D镇 two hours."""
    return {
        "partnership_id": cast.pair.id,
        "giver_id": cast.qi.id,
        "taker_id": cast.dong.id,
        "kind": KIND,
        "amount": 120,
        "source": "booking:1",
        "on": DAY,
        "detail": "红梅礼堂 · 党员学习会",
        "tier": "town",
        "purpose": "party",
    }


def enter(session, given, **other):
    now = session.info["now"]
    return actions.enter(session, **given | other, actor=Actor.system(given["giver_id"]), now=now)


def test_an_hour_given_is_a_credit_here_and_a_debit_there_and_entered_once(session, cast, given):
    first, second = enter(session, given), enter(session, given)
    assert first.id == second.id
    assert queries.balance_of(session, cast.pair.id, KIND) == {cast.qi.id: 120, cast.dong.id: -120}


def test_what_was_undone_is_set_against_and_may_be_entered_anew(session, cast, given):
    enter(session, given)
    counter = actions.cancel(
        session, source="booking:1", kind=KIND, reason="误登记", actor=Actor.system(cast.qi.id), now=session.info["now"]
    )
    assert counter.amount == -120
    again = actions.cancel(
        session, source="booking:1", kind=KIND, reason="误登记", actor=Actor.system(cast.qi.id), now=session.info["now"]
    )
    assert again is None
    assert enter(session, given, amount=60).turn == 2
    lines = queries.statement(session, cast.pair.id, first=DAY, last=DAY)
    assert [(line.amount, line.is_void, line.corrects) for line in lines] == [
        (60, False, False),
        (-120, False, True),
        (120, True, False),
    ]
    (total,) = queries.sums(session, cast.pair.id, first=DAY, last=DAY)
    assert (total.amount, total.times, total.year, total.month, total.tier) == (60, 1, 2026, 3, "town")


def test_the_giver_corrects_and_both_towns_read_why(reaching, cast, given):
    here = reaching(cast.qi)
    entry = enter(here, given)
    left = actions.correct(
        here, entry.id, amount=90, reason="提前半小时结束", actor=cast.actor(cast.yan), now=here.info["now"]
    )
    left_id, amount = left.id, left.amount
    assert amount == 90
    with pytest.raises(rules.AlreadyTakenBack):
        actions.correct(here, entry.id, amount=30, reason="再改", actor=cast.actor(cast.yan), now=here.info["now"])
    here.commit()
    there = reaching(cast.dong)
    told = there.exec(select(Notice.text).where(Notice.kind == "ledger.corrected")).all()
    assert told
    assert all("由2小时更正为1.5小时。原因：提前半小时结束" in text for text in told)
    assert queries.statement(there, cast.pair.id, first=DAY, last=DAY)[0].amount == 90
    with pytest.raises(rules.NotTheGiver):
        actions.correct(there, left_id, amount=0, reason="不认", actor=cast.actor(cast.ma), now=there.info["now"])


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET amount = 30",
        "DELETE FROM ledger_entry",
        # a second entry of the same source; counter-entries of another amount, of another source, without a reason;
        # an entry anew while the first one stands
        "INSERT INTO ledger_entry SELECT {other} 60, source, 0, NULL, '' FROM ledger_entry",
        "INSERT INTO ledger_entry SELECT {other} -60, source, 1, id, 'x' FROM ledger_entry",
        "INSERT INTO ledger_entry SELECT {other} -120, 'other', 1, id, 'x' FROM ledger_entry",
        "INSERT INTO ledger_entry SELECT {other} -120, source, 1, id, '' FROM ledger_entry",
        "INSERT INTO ledger_entry SELECT {other} 60, source, 2, id, 'x' FROM ledger_entry",
        "INSERT INTO ledger_entry SELECT {other} 60, source, 2, NULL, 'x' FROM ledger_entry",
    ],
)
def test_not_even_plain_sql_by_the_owner_unbalances_it(session, owner, given, statement):
    enter(session, given)
    session.commit()
    kept = "partnership_id, giver_id, taker_id, kind"
    columns = f'(id, {kept}, "on", detail, tier, purpose, entered_at, amount, source, turn, after_id, reason)'
    new_id = "'00000000000000000000000000000001'"
    other = f'{new_id}, {kept}, "on", detail, tier, purpose, entered_at,'
    if owner.dialect.name == "postgresql":
        other = other.replace(new_id, f"{new_id}::uuid")
        statement = statement.replace("NULL,", "NULL::uuid,")
    sql = statement.format(other=other).replace("INTO ledger_entry", f"INTO ledger_entry {columns}")
    with pytest.raises(sa.exc.DBAPIError), owner.begin() as connection:
        connection.exec_driver_sql(sql)
    with owner.begin() as connection:
        assert connection.exec_driver_sql("SELECT count(*), sum(amount) FROM ledger_entry").one() == (1, 120)


def _enter_in_a_process(engine, reach, given):
    with open_session(engine, reach) as session:
        entry = enter(session, given)
        session.commit()
        return str(entry.id)


def test_four_processes_enter_the_same_hour_once(config, session, cast, given):
    session.commit()
    reach = Reach(frozenset({cast.qi.id}), frozenset({cast.pair.id}))
    answers = race(config.DATABASE_URL, [(_enter_in_a_process, (reach, given))] * 4)
    assert len(set(answers)) == 1
    assert len(session.exec(select(LedgerEntry)).all()) == 1


def test_a_stranger_reads_nothing(session, reaching, cast, given):
    enter(session, given)
    session.commit()
    there = reaching(cast.wai)
    assert queries.statement(there, cast.pair.id, first=DAY, last=DAY) == []


def test_a_corrected_entry_comes_back_from_a_backup_with_every_guard_on(session, cast, owner, given, tmp_path):
    entry = enter(session, given)
    said = {"reason": "提前半小时结束", "actor": cast.actor(cast.yan), "now": session.info["now"]}
    left = actions.correct(session, entry.id, amount=90, **said)
    actions.correct(session, left.id, amount=60, **said)
    session.commit()
    address = owner.url.render_as_string(hide_password=False)
    (tmp_path / "files").mkdir()
    copy = backup.write(address, tmp_path / "files", tmp_path / "backups", now=said["now"])
    fresh = make_engine(f"sqlite:///{tmp_path}/fresh.db", guarded=False)
    schema.create(fresh)
    backup.restore(copy, str(fresh.url), tmp_path / "restored")
    with fresh.connect() as connection:
        rows = connection.exec_driver_sql("SELECT turn, amount FROM ledger_entry ORDER BY turn").all()
    fresh.dispose()
    assert rows == [(0, 120), (1, -120), (2, 90), (3, -90), (4, 60)]


def test_towns_that_have_parted_have_no_ledger_in_common(session, cast):
    assert towns.common_partnership(session, cast.dong.id, cast.qi.id) == cast.pair.id
    assert towns.common_partnership(session, cast.dong.id, cast.wai.id) is None
