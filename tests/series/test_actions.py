from datetime import UTC, date, datetime

import agreed
import pytest
from sqlmodel import select

from app.calendar import actions as calendar
from app.calendar.models import DayDraft, DayKind
from app.kit.actor import Actor
from app.notifications.models import Notice
from app.series import actions, queries, rules
from app.series.models import TurnState

NOW = datetime(2026, 11, 2, 2, tzinfo=UTC)
TODAY = date(2026, 11, 2)
JOB = Actor.system()


@pytest.fixture
def series_id(reaching, cast):
    return agreed.found(reaching, cast, NOW)


def turns(session, series_id):
    return queries.turns_of(session, series_id)


def texts(session):
    return session.exec(select(Notice.text).where(Notice.kind == "series.turn")).all()


def test_planning_again_makes_nothing_new(session, series_id):
    assert actions.plan_ahead(session, series_id, today=TODAY, actor=JOB, now=NOW) == []
    assert len(turns(session, series_id)) == 6


def test_a_held_turn_makes_room_for_the_next_one(session, cast, series_id):
    first = turns(session, series_id)[0]
    actions.hold_turn(session, first, held_on=first.day, actor=cast.actor(cast.ma), now=NOW)
    (made,) = actions.plan_ahead(session, series_id, today=date(2026, 11, 13), actor=JOB, now=NOW)
    assert (made.number, made.period_on) == (7, date(2027, 11, 1))
    assert [(c.town, c.hosted) for c in queries.counts(session, queries.get_series(session, series_id))] == [
        ("D镇", 1),
        ("Q镇", 0),
    ]


def test_a_published_year_moves_planned_days_and_tells_the_clerks(session, cast, series_id):
    second = turns(session, series_id)[1]
    assert (second.day, second.uncertain) == (date(2027, 1, 14), True)
    off = DayDraft(day=second.day, kind=DayKind.OFF, name="元旦")
    calendar.enter_day(session, cast.pair.id, off, actor=cast.actor(cast.ma), now=NOW)
    calendar.declare(session, cast.pair.id, 2027, is_complete=True, actor=cast.actor(cast.ma), now=NOW)
    session.flush()
    changed = actions.recompute(session, series_id, today=TODAY, actor=JOB, now=NOW)
    assert changed == [second]
    assert (second.day, second.uncertain, second.revision) == (date(2027, 1, 15), False, 2)
    assert str(rules.moved_in_words(second)) == "原定2027年1月14日，遇元旦顺延至1月15日"
    session.flush()
    assert "日期由2027年1月14日调整为2027年1月15日星期五（原定2027年1月14日，遇元旦顺延至1月15日）。" in texts(session)
    assert actions.recompute(session, series_id, today=TODAY, actor=JOB, now=NOW) == []


def test_a_fixed_day_does_not_move_but_its_clerks_are_told_once(session, cast, series_id):
    second = turns(session, series_id)[1]
    actions.fix_turn(session, second, day=second.day, actor=cast.actor(cast.yan), now=NOW)
    off = DayDraft(day=second.day, kind=DayKind.OFF, name="元旦")
    calendar.enter_day(session, cast.pair.id, off, actor=cast.actor(cast.ma), now=NOW)
    session.flush()
    for _ in range(2):
        assert actions.recompute(session, series_id, today=TODAY, actor=JOB, now=NOW) == []
    assert second.day == date(2027, 1, 14)
    told = [text for text in texts(session) if "系统不会自动改动" in text]
    assert len(told) == 2  # clerk and office head of the session's own town


def test_a_postponed_turn_keeps_its_host_and_says_why(session, cast, series_id):
    first = turns(session, series_id)[0]
    to_on = date(2026, 11, 19)
    actions.postpone_turn(session, first, to_on=to_on, reason="防汛应急", actor=cast.actor(cast.ma), now=NOW)
    actions.recompute(session, series_id, today=TODAY, actor=JOB, now=NOW)
    assert (first.day, first.host_id, first.state) == (to_on, cast.dong.id, TurnState.FIXED)
    assert str(rules.moved_in_words(first)) == "原定2026年11月12日，改期至2026年11月19日，原因：防汛应急"


def test_a_cancelled_turn_counts_for_nobody(session, cast, series_id):
    first = turns(session, series_id)[0]
    changed = actions.cancel_turn(session, first, reason="台风", actor=cast.actor(cast.ma), now=NOW)
    assert len(changed) == 5
    assert turns(session, series_id)[1].host_id == cast.dong.id
    with pytest.raises(rules.TurnIsOver):
        actions.cancel_turn(session, first, reason="台风", actor=cast.actor(cast.ma), now=NOW)


def test_what_was_reckoned_from_a_turn_is_never_rewritten(session, cast, series_id):
    first, second = turns(session, series_id)[:2]
    actions.hold_turn(session, second, held_on=second.day, actor=cast.actor(cast.yan), now=NOW)
    session.flush()
    with pytest.raises(rules.LaterTurnHeld):
        actions.cancel_turn(session, first, reason="台风", actor=cast.actor(cast.ma), now=NOW)


def test_the_hosts_clerk_may_choose_another_day(session, cast, series_id):
    first = turns(session, series_id)[0]
    actions.fix_turn(session, first, day=date(2026, 11, 11), actor=cast.actor(cast.ma), now=NOW)
    assert first.revision == 2
    assert str(rules.moved_in_words(first)) == "原定2026年11月12日，由承办镇确定为2026年11月11日"


def test_names_stand_with_the_host_first(session, cast, series_id):
    first, second = turns(session, series_id)[:2]
    assert queries.order_of_names(session, first) == [cast.dong.id, cast.qi.id]
    assert queries.order_of_names(session, second) == [cast.qi.id, cast.dong.id]


def test_the_hours_of_a_meeting_are_instants(session, series_id):
    series = queries.get_series(session, series_id)
    begins, ends = queries.span_of(series, date(2026, 11, 12))
    assert begins == datetime(2026, 11, 12, 6, tzinfo=UTC)
    assert ends == datetime(2026, 11, 12, 8, tzinfo=UTC)


def test_a_turn_that_nobody_confirmed_in_time_stays_where_it_was(session, series_id):
    later = date(2027, 2, 1)
    actions.plan_ahead(session, series_id, today=later, actor=JOB, now=NOW)
    days = [t.day for t in turns(session, series_id)]
    assert days[:2] == [date(2026, 11, 12), date(2027, 1, 14)]
    assert len([d for d in days if d >= later]) == 6
