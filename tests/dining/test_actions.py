"""长期订餐: signed up by itself, in order, once; stopped for a day; the kitchen knows how many."""

from datetime import date, timedelta

import pytest
from sqlmodel import col, select
from townsfolk import GU, LI, WANG, person

from app.dining import actions, queries
from app.kit.errors import NotFound
from app.meals import actions as meals
from app.notifications.models import Notice
from app.orders import queries as orders
from app.orders import rules
from app.orders.models import OrderDraft
from app.residents import actions as residents
from app.residents import queries as cards
from app.signups import queries as signups
from app.signups.models import SignUp, SignUpState
from jobs import serve_meals

MONDAY = date(2026, 3, 2)


@pytest.fixture
def deed(cast, now):
    return {"actor": cast.actor(cast.lao_chen), "now": now}


@pytest.fixture
def card(acting, cast, now):
    """The id of a resident's card in D镇."""

    def add(name=LI, town=None):
        with acting(cast.dong) as dong:
            key = residents.record(dong, person(town or cast.dong, name), town_ids=[cast.dong.id], now=now)
            return cards.find_card(dong, key, town_id=cast.dong.id).id

    return add


def wanted(weekdays="135", **more) -> OrderDraft:
    return OrderDraft(**{"weekdays": weekdays, "from_on": MONDAY, "note": "少盐"} | more)


def days_of(session, state=SignUpState.SIGNED):
    found = select(SignUp).where(SignUp.state == state).order_by(col(SignUp.starts_at))
    return [s.starts_at.day for s in session.exec(found.execution_options(populate_existing=True))]


def test_an_order_signs_up_for_the_days_on_the_list_and_the_job_for_those_that_follow(
    lunch, card, acting, cast, deed, now, engine
):
    resident_id = card()
    with acting(cast.dong) as dong:
        actions.order(dong, lunch.id, resident_id, wanted(), **deed)
        assert days_of(dong) == [4, 6, 9]
    assert serve_meals.run(engine, now + timedelta(days=3)) == 4, "three new days, and a Wednesday's meal"
    with acting(cast.dong) as dong:
        assert days_of(dong) == [4, 6, 9, 11]
    assert serve_meals.run(engine, now + timedelta(days=3)) == 0


def test_a_person_has_one_order_for_a_meal(lunch, card, acting, cast, deed):
    resident_id = card()
    with acting(cast.dong) as dong:
        actions.order(dong, lunch.id, resident_id, wanted(), **deed)
    with acting(cast.dong) as dong, pytest.raises(rules.AlreadyOrdered):
        actions.order(dong, lunch.id, resident_id, wanted("2"), **deed)


def test_a_day_is_stopped_and_taken_back(lunch, card, acting, cast, deed, now):
    resident_id = card()
    with acting(cast.dong) as dong:
        order = actions.order(dong, lunch.id, resident_id, wanted(), **deed)
        actions.pause(dong, order.id, date(2026, 3, 4), date(2026, 3, 6), **deed)
        assert (days_of(dong), days_of(dong, SignUpState.CANCELLED)) == ([9], [4, 6])
        actions.resume(dong, order.id, date(2026, 3, 6), **deed)
        assert days_of(dong) == [6, 9]
        lines = orders.days_ahead(dong, order, now=now)
        known = {d.day.day: (d.is_on, d.is_stopped) for d in lines}
        assert known == {4: (False, True), 5: (False, True), 6: (True, False), 9: (True, False)}


def test_another_wish_gives_back_the_days_that_are_not_wanted_and_an_end_all(lunch, card, acting, cast, deed):
    resident_id = card()
    with acting(cast.dong) as dong:
        order = actions.order(dong, lunch.id, resident_id, wanted(), **deed)
        actions.change(dong, order.id, wanted("23"), **deed)
        assert days_of(dong) == [3, 4]
        actions.end(dong, order.id, **deed)
        assert days_of(dong) == []
        with pytest.raises(rules.OrderEnded):
            actions.pause(dong, order.id, MONDAY, MONDAY, **deed)


def test_the_first_who_ordered_gets_the_place_and_the_worker_of_the_other_is_told(
    canteen, lunch, card, acting, cast, deed, now, engine
):
    first, second = card(LI), card(WANG)
    with acting(cast.dong) as dong:
        few = lunch.model_dump() | {"places": 1, "ahead": 8}
        meals.set_plan(dong, canteen.id, meals.MealPlanDraft(**few), **deed | {"now": now})
        later = {"from_on": date(2026, 3, 10)}
        mine = actions.order(dong, lunch.id, first, wanted("2", **later), **deed)
        after = deed | {"now": now + timedelta(minutes=1)}
        other = actions.order(dong, lunch.id, second, wanted("2", **later), **after)
        assert [o.id for o in orders.running(dong, lunch.id)] == [mine.id, other.id]
        assert (days_of(dong), days_of(dong, SignUpState.WAITING)) == ([10], [10])
        (notice,) = dong.exec(select(Notice).where(Notice.kind == "orders.missed")).all()
        assert "已列入候补" in notice.text


def test_the_kitchen_hears_its_count_once_when_ordering_has_closed(lunch, card, acting, cast, deed, now, engine):
    resident_id = card()
    with acting(cast.dong) as dong:
        actions.order(dong, lunch.id, resident_id, wanted(), **deed)
    at_ten = now.replace(day=4, hour=2)
    for _ in range(2):
        serve_meals.run(engine, at_ten)
    with acting(cast.dong) as dong:
        told = dong.exec(select(Notice).where(Notice.kind == "orders.kitchen")).all()
        assert [n.text for n in told if n.person_id == cast.lao_chen.id] == ["共1份：D镇 其他社区1份；少盐1份。"]
        (meal,) = queries.kitchen_day(dong, cast.dong.id, date(2026, 3, 4), now=at_ten)
        assert (meal.count.total, meal.is_closed) == (1, True)


def test_who_stops_too_late_is_told_to_the_kitchen(lunch, card, acting, cast, deed, now):
    resident_id = card()
    with acting(cast.dong) as dong:
        order = actions.order(dong, lunch.id, resident_id, wanted(), **deed)
        at_ten = now.replace(day=4, hour=2)
        actions.pause(dong, order.id, date(2026, 3, 4), date(2026, 3, 4), actor=deed["actor"], now=at_ten)
        told = dong.exec(select(Notice).where(Notice.kind == "orders.kitchen")).all()
        assert {n.title for n in told} == {"社区食堂2026年3月4日午餐少一份"}


def test_a_neighbour_orders_on_the_other_side(ground, lunch, acting, cast, now):
    with acting(cast.qi) as qi:
        key = residents.record(qi, person(cast.qi, GU), town_ids=[cast.qi.id], now=now)
        card = cards.find_card(qi, key, town_id=cast.qi.id)
        order = actions.order(qi, lunch.id, card.id, wanted(), actor=cast.actor(cast.qian), now=now)
        assert days_of(qi) == [4, 6, 9]
    with acting(cast.dong) as dong:
        (line,) = orders.lines_of(dong, orders.running(dong, lunch.id), reader_town_id=cast.dong.id, today=MONDAY)
        assert (line.id, line.card.name) == (order.id, "顾**")
    with acting(cast.wai) as wai, pytest.raises(NotFound):
        orders.get_order(wai, order.id, reader_town_id=cast.wai.id)


def test_who_is_erased_eats_no_more_and_leaves_no_note(lunch, card, acting, cast, deed, now):
    resident_id = card()
    with acting(cast.dong) as dong:
        order = actions.order(dong, lunch.id, resident_id, wanted(), **deed)
        assert actions.forget(dong, order.person_key, key="x" * 64, now=now) == 1
        assert (order.note, order.ended_at) == ("", now)
        assert signups.history_of(dong, order.person_key) == []
