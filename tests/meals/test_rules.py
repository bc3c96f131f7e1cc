"""On which days there is a meal, and how it is said."""

from datetime import date

import pytest

from app.meals import rules
from app.meals.models import Meal, MealPlan, MealPlanDraft, Rest
from app.venues.rules import DayKind

HOURS = {"serves_from": 660, "serves_until": 750, "closes_minute": 540}
LUNCH = {
    "meal": Meal.LUNCH,
    "weekdays": "12345",
    "serves_from": 660,
    "serves_until": 750,
    "places": 60,
    "closes_minute": 540,
}
MONDAY, SATURDAY = date(2026, 3, 2), date(2026, 3, 7)


def plan(**more: object) -> MealPlan:
    return MealPlan(**LUNCH | more)


def resting(first: date, last: date) -> Rest:
    return Rest(first_on=first, last_on=last, reason="灶具检修")


@pytest.mark.parametrize(
    ("day", "kind", "served"),
    [
        (MONDAY, DayKind.PLAIN, True),
        (SATURDAY, DayKind.PLAIN, False),
        (MONDAY, DayKind.HOLIDAY, False),
        (SATURDAY, DayKind.MADE_UP, True),
    ],
)
def test_a_kitchen_serves_on_its_weekdays_and_on_worked_weekend_days(day, kind, served):
    assert rules.is_served_on(plan(), day, kind, []) is served


def test_a_kitchen_may_serve_on_holidays_and_rests_when_it_says_so():
    assert rules.is_served_on(plan(on_holidays=True), MONDAY, DayKind.HOLIDAY, [])
    assert not rules.is_served_on(plan(), MONDAY, DayKind.PLAIN, [resting(MONDAY, MONDAY)])
    assert not rules.is_served_on(plan(is_served=False), MONDAY, DayKind.PLAIN, [])


def test_orders_close_the_same_morning_or_the_evening_before():
    same, before = rules.draft_on(plan(), MONDAY), rules.draft_on(plan(closes_before=1, closes_minute=1020), MONDAY)
    assert f"{same.last_call:%d %H:%M} {before.last_call:%d %H:%M}" == "02 01:00 01 09:00", "in UTC"
    assert (same.label, f"{same.starts_at:%H:%M}–{same.ends_at:%H:%M}") == ("午餐", "03:00–04:30")


def test_a_meal_in_words():
    assert rules.plan_in_words(plan()) == "周一至周五 午餐 11:00–12:30，当天09:00前订餐，法定节假日不供餐"
    evening = plan(weekdays="26", meal=Meal.DINNER, closes_before=1, closes_minute=1020, on_holidays=True)
    assert rules.plan_in_words(evening) == "周二、周六 晚餐 11:00–12:30，前一天17:00前订餐，节假日照常供餐"


def test_hours_and_closing_time_fit_each_other():
    with pytest.raises(rules.BadHours):
        rules.check_plan(MealPlanDraft(**LUNCH | {"serves_until": 600}))
    with pytest.raises(rules.ClosesTooLate):
        rules.check_plan(MealPlanDraft(**LUNCH | {"closes_minute": 700}))
    rules.check_plan(MealPlanDraft(**LUNCH | {"closes_minute": 1020, "closes_before": 1}))


def test_a_rest_lies_ahead_and_ends():
    with pytest.raises(rules.RestOver):
        rules.check_rest(MONDAY, MONDAY, SATURDAY)
    with pytest.raises(rules.RestTooLong):
        rules.check_rest(SATURDAY, MONDAY, MONDAY)
