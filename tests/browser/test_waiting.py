"""A slot is taken, somebody waits, it is given back and accepted; who comes checks in at the door or the counter."""

from datetime import date, datetime

import pytest
from rooms import draft, span

from app.kit import clock
from app.kit.db import transaction
from app.kit.scopes import Reach
from app.spaces import actions
from app.venues import actions as venues
from app.venues.models import Sharing, VenueDraft

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
    """Something done for a town before the browser opens."""

    def do(town, deed):
        reach = Reach(frozenset({town.id}), frozenset({live_cast.pair.id}))
        with transaction(live_app.extensions["engine"], reach, now=MONDAY) as session:
            return deed(session)

    return do


@pytest.fixture
def room(within, live_cast):
    """Q镇's 共享会议室, which D镇 books at once."""
    cast = live_cast
    said = VenueDraft(unit_id=cast.qi_centre.id, name="共享会议室", seats=30, sharing=Sharing.AT_ONCE)
    return within(cast.qi, lambda s: venues.add_venue(s, said, unit=cast.qi_centre, actor=cast.actor(cast.yan)))


@pytest.fixture
def booked(within, live_cast, room):
    """老陈 has it on Thursday afternoon."""
    actor = live_cast.actor(live_cast.lao_chen)
    return within(live_cast.dong, lambda s: actions.book(s, draft(room), actor=actor, now=MONDAY))


@pytest.mark.parametrize(("width", "script"), [(320, True), (1280, False)], ids=["phone", "bare"])
def test_what_one_gives_back_the_next_accepts(visit, live_cast, room, booked, at, width, script):
    cast = live_cast
    waiter = visit(cast.lin, width=width, script=script)
    waiter.go(f"/spaces/{room.id}/book?day=2026-03-05&starts=14:00&ends=16:00")
    waiter.fill(title="读书会", use="culture", heads="12", contact_name="林芳", contact_phone="13800005678")
    waiter.page.check("#main [name='agrees']")
    waiter.press("预约")
    assert "已被预约" in waiter.text()
    waiter.look("book-may-wait")
    waiter.press("加入候补", name="waiting")
    assert "正在候补，排在第1位" in waiter.text()

    later = visit(cast.qian, width=width, script=script)
    later.go(f"/spaces/{room.id}?week=2026-03-05", name="venue-may-wait")
    later.page.locator("#main").get_by_role("link", name="候补").first.click()
    later.page.wait_for_load_state()
    later.look("wait-form")
    assert "这段时间已有1件候补在前" in later.text()
    later.fill(title="业务培训", use="training", heads="10", contact_name="小钱", contact_phone="13800001111")
    later.page.check("#main [name='agrees']")
    later.press("加入候补")
    assert "排在第2位" in later.text()

    giver = visit(cast.lao_chen, width=width, script=script)
    giver.go(f"/spaces/bookings/{booked.id}")
    giver.fill(reason="活动改期")
    giver.press("取消预约")
    assert "已取消" in giver.text()

    at("2026-03-02", "09:30")
    waiter.go("/", name="home-held")
    assert "读书会" in waiter.text()
    waiter.go("/spaces/bookings", name="bookings-held")
    waiter.press("读书会", role="link", name="held")
    assert "请在2026年3月2日 11:00前答复" in waiter.text()
    waiter.press("接受", name="accepted")
    assert "已接受，预约已确认" in waiter.text()

    owner = visit(cast.yan, width=width, script=script)
    owner.go(f"/spaces/{room.id}/waiting", name="waiting-list")
    assert "业务培训" in owner.text()
    assert "读书会" not in owner.text()


@pytest.mark.parametrize("width", [320, 1280])
def test_who_comes_checks_in_by_the_code_at_the_door(visit, live_cast, room, booked, at, width):
    """The door's code is the address of a plain page; the second guest is checked in at the counter."""
    cast = live_cast
    at("2026-03-05", "13:20")
    guest = visit(cast.lao_chen, width=width)
    guest.go(f"/spaces/{room.id}/here", name="here-early")
    assert "此刻没有您可以签到的预约" in guest.text()
    at("2026-03-05", "13:45")
    owner = visit(cast.yan, width=width)
    code = owner.go(f"/spaces/{room.id}/door-code", name="door-code")
    assert code.ok
    guest = visit(cast.lao_chen, width=width)
    guest.go(f"/spaces/{room.id}/here", name="here")
    guest.press("签到")
    assert "已签到" in guest.text()


@pytest.mark.parametrize("width", [320, 1280])
def test_staff_check_in_at_the_counter(visit, within, live_cast, room, booked, at, width):
    cast = live_cast
    early = span("2026-03-05", "09:00", "10:00")
    within(cast.qi, lambda s: actions.book(s, draft(room, early), actor=cast.actor(cast.qian), now=MONDAY))
    at("2026-03-05", "09:12")
    staff = visit(cast.yan, width=width)
    staff.go("/spaces/today", name="counter")
    assert "已过12分钟未签到，满20分钟放开时段" in staff.text()
    staff.press("签到", name="counter-checked-in")
    assert "今日到场" in staff.text()
    assert "已签到" in staff.text()
