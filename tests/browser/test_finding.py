"""Looking for a place on a phone; and a clerk who shows, imports, closes and lends out the town's venues."""

import io
from datetime import date

import pytest
from openpyxl import load_workbook
from PIL import Image
from rooms import draft, span

from app.kit import clock
from app.kit.db import transaction
from app.kit.scopes import Reach
from app.spaces import actions as spaces
from app.venues import actions as venues
from app.venues.models import Sharing, VenueDraft

MONDAY = clock.at(date(2026, 3, 2), "09:00")


@pytest.fixture
def place(live_app, live_cast, monkeypatch):
    """D镇's 议事厅 and Q镇's 共享会议室, both with a projector, on a Monday morning."""
    monkeypatch.setattr(clock, "now", lambda: MONDAY)
    cast, made = live_cast, {}
    for unit, name, clerk in ((cast.dong_centre, "议事厅", cast.ma), (cast.qi_centre, "共享会议室", cast.yan)):
        with transaction(live_app.extensions["engine"], reach(cast, unit.town_id), now=MONDAY) as session:
            said = VenueDraft(unit_id=unit.id, name=name, seats=40, equipment="投影、音响", sharing=Sharing.AT_ONCE)
            made[name] = venues.add_venue(session, said, unit=unit, actor=cast.actor(clerk))
    return made


@pytest.fixture
def booked(live_app, live_cast, place):
    """林芳 has the 议事厅 on Thursday afternoon."""
    cast = live_cast
    with transaction(live_app.extensions["engine"], reach(cast, cast.dong.id), now=MONDAY) as session:
        meant = draft(place["议事厅"], span("2026-03-05", "12:00", "21:00"), title="党员学习会")
        return spaces.book(session, meant, actor=cast.actor(cast.lin), now=MONDAY)


def reach(cast, town_id):
    return Reach(frozenset({town_id}), frozenset({cast.pair.id}))


@pytest.mark.parametrize("script", [True, False], ids=["phone", "bare"])
def test_two_hours_on_thursday_afternoon_with_a_projector(visit, live_cast, booked, script):
    worker = visit(live_cast.lao_chen, width=320, script=script)
    worker.go("/spaces/")
    worker.fill(day="2026-03-05", length="120", seats="30", town=str(live_cast.dong.id))
    worker.page.locator(".filters__more summary").click()
    worker.fill(part="afternoon")
    worker.page.check("#main [value='投影']")
    worker.press("查找空闲场地", name="finding/alternatives")
    assert "没有完全符合的空闲场地" in worker.text()
    assert "同一时间，是Q镇的场地" in worker.text()
    worker.page.locator("ul.others a", has_text="共享会议室").click()
    worker.page.wait_for_load_state()
    worker.look()
    assert worker.page.input_value("[name='starts']") == "12:00"


@pytest.mark.parametrize("width", [320, 1280])
def test_a_clerk_shows_and_closes_a_venue(visit, live_cast, place, booked, tmp_path, width):
    hall, photo = place["议事厅"], tmp_path / "hall.jpg"
    Image.new("RGB", (1200, 900), "#8fb9a8").save(photo)
    clerk = visit(live_cast.ma, width=width)
    clerk.go(f"/venues/{hall.id}/photos", name="finding/no-photo")
    clerk.page.set_input_files("#main [name='photo']", str(photo))
    clerk.fill(alt="从讲台看去的全景")
    clerk.press("添加", name="finding/photos")
    clerk.go(f"/spaces/{hall.id}?week=2026-03-05", name="finding/venue")
    clerk.go(f"/venues/{hall.id}/edit", name="finding/edit")
    clerk.go(f"/spaces/{hall.id}/exceptions", name="finding/exceptions")
    clerk.fill(first="2026-03-05", open_hours="08:00-11:00", why="消防演练")
    clerk.press("登记", name="finding/exceptions-met")
    clerk.press("确认登记并通知预约人")
    clerk.go("/spaces/exceptions", name="finding/exceptions-many")
    clerk.go(f"/spaces/{hall.id}/close")
    clerk.fill(reason="更换空调", first_on="2026-03-05", from_time="08:00", last_on="2026-03-06", to_time="18:00")
    clerk.press("关闭场地", name="finding/close-met")
    clerk.press("确认关闭并通知预约人", name="finding/closed")
    clerk.go(f"/spaces/common?venues={hall.id}&venues={place['共享会议室'].id}", name="finding/common")
    clerk.go(f"/subscription/venues/{hall.id}")
    clerk.press("生成订阅地址", name="finding/calendar")


@pytest.mark.parametrize("width", [320, 1280])
def test_a_clerk_imports_a_table(visit, live_cast, place, tmp_path, width):
    clerk = visit(live_cast.ma, width=width)
    clerk.go("/venues/table/", name="finding/table")
    book = load_workbook(io.BytesIO(clerk.page.request.get(f"{clerk.address}/venues/table/export.xlsx").body()))
    book["场地"].append([None, live_cast.dong_centre.name, "书屋", "书屋", 0])
    book.save(tmp_path / "bad.xlsx")
    book["场地"]["E3"] = 20
    book.save(tmp_path / "good.xlsx")
    for name in ("bad", "good"):
        clerk.go("/venues/table/")
        clerk.page.set_input_files("#main [name='sheet']", str(tmp_path / f"{name}.xlsx"))
        clerk.press("上传并检查", name=f"finding/table-{name}")
    clerk.press("确认写入", name="finding/table-done")
    assert "已写入：新增1行" in clerk.text()
