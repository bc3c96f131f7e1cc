"""At the counter: found by four digits, signed up by one tap, ticked, walked in; a standing order and its kitchen."""

from datetime import date, datetime, timedelta

import pytest
from canteen import LUNCH
from catalogue import occasion_draft, service_draft
from rooms import Span
from townsfolk import LI, wish

from app.enrolment import actions as enrolment
from app.kit import clock
from app.kit.actor import Actor
from app.kit.db import transaction
from app.kit.scopes import Reach
from app.meals import actions as meals
from app.services import actions as services
from app.services.models import Kind
from app.sessions import actions as sessions

MONDAY = clock.at(date(2026, 3, 2), "09:00")


@pytest.fixture
def at(monkeypatch):
    """`at("2026-03-05", "13:45")`: the towns' clock stands there, for the server too."""

    def stand(day: str, wall_time: str) -> datetime:
        moment = clock.at(date.fromisoformat(day), wall_time)
        monkeypatch.setattr(clock, "now", lambda: moment)
        return moment

    stand("2026-03-02", "09:00")
    return stand


@pytest.fixture
def within(live_app, live_cast):
    """Something done for D镇 before the browser opens."""

    def do(deed):
        reach = Reach(frozenset({live_cast.dong.id}), frozenset({live_cast.pair.id}))
        with transaction(live_app.extensions["engine"], reach, now=MONDAY) as session:
            return deed(session)

    return do


@pytest.fixture
def haircuts(within, live_cast):
    """便民理发 on Monday and Tuesday afternoon; 李秀英 is signed up for Monday."""
    cast = live_cast
    actor = cast.actor(cast.lao_chen)

    def made(session):
        said = {"kind": Kind.ERRANDS, "name": "便民理发", "bring": "", "place": "一楼大厅"}
        service = services.write(session, service_draft(cast.dong_centre, **said), (), actor=actor, now=MONDAY)
        services.publish(session, service.id, actor=actor, now=MONDAY)
        days = [Span(MONDAY + timedelta(hours=5, days=n), MONDAY + timedelta(hours=7, days=n)) for n in (0, 1)]
        drafts = [occasion_draft(day, places=3) for day in days]
        held = sessions.plan_many(session, service, drafts, actor=Actor.system(cast.dong.id), now=MONDAY)
        enrolment.sign_up(session, held[0].id, wish(cast.dong, LI), actor=actor, now=MONDAY)
        return [o.id for o in held]

    return within(made)


@pytest.fixture
def lunch(within, live_cast):
    """社区食堂 with its lunch."""
    cast = live_cast
    actor = cast.actor(cast.lao_chen)

    def made(session):
        said = {"kind": Kind.DINING, "name": "社区食堂", "bring": "", "place": "一楼食堂"}
        service = services.write(session, service_draft(cast.dong_centre, **said), (), actor=actor, now=MONDAY)
        services.publish(session, service.id, actor=actor, now=MONDAY)
        return meals.set_plan(session, service.id, LUNCH, actor=actor, now=MONDAY)

    return within(made)


@pytest.mark.parametrize(("width", "script"), [(320, True), (1280, False)], ids=["phone", "bare"])
def test_the_counter_finds_repeats_ticks_and_lets_in(visit, live_cast, haircuts, at, width, script):
    cast = live_cast
    desk = visit(cast.lao_chen, width=width, script=script)
    desk.go("/desk/", name="desk")
    desk.fill(text="1111")
    desk.press("查找", name="desk-found")
    assert "李** 138****1111" in desk.text()
    desk.press("再报：便民理发，2026年3月3日 星期二 14:00–16:00", name="slip")
    assert "取号码" in desk.text()
    assert "2026年3月3日 星期二" in desk.text()
    desk.page.get_by_role("link", name="改印A5大字").click()
    desk.look("slip-a5")

    at("2026-03-02", "13:50")
    desk = visit(cast.lao_chen, width=width, script=script)
    desk.go("/rolls/", name="rolls")
    desk.go(f"/rolls/{haircuts[0]}", name="roll")
    desk.press("已到", name="roll-ticked")
    assert "应到1人，已到1人" in desk.text()
    desk.press("没报名的来了", role="link", name="walk-in")
    form = desk.page.locator("#main section[aria-labelledby='new']")
    form.locator("[name='name']").fill("王桂兰")
    form.locator("[name='phone']").fill("13800002222")
    form.locator("[name='home']").select_option(f"{cast.dong.id}:")
    form.get_by_role("button", name="登记到场").click()
    desk.page.wait_for_load_state()
    desk.look("roll-two")
    assert "应到2人，已到2人" in desk.text()
    desk.go(f"/rolls/{haircuts[0]}?all=1", name="roll-paper")
    desk.go(f"/rolls/{haircuts[0]}/print", name="roll-print")


@pytest.mark.parametrize(("width", "script"), [(320, True), (1280, True)], ids=["phone", "desktop"])
def test_a_standing_order_reaches_the_kitchen_and_the_door(visit, live_cast, lunch, haircuts, at, width, script):
    cast = live_cast
    desk = visit(cast.lao_chen, width=width, script=script)
    desk.go("/meals/", name="meals")
    desk.press("社区食堂", role="link", name="meal")
    desk.go("/desk/")
    desk.fill(text="lxy")
    desk.press("查找")
    desk.page.locator("#main section.card-box").get_by_role("link", name="长期订餐").click()
    desk.page.wait_for_load_state()
    desk.look("order-choose")
    desk.page.locator("#main").get_by_role("link", name="订这一餐").first.click()
    desk.page.wait_for_load_state()
    desk.fill(note="少盐、送餐上门（3号楼502）")
    desk.press("办理", name="order")
    assert "长期订餐已办好" in desk.text()
    assert desk.text().count("已报名") >= 4
    desk.press("停这一天", name="order-stopped")
    assert "这一天已停餐" in desk.text()

    at("2026-03-04", "09:05")
    kitchen = visit(cast.lao_chen, width=width, script=script)
    kitchen.go("/dining/kitchen", name="kitchen")
    assert "共1份" in kitchen.text()
    kitchen.page.locator("#main").get_by_role("link", name="打印清单").first.click()
    kitchen.page.wait_for_load_state()
    kitchen.look("kitchen-sheet")
    assert "3号楼502" in kitchen.text()
    at("2026-03-04", "11:05")
    kitchen = visit(cast.lao_chen, width=width, script=script)
    kitchen.go("/dining/kitchen")
    kitchen.page.locator("#main").get_by_role("link", name="门口点名").first.click()
    kitchen.page.wait_for_load_state()
    kitchen.press("已到", name="door")
    assert "应到1人，已到1人" in kitchen.text()


@pytest.mark.parametrize("width", [320, 1280])
def test_a_month_is_read_by_everybody(visit, live_cast, lunch, haircuts, at, width):
    reader = visit(None, width=width)
    reader.go(f"/board/{live_cast.dong_centre.id}", name="board")
    assert "便民理发" in reader.text()
    worker = visit(live_cast.lao_chen, width=width)
    worker.go("/posters/", name="posters")
