"""Searching, and the day table of all venues of both towns."""

import io

import pytest
import sqlalchemy as sa
from freezegun import freeze_time
from openpyxl import load_workbook
from rooms import MONDAY, draft, span
from sqlmodel import select

from app.kit.db import open_session
from app.kit.scopes import Reach
from app.misses.models import MissedSearch
from app.spaces import actions
from app.towns.models import Unit

MORNING = "2026-03-02 01:00"


@freeze_time(MORNING)
def test_the_day_table_shows_both_towns_hour_by_hour(client, cast, sign_in, acting, hall, room, venue):
    hidden = venue(cast.qi_centre, "值班室", cast.actor(cast.yan), sharing="none")
    with acting(cast.dong) as session:
        actions.book(session, draft(room, title="两镇读书会"), actor=cast.actor(cast.lao_chen), now=MONDAY)
    with acting(cast.qi) as session:
        meant = draft(room, span(starts="09:00", ends="10:00"), title="内部会议")
        actions.book(session, meant, actor=cast.actor(cast.qian), now=MONDAY)
    sign_in(cast.lao_chen)
    page = client.get("/spaces/day?day=2026-03-05")
    for word in (
        "议事厅",
        "共享会议室",
        "两镇读书会",
        "已预约",
        f"/spaces/{room.id}/book?day=2026-03-05&amp;starts=16:00",
    ):
        assert word in page.text
    assert "内部会议" not in page.text
    assert str(hidden.id) not in page.text


@freeze_time(MORNING)
def test_the_table_is_filtered_by_town_and_seats(client, cast, sign_in, hall, room):
    sign_in(cast.lao_chen)
    own = client.get(f"/spaces/day?day=2026-03-05&town={cast.dong.id}").text
    assert "议事厅" in own
    assert "共享会议室" not in own
    assert "没有符合条件的场地" in client.get("/spaces/day?day=2026-03-05&seats=999").text


@freeze_time("2026-03-02 10:00")
def test_in_the_evening_the_next_day_is_offered(client, cast, sign_in, hall):
    sign_in(cast.lao_chen)
    assert "2026年3月3日 星期二 空闲时段" in client.get("/spaces/").text


@freeze_time(MORNING)
def test_nothing_free_says_what_to_try(client, cast, sign_in, acting, hall):
    with acting(cast.dong) as session:
        actions.book(session, draft(hall), actor=cast.actor(cast.lin), now=MONDAY)
    sign_in(cast.lao_chen)
    page = client.get("/spaces/?day=2026-03-05&starts=14:00&ends=16:00").text
    assert "没有完全符合的空闲场地" in page
    assert "当天其他时间" in page
    assert f"/spaces/{hall.id}/book?day=2026-03-05&amp;starts=12:00&amp;ends=14:00" in page


@freeze_time(MORNING)
@pytest.mark.parametrize("path", ["/spaces/", "/spaces/day?day=2026-03-05"])
def test_forty_venues_cost_as_many_queries_as_two(client, cast, sign_in, engine, venue, path):
    for n in range(2):
        venue(cast.dong_centre, f"活动室{n}")
    sign_in(cast.lao_chen)
    few = _queries(engine, client, path)
    for n in range(2, 12):
        venue(cast.dong_centre, f"活动室{n}")
    assert _queries(engine, client, path) == few


def _queries(engine, client, path):
    """How many statements one page takes."""
    seen = []

    def note(*said):
        seen.append(said[2])

    sa.event.listen(engine, "before_cursor_execute", note)
    assert client.get(path).status_code == 200
    sa.event.remove(engine, "before_cursor_execute", note)
    return len(seen)


@freeze_time(MORNING)
def test_a_stranger_sees_only_his_own(client, cast, sign_in, hall, room):
    sign_in(cast.wu)
    page = client.get("/spaces/day?day=2026-03-05")
    assert str(hall.id) not in page.text
    assert "没有符合条件的场地" in page.text


@freeze_time(MORNING)
def test_a_search_stands_in_its_address_and_a_miss_is_counted_without_a_name(client, cast, sign_in, acting, hall, room):
    sign_in(cast.lao_chen)
    form = {"day": "2026-03-05", "length": "120", "part": "afternoon", "seats": "20", "equipment": ["投影"]}
    answer = client.post("/spaces/search", data=form | {"until": "", "town": ""})
    assert answer.status_code == 302
    for part in ("day=2026-03-05", "length=120", "part=afternoon", "equipment="):
        assert part in answer.location
    assert "until" not in answer.location
    client.post("/spaces/search", data={"day": "2026-03-05", "seats": "20"})  # something is found
    with acting(cast.dong) as session:
        (miss,) = session.exec(select(MissedSearch)).all()
        assert (miss.wanted_on.isoformat(), miss.seats, miss.town_id) == ("2026-03-05", 20, cast.dong.id)


@freeze_time(MORNING)
def test_places_are_found_by_what_they_have_and_how_far_they_are(client, cast, sign_in, engine, venue):
    with open_session(engine, Reach.nothing()) as session:
        for unit, longitude in ((cast.dong_centre, 121.50), (cast.qi_centre, 121.58)):
            kept = session.get(Unit, unit.id)
            kept.longitude, kept.latitude = longitude, 31.62
        session.commit()
    books = venue(cast.dong_centre, "书屋", equipment="白板", is_step_free=False)
    venue(cast.qi_centre, "礼堂", cast.actor(cast.yan), equipment="投影、音响", is_step_free=True, seats=200)
    sign_in(cast.lao_chen)
    found = client.get("/spaces/?day=2026-03-05&equipment=投影&step_free=y").text
    assert "礼堂" in found
    assert str(books.id) not in found
    near = f"/spaces/?day=2026-03-05&near={cast.dong_centre.id}"
    assert "距离7.6公里" in client.get(near).text
    assert "礼堂" not in client.get(f"{near}&within=5").text
    assert "礼堂" in client.get(f"{near}&within=10").text
    assert "请先选择离哪个单位近" in client.get("/spaces/?day=2026-03-05&within=5").text


@freeze_time(MORNING)
def test_the_list_is_exported(client, cast, sign_in, hall, room):
    sign_in(cast.lao_chen)
    answer = client.get("/spaces/venues.xlsx?day=2026-03-05&length=120&part=afternoon")
    sheet = load_workbook(io.BytesIO(answer.data)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [row[3] for row in rows] == ["场地", "议事厅", "共享会议室"]
    assert rows[1][-1] == "3月5日 星期四 12:00–18:00"


@freeze_time(MORNING)
@pytest.mark.parametrize("query", ["day=2026-03-05&until=2026-03-01", "day=2026-03-05&starts=16:00&ends=14:00"])
def test_a_wish_that_makes_no_sense_is_explained(client, cast, sign_in, hall, query):
    sign_in(cast.lao_chen)
    page = client.get(f"/spaces/?{query}")
    assert page.status_code == 200
    assert "不能早于开始日期" in page.text or "结束时间要晚于开始时间" in page.text
    assert client.post("/spaces/search", data={"day": "x", "seats": "-1"}).status_code == 302


@freeze_time(MORNING)
def test_pitfall_8_a_page_that_has_grown_old_is_answered_from_what_is_free_now(
    client, cast, sign_in, acting, hall, room, venue
):
    venue(cast.dong_centre, "多功能厅", seats=60)
    sign_in(cast.lao_chen)
    wish = "day=2026-03-05&starts=14:00&ends=16:00&seats=35&kind=council_room"
    link = f"/spaces/{hall.id}/book?day=2026-03-05&amp;starts=14:00&amp;ends=16:00"
    assert link in client.get(f"/spaces/?{wish}").text
    with acting(cast.dong) as session:
        actions.book(session, draft(hall), actor=cast.actor(cast.lin), now=MONDAY)
    typed = {
        "title": "党员学习会",
        "use": "party",
        "heads": "12",
        "contact_name": "老陈",
        "contact_phone": "1",
        "agrees": "y",
    }
    late = client.post(
        f"/spaces/{hall.id}/book", data=typed | {"day": "2026-03-05", "starts": "14:00", "ends": "16:00"}
    )
    assert late.status_code == 422
    assert "该时段已被预约" in late.text
    assert "可以改约" in late.text
    assert link not in client.get(f"/spaces/?{wish}").text
