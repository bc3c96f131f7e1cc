"""A dining service with its lunch, for the tests of whatever builds on it. A conftest imports the fixtures."""

import pytest

from app.meals import actions as meals
from app.meals.models import Meal, MealPlan, MealPlanDraft
from app.services.models import Kind, Service

LUNCH = MealPlanDraft(
    meal=Meal.LUNCH, weekdays="12345", serves_from=660, serves_until=750, places=60, closes_minute=540, price="12元一份"
)


@pytest.fixture
def canteen(service, cast) -> Service:
    """社区食堂 of D镇's centre."""
    said = {"kind": Kind.DINING, "name": "社区食堂", "bring": "", "place": "一楼食堂", "eligibility": "两镇居民"}
    return service(cast.dong_centre, cast.actor(cast.lao_chen), **said)


@pytest.fixture
def lunch(canteen, acting, cast, now) -> MealPlan:
    """Its lunch from Monday to Friday, with the coming week on the list."""
    with acting(cast.dong) as dong:
        return meals.set_plan(dong, canteen.id, LUNCH, actor=cast.actor(cast.lao_chen), now=now)
