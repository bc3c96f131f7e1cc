"""On which days somebody eats."""

from datetime import date

import pytest

from app.meals.models import MealPlan
from app.orders import rules
from app.orders.models import OrderDraft, Pause

MONDAY, WEDNESDAY, SATURDAY = date(2026, 3, 2), date(2026, 3, 4), date(2026, 3, 7)
PLAN = MealPlan(weekdays="12345")


def order(**more: object) -> OrderDraft:
    return OrderDraft(**{"weekdays": "135", "from_on": MONDAY} | more)


def test_an_order_holds_on_its_weekdays_between_its_days_but_for_its_pauses():
    assert rules.wants(order(), WEDNESDAY, [])
    assert not rules.wants(order(), SATURDAY, [])
    assert not rules.wants(order(from_on=date(2026, 3, 5)), WEDNESDAY, [])
    assert not rules.wants(order(until_on=MONDAY), WEDNESDAY, [])
    assert not rules.wants(order(), WEDNESDAY, [Pause(first_on=MONDAY, last_on=WEDNESDAY)])


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"weekdays": "67"}, rules.NotServedThen),
        ({"until_on": date(2026, 3, 1)}, rules.EndsBefore),
        ({"from_on": date(2026, 2, 1), "until_on": date(2026, 2, 9)}, rules.InThePast),
    ],
)
def test_an_order_fits_the_kitchen_and_lies_ahead(more, refusal):
    rules.check_order(order(), PLAN, MONDAY, served_days="周一至周五")
    with pytest.raises(refusal):
        rules.check_order(order(**more), PLAN, MONDAY, served_days="周一至周五")
