"""A kitchen's week stands in the list of sessions by itself, and rests when it rests."""

from datetime import date, timedelta

import pytest
from canteen import LUNCH
from sqlmodel import col, select

from app.kit import clock
from app.kit.errors import NotFound
from app.meals import actions, queries
from app.services.models import Kind
from app.services.rules import NotTheProvider
from app.sessions.models import ServiceSession, SessionState


@pytest.fixture
def deed(cast, now):
    return {"actor": cast.actor(cast.lao_chen), "now": now}


def days_of(session, service, state=SessionState.OPEN):
    found = select(ServiceSession).where(ServiceSession.service_id == service.id, ServiceSession.state == state)
    return [o.span.day.day for o in session.exec(found.order_by(col(ServiceSession.starts_at)))]


def test_the_coming_days_are_on_the_list_once(canteen, acting, cast, deed, now):
    with acting(cast.dong) as dong:
        plan = actions.set_plan(dong, canteen.id, LUNCH, **deed)
        assert days_of(dong, canteen) == [3, 4, 5, 6, 9], "today's 9:00 is over; no weekend"
        assert actions.open_ahead(dong, cast.dong.id, now=now) == 0
        assert actions.open_ahead(dong, cast.dong.id, now=now + timedelta(days=1)) == 1
    with acting(cast.dong) as dong:
        meal = queries.occasions_of(dong, plan, since=now)[0]
        assert (meal.label, meal.places, meal.note) == ("午餐", 60, "12元一份")
        assert clock.wall_time(meal.last_call) == "09:00"


def test_a_resting_kitchen_calls_its_meals_off_and_they_do_not_come_back(canteen, acting, cast, deed, now):
    with acting(cast.dong) as dong:
        actions.set_plan(dong, canteen.id, LUNCH, **deed)
        assert actions.rest(dong, canteen.id, date(2026, 3, 4), date(2026, 3, 11), "灶具检修", **deed) == 4
        assert days_of(dong, canteen) == [3]
        assert days_of(dong, canteen, SessionState.CANCELLED) == [4, 5, 6, 9]
        actions.open_ahead(dong, cast.dong.id, now=now + timedelta(days=7))
        assert days_of(dong, canteen) == [3, 12, 13, 16]
    with acting(cast.dong) as dong:
        (rest,) = queries.rests_of(dong, canteen.id, since=date(2026, 3, 2))
        actions.end_rest(dong, rest.id, actor=deed["actor"], now=now + timedelta(days=7, hours=-2))
        assert days_of(dong, canteen) == [3, 10, 11, 12, 13, 16], "what was called off stays so"


def test_a_meal_that_is_not_offered_any_more_is_not_put_on_the_list(canteen, acting, cast, deed, now):
    with acting(cast.dong) as dong:
        plan = actions.set_plan(dong, canteen.id, LUNCH, **deed)
        actions.stop_plan(dong, plan.id, **deed)
        assert actions.open_ahead(dong, cast.dong.id, now=now + timedelta(days=7)) == 0
        actions.set_plan(dong, canteen.id, LUNCH, **deed | {"now": now + timedelta(days=7)})
        assert days_of(dong, canteen) == [3, 4, 5, 6, 9, 10, 11, 12, 13, 16]


def test_only_the_kitchens_own_people_set_its_meals(canteen, service, acting, cast, deed, now):
    other = service(kind=Kind.LECTURE, name="讲座")
    with acting(cast.qi) as qi, pytest.raises(NotTheProvider):
        actions.set_plan(qi, canteen.id, LUNCH, actor=cast.actor(cast.qian), now=now)
    with acting(cast.qi) as qi, pytest.raises(actions.rules.NotDining):
        actions.set_plan(qi, other.id, LUNCH, actor=cast.actor(cast.yan), now=now)
    with acting(cast.wai) as wai, pytest.raises(NotFound):
        actions.set_plan(wai, canteen.id, LUNCH, actor=cast.actor(cast.bao), now=now)
