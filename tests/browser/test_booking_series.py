"""A worker books a series with conflicts on a phone and at a desk, resolves them in three ways, and changes it."""

from datetime import date

import pytest
from rooms import draft, span
from series_of_bookings import book, weekly

from app.kit import clock
from app.kit.db import transaction
from app.kit.scopes import Reach
from app.spaces import actions
from app.venues import actions as venues
from app.venues.models import Sharing, VenueDraft

MONDAY = clock.at(date(2026, 3, 2), "09:00")


@pytest.fixture
def hall(live_app, live_cast, monkeypatch):
    """D镇's 议事厅, taken on three of the Thursdays that somebody will want; Q镇's 共享会议室 is free."""
    cast = live_cast
    monkeypatch.setattr(clock, "now", lambda: MONDAY)
    wanted = [
        (cast.dong_centre, "议事厅", Sharing.AT_ONCE, cast.ma),
        (cast.qi_centre, "共享会议室", Sharing.ON_REQUEST, cast.yan),
    ]
    for unit, name, sharing, clerk in wanted:
        with transaction(live_app.extensions["engine"], _reach(cast, unit.town_id), now=MONDAY) as session:
            said = VenueDraft(unit_id=unit.id, name=name, seats=40, sharing=sharing)
            made = venues.add_venue(session, said, unit=unit, actor=cast.actor(clerk))
        if unit is cast.dong_centre:
            here = made
    with transaction(live_app.extensions["engine"], _reach(cast, cast.dong.id), now=MONDAY) as session:
        for day in ("2026-03-12", "2026-03-19", "2026-03-26"):
            busy = draft(here, span(day), title="合唱队排练")
            actions.book(session, busy, actor=cast.actor(cast.lin), now=MONDAY)
    return here


def _reach(cast, town_id):
    return Reach(frozenset({town_id}), frozenset({cast.pair.id}))


@pytest.mark.parametrize(("width", "script"), [(320, True), (320, False), (1280, True)], ids=["phone", "bare", "desk"])
def test_a_series_with_conflicts_resolved_in_three_ways(visit, live_cast, hall, width, script):
    cast = live_cast
    worker = visit(cast.lao_chen, width=width, script=script)
    worker.go(f"/spaces/{hall.id}")
    worker.press("系列预约", role="link", name="series-form")
    worker.fill(first_on="2026-03-05", starts="14:00", ends="16:00", title="每周读书会", use="culture", heads="20")
    worker.page.check("#main [name='weekdays'][value='4']")
    worker.page.check("#main [name='ending'][value='times']")
    worker.fill(contact_phone="13800001234", times="6")
    worker.page.check("#main [name='agrees']")
    worker.press("预览各次", name="series-preview")
    assert "共6次，其中3次约不上" in worker.text()
    assert "已有预约：合唱队排练" in worker.text()

    _choose(worker, "2026-03-12", "跳过这一次")
    _choose(worker, "2026-03-19", "同一时间，Q镇的场地")
    _choose(worker, "2026-03-26", "同一场地，当天其他时间")
    worker.press("重新核对", name="series-resolved")
    assert "现在确认将预约5次，跳过1次" in worker.text()
    worker.press("确认预约", name="series-booked")
    assert "已预约5次" in worker.text()
    assert worker.text().count("单独安排") == 2

    worker.press("修改全部", role="link", name="series-change")
    worker.fill(starts="09:00", ends="11:00")
    worker.press("看会改到哪几次", name="series-change-preview")
    assert "将修改3次" in worker.text()
    worker.press("确认修改", name="series-changed")
    assert worker.text().count("09:00–11:00") >= 3
    worker.press("取消全部", role="link", name="series-cancel")
    worker.fill(reason="活动改到线上")
    worker.press("取消所选各次", name="series-cancelled")
    assert "已取消3次" in worker.text()

    owner = visit(cast.yan, width=width, script=script)
    owner.go(worker.page.url.removeprefix(owner.address), name="series-owner")
    owner.press("同意所选各次", name="series-answered")
    assert "已同意1次" in owner.text()


def _choose(worker, day: str, words: str) -> None:
    worker.page.locator(f"#row-{day}").get_by_label(words).first.check()


@pytest.mark.parametrize(("width", "script"), [(320, False), (1280, True)], ids=["bare", "desk"])
def test_two_venues_for_one_time(visit, live_cast, hall, width, script):
    worker = visit(live_cast.lao_chen, width=width, script=script)
    worker.go("/spaces/together/", name="together-when")
    worker.fill(day="2026-03-05", starts="14:00", ends="16:00")
    worker.press("看哪些场地空闲", name="together-form")
    for box in worker.page.locator("#main [name='venues']").all():
        box.check()
    worker.fill(title="联合宣讲", use="party", heads="20", contact_phone="13800001234")
    worker.page.check("#main [name='agrees']")
    worker.press("同时预约", name="together-done")
    assert "已同时预约2个场地" in worker.text()


def test_the_series_pages_in_the_version_for_elders(visit, live_cast, live_app, hall):
    cast = live_cast
    with transaction(live_app.extensions["engine"], _reach(cast, cast.dong.id), now=MONDAY) as session:
        made = book(session, weekly(hall, first_on=date(2026, 4, 2)), cast.actor(cast.lao_chen), MONDAY)
    worker = visit(cast.lao_chen, width=320, large=True)
    for path in (f"/spaces/{hall.id}/series", "/spaces/series/", f"/spaces/series/{made.id}"):
        worker.go(path)
    for deed in ("change", "cancel"):
        worker.go(f"/spaces/series/{made.id}/{deed}", name=f"series-{deed}-large")
