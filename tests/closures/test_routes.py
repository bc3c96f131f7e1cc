"""The page on which a unit closes its venue."""

import pytest
from freezegun import freeze_time
from rooms import MONDAY, draft, span
from sqlmodel import select

from app.claims.models import Closure
from app.notifications.models import Notice
from app.spaces import actions as spaces
from app.venues.models import DayException

MORNING = "2026-03-02 01:00"
FORM = {
    "kind": "upkeep",
    "reason": "更换空调",
    "first_on": "2026-03-05",
    "from_time": "08:00",
    "last_on": "2026-03-07",
    "to_time": "17:00",
}


@freeze_time(MORNING)
def test_the_unit_closes_and_opens_again(client, cast, sign_in, hall, acting):
    sign_in(cast.lao_chen)
    assert "应急征用" in client.get(f"/spaces/{hall.id}/close").text
    assert client.post(f"/spaces/{hall.id}/close", data=FORM).status_code == 302
    page = client.get(f"/spaces/{hall.id}?week=2026-03-05")
    assert "2026年3月5日08:00至2026年3月7日17:00关闭：更换空调" in page.text
    assert "维修保养：更换空调" in page.text
    with acting(cast.dong) as session:
        closure_id = session.exec(select(Closure.id)).one()
    assert client.post(f"/spaces/closures/{closure_id}/lift").status_code == 302
    assert "更换空调" not in client.get(f"/spaces/{hall.id}?week=2026-03-05").text


@freeze_time(MORNING)
@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"reason": ""}, "请写明原因"),
        ({"last_on": "2026-03-01"}, "结束时间要晚于开始时间"),
        ({"kind": "emergency"}, "由本镇书记或党政办主任决定"),
    ],
)
def test_the_form_says_what_is_wrong(client, cast, sign_in, hall, change, message):
    sign_in(cast.lao_chen)
    answer = client.post(f"/spaces/{hall.id}/close", data=FORM | change)
    assert answer.status_code == 422
    assert message in answer.text


@freeze_time(MORNING)
@pytest.mark.parametrize("who", ["yan", "bao"])
def test_nobody_else_closes_or_opens_it(client, cast, sign_in, hall, acting, who):
    sign_in(cast.lao_chen)
    client.post(f"/spaces/{hall.id}/close", data=FORM)
    with acting(cast.dong) as session:
        closure_id = session.exec(select(Closure.id)).one()
    sign_in(getattr(cast, who))
    assert client.post(f"/spaces/{hall.id}/close", data=FORM).status_code == 404
    assert client.post(f"/spaces/closures/{closure_id}/lift").status_code == 404
    with acting(cast.dong) as session:
        assert session.exec(select(Closure.lifted_at)).one() is None


@pytest.fixture
def booked(cast, acting, hall):
    """Q镇's reading group has asked for D镇's hall on Thursday afternoon."""
    with acting(cast.qi) as session:
        return spaces.book(session, draft(hall, title="两镇读书会"), actor=cast.actor(cast.qian), now=MONDAY)


def asked_of(session, person):
    told = select(Notice).where(Notice.person_id == person.id, Notice.kind == "spaces.closure")
    return [notice.title for notice in session.exec(told)]


@freeze_time(MORNING)
def test_who_is_concerned_is_shown_before_anything_is_closed(client, cast, sign_in, hall, acting, booked):
    sign_in(cast.lao_chen)
    shown = client.post(f"/spaces/{hall.id}/close", data=FORM)
    assert shown.status_code == 200
    for word in ("受影响的预约（1个）", "两镇读书会", "确认关闭并通知预约人", "更换空调"):
        assert word in shown.text
    with acting(cast.dong) as session:
        assert session.exec(select(Closure)).all() == []
    assert client.post(f"/spaces/{hall.id}/close", data=FORM | {"seen": str(booked.id)}).status_code == 302
    with acting(cast.qi) as session:
        assert asked_of(session, cast.qian) == ["预约的场地将关闭"]


@freeze_time(MORNING)
def test_somebody_who_booked_meanwhile_is_shown_first(client, cast, sign_in, hall, acting, booked):
    with acting(cast.dong) as session:
        meant = draft(hall, span(day="2026-03-06"), title="新来的")
        spaces.book(session, meant, actor=cast.actor(cast.lin), now=MONDAY)
    sign_in(cast.lao_chen)
    again = client.post(f"/spaces/{hall.id}/close", data=FORM | {"seen": str(booked.id)})
    assert again.status_code == 200
    assert "新来的" in again.text


HOURS = {"first": "2026-03-05", "open_hours": "", "why": "消防演练"}


@freeze_time(MORNING)
def test_a_date_has_its_own_hours_and_loses_them_again(client, cast, sign_in, acting, hall):
    sign_in(cast.lao_chen)
    url = f"/spaces/{hall.id}/exceptions"
    assert client.post(url, data=HOURS).status_code == 302
    assert "消防演练" in client.get(url).text
    assert "消防演练" in client.get(f"/spaces/{hall.id}?week=2026-03-05").text
    assert "请写明原因" in client.post(url, data=HOURS | {"why": ""}).text
    assert "请只写一段" in client.post(url, data=HOURS | {"open_hours": "08:00-10:00 11:00-12:00"}).text
    assert "日期已过" in client.post(url, data=HOURS | {"first": "2026-03-01"}).text
    assert client.post(f"{url}/drop", data={"on": "2026-03-05"}).status_code == 302
    with acting(cast.dong) as session:
        assert session.exec(select(DayException)).all() == []


@freeze_time(MORNING)
def test_shorter_hours_ask_whoever_lies_outside_them(client, cast, sign_in, acting, hall, booked):
    sign_in(cast.lao_chen)
    url = f"/spaces/{hall.id}/exceptions"
    assert client.post(url, data=HOURS | {"open_hours": "13:00-17:00"}).status_code == 302  # the booking lies inside
    shown = client.post(url, data=HOURS | {"open_hours": "08:00-12:00"})
    assert "两镇读书会" in shown.text
    assert "确认登记并通知预约人" in shown.text
    seen = HOURS | {"open_hours": "08:00-12:00", "seen": str(booked.id)}
    assert client.post(url, data=seen).status_code == 302
    with acting(cast.qi) as session:
        assert asked_of(session, cast.qian) == ["预约的场地将关闭"]


@freeze_time("2026-01-05 01:00")
def test_the_spring_festival_is_entered_for_several_venues_at_once(client, cast, sign_in, acting, hall, venue):
    venue(cast.dong_centre, "书屋")
    sign_in(cast.ma)
    assert "春节 2." in client.get("/spaces/exceptions").text
    form = {"first": "2026-02-16", "last": "2026-02-20", "open_hours": "09:00-11:00", "why": "春节值班"}
    assert client.post("/spaces/exceptions", data=form | {"venues": [str(hall.id)]}).status_code == 302
    with acting(cast.dong) as session:
        made = session.exec(select(DayException)).all()
        assert [(e.venue_id, e.opens) for e in made] == [(hall.id, 540)] * 5
    assert "请至少选择一个场地" in client.post("/spaces/exceptions", data=form).text


@freeze_time(MORNING)
@pytest.mark.parametrize("who", ["yan", "bao"])
def test_nobody_else_sets_hours(client, cast, sign_in, hall, acting, who):
    sign_in(getattr(cast, who))
    assert client.post(f"/spaces/{hall.id}/exceptions", data=HOURS).status_code == 404
    assert client.post(f"/spaces/{hall.id}/exceptions/drop", data={"on": "2026-03-05"}).status_code == 404
    assert client.post("/spaces/exceptions", data=HOURS | {"venues": [str(hall.id)]}).status_code == 422
