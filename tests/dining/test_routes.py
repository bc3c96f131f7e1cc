"""The pages of meals: a week set, a standing order made and stopped for a day, the kitchen's sheet."""

from datetime import timedelta

import pytest
from canteen import LUNCH
from sqlmodel import select
from townsfolk import LI, person

from app.kit import clock
from app.meals import actions as meals
from app.orders.models import StandingOrder
from app.residents import actions as residents
from app.residents import queries as cards


@pytest.fixture
def everyday(canteen, acting, cast):
    """Lunch on every day, to be ordered until the evening before."""
    said = LUNCH.model_dump() | {"weekdays": "1234567", "closes_before": 1, "closes_minute": 1435, "on_holidays": True}
    with acting(cast.dong) as dong:
        return meals.set_plan(
            dong, canteen.id, meals.MealPlanDraft(**said), actor=cast.actor(cast.lao_chen), now=clock.now()
        )


@pytest.fixture
def resident(acting, cast):
    with acting(cast.dong) as dong:
        key = residents.record(dong, person(cast.dong, LI), town_ids=[cast.dong.id], now=clock.now())
        return cards.find_card(dong, key, town_id=cast.dong.id).id


def test_a_kitchen_sets_its_week_and_rests(client, sign_in, cast, canteen):
    sign_in(cast.lao_chen)
    said = {"meal": "lunch", "weekdays": ["1", "2", "3", "4", "5"], "serves_from": "11:00", "serves_until": "12:30"}
    said |= {"places": "60", "closes_before": "1", "closes_at": "17:00", "ahead": "9", "price": "12元一份"}
    address = f"/meals/{canteen.id}"
    assert client.get(f"{address}/plan").status_code == 200
    wrong = client.post(f"{address}/plan", data=said | {"serves_until": "10:00"})
    assert wrong.status_code == 422
    assert "供餐结束时间应晚于开始时间" in wrong.text
    assert client.post(f"{address}/plan", data=said).location == address
    shown = client.get(address).text
    assert "周一至周五 午餐 11:00–12:30，前一天17:00前订餐，法定节假日不供餐" in shown
    assert "12元一份" in shown
    tomorrow = clock.today() + timedelta(days=1)
    days = {"first_on": str(tomorrow), "last_on": str(tomorrow + timedelta(days=6)), "reason": "灶具检修"}
    assert client.post(f"{address}/rest", data=days).status_code == 302
    assert "灶具检修" in client.get(address).text
    assert client.post(f"{address}/rest", data=days | {"reason": ""}).status_code == 422
    sign_in(cast.qian)
    assert "周一至周五 午餐" in client.get("/meals/").text, "the partner reads it"
    assert client.post(f"{address}/plan", data=said).status_code in (403, 422)
    sign_in(cast.wu)
    assert client.get(address).status_code == 404


def test_a_standing_order_is_made_stopped_for_a_day_and_ended(client, sign_in, cast, everyday, resident, reaching):
    sign_in(cast.lao_chen)
    assert "社区食堂" in client.get(f"/dining/residents/{resident}").text
    address = f"/dining/residents/{resident}/{everyday.id}"
    assert client.get(address).status_code == 200
    said = {"weekdays": list("1234567"), "from_on": str(clock.today()), "note": "少盐、送餐上门（3号楼502）"}
    order = client.post(address, data=said).location
    assert order.startswith("/dining/orders/")
    shown = client.get(order).text
    assert shown.count("停这一天") >= 6
    tomorrow = clock.today() + timedelta(days=1)
    assert client.post(f"{order}/stop", data={"day": str(tomorrow)}).status_code == 302
    assert "恢复这一天" in client.get(order).text
    assert client.post(f"{order}/resume", data={"day": str(tomorrow)}).status_code == 302
    days = {"first_on": str(tomorrow), "last_on": str(tomorrow - timedelta(days=1))}
    assert client.post(f"{order}/pause", data=days).status_code == 422
    assert client.post(f"{order}/change", data=said | {"note": "软烂"}).status_code == 302
    assert "李** 138****1111" in client.get(f"/dining/{everyday.service_id}/orders").text
    assert client.post(f"{order}/end").status_code == 302
    again = client.post(f"{order}/stop", data={"day": str(tomorrow)})
    assert again.status_code == 422
    assert "已经结束" in again.text
    sign_in(cast.qian)
    assert client.get(order).status_code == 404
    assert reaching(cast.dong).exec(select(StandingOrder)).one().note == "软烂"


def test_the_kitchen_reads_how_many_and_for_whom(client, sign_in, cast, everyday, resident):
    sign_in(cast.lao_chen)
    said = {"weekdays": list("1234567"), "from_on": str(clock.today()), "note": "少盐、送餐上门（3号楼502）"}
    client.post(f"/dining/residents/{resident}/{everyday.id}", data=said)
    tomorrow = clock.today() + timedelta(days=2)
    page = client.get(f"/dining/kitchen?day={tomorrow}").text
    assert "共1份" in page
    assert "少盐1份、送餐上门1份" in page
    sheet = "/dining/kitchen/" + page.split("/dining/kitchen/")[1][:36]
    assert "3号楼502" in client.get(sheet).text
    sign_in(cast.qian)
    assert client.get(sheet).status_code == 404
