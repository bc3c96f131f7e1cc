"""Requests answered on the home page, a race lost and an alternative taken, a rule tightened by both keys."""

from datetime import date

import pytest
from rooms import draft, span

from app.bookings.models import Booking, BookingState
from app.kit import clock
from app.kit.db import transaction
from app.kit.scopes import Reach
from app.spaces import actions
from app.venues import actions as venues
from app.venues.models import Sharing, VenueDraft

MONDAY = clock.at(date(2026, 3, 2), "09:00")


@pytest.fixture(autouse=True)
def _monday(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: MONDAY)


@pytest.fixture
def reach(live_cast):
    return lambda town: Reach(frozenset({town.id}), frozenset({live_cast.pair.id}))


@pytest.fixture
def place(live_app, live_cast, reach):
    """Q镇's 共享会议室 (at once) and 红梅礼堂 (on request)."""
    cast, made = live_cast, {}
    for name, seats, sharing in (("共享会议室", 30, Sharing.AT_ONCE), ("红梅礼堂", 200, Sharing.ON_REQUEST)):
        with transaction(live_app.extensions["engine"], reach(cast.qi), now=MONDAY) as session:
            said = VenueDraft(unit_id=cast.qi_centre.id, name=name, seats=seats, sharing=sharing)
            made[name] = venues.add_venue(session, said, unit=cast.qi_centre, actor=cast.actor(cast.yan))
    return made


@pytest.mark.parametrize(("width", "script"), [(1280, True), (360, True), (360, False)], ids=["desk", "phone", "bare"])
def test_requests_are_approved_on_the_home_page(visit, live_app, live_cast, place, reach, width, script):
    cast, engine = live_cast, live_app.extensions["engine"]
    with transaction(engine, reach(cast.dong), now=MONDAY) as session:
        days = ("2026-03-05", "2026-03-06", "2026-03-09")
        asked = [
            actions.book(
                session,
                draft(place["红梅礼堂"], span(day), title=f"第{n}场"),
                actor=cast.actor(cast.lao_chen),
                now=MONDAY,
            ).id
            for n, day in enumerate(days, 1)
        ]
    owner = visit(cast.qian, width=width, script=script)
    owner.go("/", name="home-requests")
    owner.page.check(f"#pick-{asked[0]}")
    owner.page.check(f"#pick-{asked[1]}")
    owner.press("同意所选", name="home-approved")
    assert "2件已同意" in owner.text()
    owner.page.click(f"#main button[value='{asked[2]}']")
    owner.page.wait_for_load_state()
    owner.look()
    assert "1件已同意" in owner.text()
    with transaction(engine, reach(cast.qi), now=MONDAY) as session:
        assert {session.get(Booking, i).state for i in asked} == {BookingState.CONFIRMED}
    owner.go(f"/spaces/bookings/{asked[0]}", name="booking-keeper")
    worker = visit(cast.lao_chen, width=width, script=script)
    worker.go(f"/spaces/bookings/{asked[0]}", name="booking-mine")
    worker.go(f"/spaces/bookings/{asked[0]}/edit", name="booking-edit")
    worker.go("/spaces/bookings", name="bookings")


def test_who_loses_a_race_takes_an_alternative(visit, live_cast, place):
    """Both have the form open for the same time; one presses first."""
    cast, room = live_cast, place["共享会议室"]
    one, two = visit(cast.lao_chen), visit(cast.lin, width=360)
    for worker, title in ((one, "两镇读书会"), (two, "座谈会")):
        worker.go(f"/spaces/{room.id}/book?day=2026-03-05&starts=14:00&ends=16:00")
        worker.fill(title=title, use="culture", heads="12", contact_name="老陈", contact_phone="13800001234")
        worker.page.check("#main [name='agrees']")
    one.press("预约")
    assert "已确认" in one.text()
    two.press("预约", name="race-lost")
    assert "该时段已被预约" in two.text()
    two.press("共享会议室（Q镇党群服务中心，30座） 2026年3月5日 星期四 12:00–14:00", role="link")
    two.page.check("#main [name='agrees']")  # everything else is carried over
    two.fill(contact_phone="13900005678")
    two.press("预约", name="race-alternative")
    assert "座谈会" in two.text()
    assert "2026年3月5日 星期四 12:00–14:00" in two.text()


@pytest.mark.parametrize("width", [1280, 360])
def test_a_rule_is_tightened_and_asked_about(visit, live_cast, place, width):
    cast, room = live_cast, place["共享会议室"]
    page = f"/sharing/{room.id}/{cast.dong.id}"
    clerk = visit(cast.yan, width=width)
    clerk.go("/sharing/", name="sharing")
    clerk.go(f"{page}/edit", name="sharing-edit")
    clerk.fill(quota="40", monday="08:00-12:00", reason="年底活动多")
    clerk.press("提交", name="sharing-change")
    assert "待双方确认" in clerk.text()
    worker = visit(cast.lao_chen, width=width)
    worker.go(f"{page}?day=2026-03-05&starts=12:00&ends=21:30&heads=31", name="sharing-no")
    assert "一次最多预约4小时" in worker.text()
    worker.go(f"{page}?day=2026-03-05&starts=14:00&ends=16:00&heads=10", name="sharing-yes")
    worker.go("/spaces/quick", name="quick")
    clerk.go(f"/spaces/{room.id}/exception", name="exception")
    clerk.go(f"/spaces/{room.id}", name="venue-keeper")
