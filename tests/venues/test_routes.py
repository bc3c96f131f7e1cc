"""The pages on which a unit keeps its venues."""

import pytest
from freezegun import freeze_time
from sqlmodel import select

from app.venues.models import Sharing, Venue

MORNING = "2026-03-02 01:00"


@pytest.fixture
def form(cast):
    return {
        "unit_id": str(cast.dong_centre.id),
        "name": "电教室",
        "kind": "classroom",
        "seats": "50",
        "area_m2": "80",
        "sharing": "at_once",
        "holidays": "closed",
        "gap_before": "0",
        "gap_after": "15",
        "monday": "08:00-12:00 13:30-17:00",
        "notes": "请勿带食品入内",
    }


@freeze_time(MORNING)
def test_a_worker_enters_a_venue_and_changes_it(client, cast, sign_in, acting, form):
    sign_in(cast.lao_chen)
    assert "还没有录入场地" in client.get("/venues/").text
    answer = client.post("/venues/new", data=form)
    assert answer.status_code == 302
    page = client.get(answer.location)
    for word in ("电教室", "星期一 08:00–12:00 13:30–17:00", "两场之间留15分钟整理", "请勿带食品入内"):
        assert word in page.text
    with acting(cast.dong) as session:
        venue_id = session.exec(select(Venue.id)).one()
    shown = client.get(f"/venues/{venue_id}/edit")
    assert 'value="08:00-12:00 13:30-17:00"' in shown.text
    change = {"seats": "45", "sharing": "none", "floor": "二楼", "equipment": "投影 音响,投影", "desk": "一楼服务台"}
    assert client.post(f"/venues/{venue_id}/edit", data=form | change).status_code == 302
    with acting(cast.dong) as session:
        venue = session.exec(select(Venue)).one()
        assert (venue.seats, venue.number, venue.equipment, venue.floor) == (45, 1, "投影、音响", "二楼")
        assert venue.sharing is Sharing.AT_ONCE  # how partners may use it is the policy's affair


@freeze_time(MORNING)
def test_the_page_says_where_it_is_and_whom_to_ask(client, cast, sign_in, venue):
    said = {
        "floor": "二楼",
        "place": "从东门进",
        "desk": "一楼服务台",
        "phone": "021-59660128",
        "equipment": "投影、白板",
    }
    room = venue(cast.dong_centre, "电教室", **said)
    sign_in(cast.qian)
    page = client.get(f"/spaces/{room.id}").text
    for word in (*said.values(), "D镇党群服务中心电教室", "进门：二楼，从东门进"):
        assert word in page


@freeze_time(MORNING)
@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"name": ""}, "请填写场地名称"),
        ({"seats": "0"}, "座位数至少为1"),
        ({"monday": "全天"}, "的写法不对"),
        ({"name": "议事厅"}, "已有名为“议事厅”的场地"),
    ],
)
def test_the_form_says_what_is_wrong(client, cast, sign_in, hall, form, change, message):
    sign_in(cast.lao_chen)
    answer = client.post("/venues/new", data=form | change)
    assert answer.status_code == 422
    assert message in answer.text


@freeze_time(MORNING)
def test_a_retired_venue_is_booked_no_more(client, cast, sign_in, hall):
    sign_in(cast.lao_chen)
    assert client.post(f"/venues/{hall.id}/retire", data={"retired": "yes"}).status_code == 302
    assert "已停用" in client.get("/venues/").text
    assert "该场地已停用" in client.get(f"/spaces/{hall.id}").text
    assert client.post(f"/venues/{hall.id}/retire", data={"retired": "no"}).status_code == 302


@freeze_time(MORNING)
@pytest.mark.parametrize("path", ["/edit", "/retire"])
@pytest.mark.parametrize("who", ["yan", "bao"])
def test_another_town_keeps_no_venue_of_ours(client, cast, sign_in, acting, hall, form, path, who):
    sign_in(getattr(cast, who))
    said = form | {"retired": "yes"}
    assert client.post(f"/venues/{hall.id}{path}", data=said).status_code == 404
    with acting(cast.dong) as session:
        assert session.exec(select(Venue.name, Venue.is_retired)).one() == ("议事厅", False)


@freeze_time(MORNING)
def test_a_foreign_unit_cannot_be_posted(client, cast, sign_in, acting, form):
    sign_in(cast.lao_chen)
    assert client.post("/venues/new", data=form | {"unit_id": str(cast.qi_centre.id)}).status_code == 422
    with acting(cast.dong) as session:
        assert session.exec(select(Venue)).all() == []
