"""A clerk looks at giving and taking, corrects an entry, and has the year's report made; on a phone and at a desk."""

from datetime import date, timedelta

import pytest
from rooms import draft, span

from app.kit import clock
from app.kit.db import transaction
from app.kit.scopes import Reach
from app.spaces import actions
from app.venues import actions as venues
from app.venues.models import Sharing, VenueDraft
from jobs import make_reports, settle_bookings

MONDAY = clock.at(date(2026, 3, 2), "09:00")
FRIDAY = clock.at(date(2026, 3, 6), "09:00")


@pytest.fixture
def lent(live_app, live_cast, monkeypatch):
    """老陈 has used Q镇's 共享会议室 for two hours."""
    cast, engine = live_cast, live_app.extensions["engine"]
    with transaction(engine, _reach(cast.qi, cast), now=MONDAY) as session:
        said = VenueDraft(unit_id=cast.qi_centre.id, name="共享会议室", seats=30, sharing=Sharing.AT_ONCE)
        room = venues.add_venue(session, said, unit=cast.qi_centre, actor=cast.actor(cast.yan))
    with transaction(engine, _reach(cast.dong, cast), now=MONDAY) as session:
        actions.book(session, draft(room, span()), actor=cast.actor(cast.lao_chen), now=MONDAY)
    settle_bookings.run(engine, FRIDAY)
    monkeypatch.setattr(clock, "now", lambda: FRIDAY)
    return engine


def _reach(town, cast):
    return Reach(frozenset({town.id}), frozenset({cast.pair.id}))


@pytest.mark.parametrize(("width", "script"), [(320, True), (320, False), (1280, True)], ids=["phone", "bare", "desk"])
def test_giving_and_taking_and_the_report_of_the_year(visit, live_cast, lent, width, script):
    clerk = visit(live_cast.yan, width=width, script=script)
    clerk.go("/balance/?length=month&first=2026-03-01", name="balance/index")
    assert clerk.page.locator(".chart svg").count() == 3
    assert "D镇使用Q镇" not in clerk.page.locator("h1").inner_text()
    clerk.go("/balance/entries?length=month&first=2026-03-01", name="balance/statement")
    clerk.page.get_by_role("link", name="更正").first.click()
    clerk.fill(hours="1.5", reason="提前半小时结束")
    clerk.press("更正")
    clerk.look("balance/corrected")
    assert "提前半小时结束" in clerk.page.content()
    clerk.go("/reports/", name="reports/index")
    clerk.press("生成报告")
    clerk.look("reports/waiting")
    assert "进度：0" in clerk.page.content()
    assert make_reports.run(lent, FRIDAY + timedelta(seconds=5)) == 1
    clerk.page.reload()
    clerk.look("reports/ready")
    assert clerk.page.get_by_role("link", name="下载迎检台账").count() == 1
