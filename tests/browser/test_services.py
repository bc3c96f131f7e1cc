"""A unit's worker writes a service down and plans a series with its venue; the partner and a resident see it."""

from datetime import date

import pytest

from app.kit import clock
from app.kit.db import transaction
from app.kit.scopes import Reach
from app.venues import actions as venues
from app.venues.models import Sharing, VenueDraft

MONDAY = clock.at(date(2026, 3, 2), "09:00")


@pytest.fixture
def room(live_app, live_cast, monkeypatch):
    """Q镇's 体检中心."""
    cast = live_cast
    monkeypatch.setattr(clock, "now", lambda: MONDAY)
    reach = Reach(frozenset({cast.qi.id}), frozenset({cast.pair.id}))
    with transaction(live_app.extensions["engine"], reach, now=MONDAY) as session:
        said = VenueDraft(unit_id=cast.qi_centre.id, name="体检中心", seats=40, sharing=Sharing.AT_ONCE)
        return venues.add_venue(session, said, unit=cast.qi_centre, actor=cast.actor(cast.yan))


@pytest.mark.parametrize(("width", "script"), [(320, False), (1280, True)], ids=["bare", "desk"])
def test_a_service_is_written_planned_and_seen_on_the_other_side(visit, live_cast, room, width, script):
    cast = live_cast
    worker = visit(cast.qian, width=width, script=script)
    worker.go("/services/")
    worker.press("新增服务项目", role="link", name="service-form")
    worker.fill(
        unit_id=str(cast.qi_centre.id),
        kind="health",
        name="健康体检",
        description="量血压、测血糖、心电图，结果当场告知。",
        eligibility="年满60周岁的居民",
        bring="身份证、医保卡，请空腹",
        venue_id=str(room.id),
        place="二楼",
        phone="0513-80000001",
    )
    worker.fill(**{f"home-{cast.dong.id}-price": "20元", f"home-{cast.dong.id}-subsidy": "由户籍镇补贴10元"})
    worker.press("存为草稿", name="service-draft")
    worker.press("发布", name="service-published")
    assert "已发布" in worker.text()

    worker.press("排系列场次", role="link", name="session-series-form")
    worker.page.check("#main [name='ending'][value='times']")
    worker.fill(first_on="2026-03-05", starts="08:30", ends="10:30", places="12", times="4", closing="eve")
    worker.page.check("#main [name='weekdays'][value='4']")
    worker.fill(**{f"home-{cast.dong.id}-kept": "4"})
    worker.press("预览各场", name="session-series-preview")
    assert "现在确认将排4场" in worker.text()
    worker.press("确认排定", name="session-series-planned")
    assert "已排好4场" in worker.text()

    partner = visit(cast.lao_chen, width=width, script=script)
    partner.go("/sessions/?first=2026-03-02", name="sessions")
    partner.press("健康体检 3月5日（星期四）08:30–10:30", role="link", name="session")
    assert "本镇居民现在可报12个" in partner.text()
    assert "为居民报名" in partner.text()

    resident = visit(None, width=width, script=script)
    resident.go("/convenience/", name="convenience")
    resident.press("健康体检", role="link", name="convenience-service")
    assert "还剩12个名额" in resident.text()
    resident.go(f"/convenience/units/{cast.qi_centre.id}", name="convenience-unit")
    resident.go(f"/convenience/units/{cast.qi_centre.id}/print", name="convenience-print")
