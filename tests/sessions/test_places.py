"""Places are counted by the database: never oversold, never below nought, by whatever path."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from racing import race
from rooms import MONDAY
from sqlalchemy.exc import IntegrityError

from app.kit.db import open_session
from app.kit.scopes import Reach
from app.services.models import TermsDraft
from app.sessions import actions, queries, rules
from app.sessions.models import ServiceSession, SessionShare, SessionState

RELEASED = MONDAY + timedelta(days=2)  # 2026-03-04; a session of the 5th opens to all on the 2nd at midnight
SESSION, SHARE = ServiceSession.__table__, SessionShare.__table__


def counted(session, occasion) -> tuple[int, dict]:
    total = session.execute(sa.select(SESSION.c.taken).where(SESSION.c.id == occasion.id)).scalar_one()
    return total, {s.town_id: s.taken for s in queries.shares_of(session, [occasion.id]).get(occasion.id, [])}


def test_each_home_town_has_its_counter_and_the_session_their_sum(session, cast, service, occasion, now):
    one = occasion(service(), places=4)
    assert actions.take_place(session, one.id, cast.dong.id, 2, now=now).left == 2
    actions.take_place(session, one.id, cast.qi.id, now=now)
    actions.give_place(session, one.id, cast.dong.id)
    assert counted(session, one) == (2, {cast.dong.id: 1, cast.qi.id: 1})


def test_nobody_gets_more_than_there_is(session, cast, service, occasion, now):
    one = occasion(service(), places=2)
    actions.take_place(session, one.id, cast.dong.id, now=now)
    with pytest.raises(rules.TooFewLeft, match="只剩1个名额可报，不够2人"):
        actions.take_place(session, one.id, cast.dong.id, 2, now=now)
    actions.take_place(session, one.id, cast.qi.id, now=now)
    with pytest.raises(rules.SoldOut, match="2个名额已全部报满"):
        actions.take_place(session, one.id, cast.qi.id, now=now)
    assert counted(session, one)[0] == 2


def test_places_kept_for_a_home_town_open_to_all_three_days_before(session, cast, service, occasion, now):
    one = occasion(service(), places=3, reserved={cast.qi.id: 2})
    early = now - timedelta(days=1)
    assert queries.room_of(session, one, cast.dong.id, now=early).free == 1
    actions.take_place(session, one.id, cast.dong.id, now=early)
    with pytest.raises(rules.HeldForOthers, match="剩余的2个名额为Q镇居民保留，3月2日00:00起"):
        actions.take_place(session, one.id, cast.dong.id, now=early)
    assert queries.room_of(session, one, cast.qi.id, now=early).free == 2
    actions.take_place(session, one.id, cast.dong.id, now=now)
    assert queries.room_of(session, one, cast.qi.id, now=now).free == 1


def test_whose_town_is_not_admitted_gets_no_place(session, cast, service, occasion, now):
    only = service(terms=[TermsDraft(town_id=cast.dong.id, is_admitted=False)])
    one = occasion(only)
    with pytest.raises(rules.NotAdmitted, match="只面向Q镇居民"):
        actions.take_place(session, one.id, cast.dong.id, now=now)
    with pytest.raises(rules.NotAdmitted):
        actions.take_place(session, one.id, cast.fang.town_id, now=now)


def test_closed_cancelled_and_resting_take_nobody(session, cast, service, occasion, now):
    of = service()
    closed = occasion(of, closes_at=now, label="甲班")
    with pytest.raises(rules.SignUpClosed, match=r"3月2日09:00截止报名.*0513-80000001"):
        actions.take_place(session, closed.id, cast.dong.id, now=now)
    assert actions.take_place(session, closed.id, cast.dong.id, now=now, late=True).taken == 1
    later = occasion(of, opens_at=now + timedelta(hours=1), label="乙班")
    with pytest.raises(rules.SignUpNotOpen, match="3月2日10:00开始报名"):
        actions.take_place(session, later.id, cast.dong.id, now=now)
    draft = occasion(service(name="义诊", publish=False))
    with pytest.raises(rules.NotOffered):
        actions.take_place(session, draft.id, cast.dong.id, now=now)


def refused(session, statement) -> bool:
    try:
        with session.begin_nested():
            session.execute(statement)
    except IntegrityError:
        return True
    return False


def test_plain_sql_cannot_oversell_or_unbalance_either(session, cast, service, occasion, now):
    one = occasion(service(), places=3, reserved={cast.qi.id: 1})
    actions.take_place(session, one.id, cast.dong.id, 2, now=now)
    mine = (SHARE.c.session_id == one.id) & (SHARE.c.town_id == cast.dong.id)
    this = SESSION.c.id == one.id
    assert refused(session, sa.update(SHARE).where(mine).values(taken=4))
    assert refused(session, sa.update(SHARE).where(mine).values(taken=-1))
    assert refused(session, sa.update(SESSION).where(this).values(taken=1))
    assert refused(session, sa.update(SESSION).where(this).values(places=1))
    assert refused(session, sa.update(SHARE).where(mine).values(town_id=cast.qi.id))
    assert refused(session, sa.insert(SESSION).values(**one.model_dump() | {"id": cast.qi.id, "taken": 1}))
    session.execute(sa.update(SHARE).where(mine).values(taken=3))
    assert counted(session, one)[0] == 3
    session.execute(sa.delete(SHARE).where(mine))
    assert counted(session, one)[0] == 0
    session.execute(sa.update(SESSION).where(this).values(state=SessionState.CANCELLED))
    assert refused(session, sa.update(SHARE).where(SHARE.c.session_id == one.id).values(taken=1))


def _want(engine, occasion_ids, town_id, now) -> list[str]:
    """One session after the other, so that a process starts once for all rounds."""
    said = []
    for occasion_id in occasion_ids:
        with open_session(engine, Reach(frozenset({town_id})), now=now) as session:
            try:
                actions.take_place(session, occasion_id, town_id, now=now)
            except rules.NoPlaceLeft as refusal:
                said.append(type(refusal).__name__)
            else:
                session.commit()
                said.append("got")
    return said


def _snatch(engine, occasion_ids, town_id, now) -> list[str]:
    """By plain SQL, past every rule."""
    said = []
    for occasion_id in occasion_ids:
        with open_session(engine, Reach(frozenset({town_id})), now=now) as session:
            mine = (SHARE.c.session_id == occasion_id) & (SHARE.c.town_id == town_id)
            try:
                session.execute(sa.update(SHARE).where(mine).values(taken=SHARE.c.taken + 1))
                session.commit()
                said.append("got")
            except IntegrityError:
                said.append("refused")
    return said


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("deed", "refused_as"), [(_want, "SoldOut"), (_snatch, "refused")], ids=["deed", "sql"])
def test_sixteen_for_the_last_places_exactly_those_are_sold(
    session, cast, backend, service, occasion, now, deed, refused_as, request
):
    of, places, kept = service(), 5, {cast.dong.id: 1, cast.qi.id: 1}
    turns = range(request.config.getoption("--rounds"))
    wanted = [occasion(of, places=places, label=f"第{turn}轮", reserved=kept) for turn in turns]
    ids = [one.id for one in wanted]
    session.commit()
    answers = race(backend, [(deed, (ids, town.id, now)) for town in (cast.dong, cast.qi) * 8])
    for turn, one in enumerate(wanted):
        said = [answer[turn] for answer in answers]
        assert said.count("got") == places
        assert set(said) == {"got", refused_as}
        total, by_town = counted(session, one)
        assert (total, sum(by_town.values())) == (places, places)
