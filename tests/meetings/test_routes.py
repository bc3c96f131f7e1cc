"""The pages of meetings, for the right person, the partner and the stranger."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
import vobject
from bs4 import BeautifulSoup
from freezegun import freeze_time
from gathering import MONDAY
from openpyxl import load_workbook

from app.meetings import queries
from app.meetings.models import MeetingState
from app.spaces import actions as spaces_actions

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def clock():
    with freeze_time(MONDAY):
        yield


def state_of(acting, cast, meeting):
    with acting(cast.dong) as session:
        found = queries.get_meeting(session, meeting.id)
        return found.state, found.is_confirmed


def form(room, **change):
    said = {
        "starts": "14:00",
        "ends": "16:00",
        "venue_id": str(room.id),
        "contact_name": "马琳",
        "contact_phone": "021-59670001",
    }
    return said | change


def test_the_hosts_clerk_confirms_and_convenes(client, cast, sign_in, acting, meeting, room):
    sign_in(cast.ma)
    page = client.get(f"/meetings/{meeting.id}")
    assert "确认时间和场地" in page.text

    offered = client.get(f"/meetings/{meeting.id}/confirm")
    assert "共享会议室（40座）" in offered.text
    assert client.post(f"/meetings/{meeting.id}/confirm", data=form(room)).status_code == 302
    assert "通知各方" in client.get(f"/meetings/{meeting.id}").text
    assert client.post(f"/meetings/{meeting.id}/convene").status_code == 302
    assert state_of(acting, cast, meeting) == (MeetingState.CONVENED, True)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"ends": "13:00"}, "结束时间须晚于开始时间"),
        ({"ends": "13:00", "venue_id": ""}, "结束时间须晚于开始时间"),
        ({"ends": "13:00", "venue_id": ""}, "共享会议室（40座）"),
        ({"venue_id": ""}, "请选择场地"),
        ({"contact_phone": ""}, "请填写联系电话"),
        ({"starts": "两点"}, "请填写开始时间"),
    ],
)
def test_the_form_says_what_is_wrong(client, cast, sign_in, acting, meeting, room, change, message):
    sign_in(cast.ma)
    answer = client.post(f"/meetings/{meeting.id}/confirm", data=form(room, **change))
    assert answer.status_code == 422
    assert message in answer.text
    assert state_of(acting, cast, meeting) == (MeetingState.PLANNED, False)


def test_a_venue_taken_meanwhile_is_refused_with_alternatives(client, cast, sign_in, acting, planned, confirmed, room):
    other = planned(number=13)
    sign_in(cast.ma)
    answer = client.post(f"/meetings/{other.id}/confirm", data=form(room))
    assert answer.status_code == 422
    assert "可以改订" in answer.text
    assert state_of(acting, cast, other) == (MeetingState.PLANNED, False)


def test_the_same_form_sent_twice_confirms_once(client, cast, sign_in, acting, meeting, room):
    sign_in(cast.ma)
    data = form(room, form_key="once")
    answers = [client.post(f"/meetings/{meeting.id}/confirm", data=data) for _ in range(2)]
    assert {a.status_code for a in answers} == {302}
    with acting(cast.dong) as session:
        assert queries.get_meeting(session, meeting.id).revision == 1


def test_fields_that_are_not_on_the_form_change_nothing(client, cast, sign_in, acting, meeting, room):
    sign_in(cast.ma)
    smuggled = {"host_id": str(cast.qi.id), "state": "issued", "partnership_id": str(uuid4()), "number": "99"}
    client.post(f"/meetings/{meeting.id}/confirm", data=form(room, **smuggled))
    with acting(cast.dong) as session:
        found = queries.get_meeting(session, meeting.id)
        assert (found.host_id, found.number, found.state) == (cast.dong.id, 12, MeetingState.PLANNED)


def test_the_partner_sees_the_meeting_and_cannot_act_as_host(client, cast, sign_in, acting, confirmed, room):
    sign_in(cast.yan)
    page = client.get(f"/meetings/{confirmed.id}")
    assert page.status_code == 200
    assert "共享会议室" in page.text
    assert "调整时间或场地" not in page.text
    assert client.get(f"/meetings/{confirmed.id}/confirm").status_code == 403
    assert client.post(f"/meetings/{confirmed.id}/confirm", data=form(room)).status_code == 403
    assert client.post(f"/meetings/{confirmed.id}/convene").status_code in (403, 422)
    assert state_of(acting, cast, confirmed) == (MeetingState.PLANNED, True)


def test_a_worker_looks_but_does_not_convene(client, cast, sign_in, confirmed):
    sign_in(cast.lao_chen)
    assert client.get(f"/meetings/{confirmed.id}").status_code == 200
    assert client.post(f"/meetings/{confirmed.id}/convene").status_code == 403


@pytest.mark.parametrize("path", ["", "/meeting.ics", "/confirm"])
def test_for_a_stranger_there_is_no_such_meeting(client, cast, sign_in, confirmed, path):
    sign_in(cast.bao)
    assert client.get(f"/meetings/{confirmed.id}{path}").status_code == 404
    assert client.get(f"/meetings/{uuid4()}{path}").status_code == 404


@pytest.mark.parametrize("path", ["/confirm", "/convene"])
def test_a_stranger_changes_nothing(client, cast, sign_in, acting, confirmed, room, path):
    sign_in(cast.bao)
    assert client.post(f"/meetings/{confirmed.id}{path}", data=form(room)).status_code == 404
    assert state_of(acting, cast, confirmed) == (MeetingState.PLANNED, True)


def test_the_list_shows_what_comes_and_can_be_searched(client, cast, sign_in, planned, confirmed):
    planned(number=11, state=MeetingState.ISSUED, starts_at=MONDAY - timedelta(days=60), ends_at=MONDAY - timedelta(59))
    sign_in(cast.qian)
    page = BeautifulSoup(client.get("/meetings").text, "html5lib")
    assert [a.text for a in page.select("ul.tasks a")] == ["第12次轮值联席会议"]
    found = BeautifulSoup(client.get("/meetings?state=issued").text, "html5lib")
    assert [a.text for a in found.select("tbody a")] == ["第11次轮值联席会议"]
    assert client.get("/meetings?state=nonsense&host=x&year=1&q=%25").status_code == 200


def test_the_list_leaves_as_excel_and_a_stranger_gets_an_empty_one(client, cast, sign_in, confirmed):
    sign_in(cast.ma)
    rows = list(load_workbook(BytesIO(client.get("/meetings/meetings.xlsx").data)).active.values)
    assert rows[1][:3] == ("第12次轮值联席会议", "2026年4月9日 星期四 14:00–16:00", "D镇")
    sign_in(cast.bao)
    assert len(list(load_workbook(BytesIO(client.get("/meetings/meetings.xlsx").data)).active.values)) == 1
    assert "第12次" not in client.get("/meetings").text


def test_the_calendar_file_opens_in_another_program(client, cast, sign_in, convened):
    sign_in(cast.qian)
    answer = client.get(f"/meetings/{convened.id}/meeting.ics")
    event = vobject.readOne(answer.text).vevent
    assert answer.mimetype == "text/calendar"
    assert event.summary.value == "红梅同心毗邻党建第12次轮值联席会议"
    assert event.location.value == "Q镇党群服务中心共享会议室"


def test_a_lost_venue_stands_at_the_top_of_the_page(client, cast, sign_in, acting, convened):
    with acting(cast.qi) as session:
        booking_id = queries.get_meeting(session, convened.id).booking_id
        spaces_actions.cancel(session, booking_id, reason="线路检修", actor=cast.actor(cast.yan), now=MONDAY)
    for person in (cast.ma, cast.yan, cast.lao_chen):
        sign_in(person)
        page = client.get(f"/meetings/{convened.id}").text
        assert "会议目前没有场地" in page
        assert "线路检修" in page
    sign_in(cast.ma)
    assert "另订场地" in client.get(f"/meetings/{convened.id}").text


def test_the_text_to_copy_carries_time_place_and_contact(client, cast, sign_in, convened):
    sign_in(cast.qian)
    page = BeautifulSoup(client.get(f"/meetings/{convened.id}").text, "html5lib")
    text = page.select_one("textarea.copy__text").text
    for part in ("2026年4月9日 星期四 14:00–16:00", "共享会议室", "北门停车场", "马琳 021-59670001"):
        assert part in text


@freeze_time("2026-02-01 01:00")
def test_before_45_days_the_page_says_from_when(client, cast, sign_in, meeting, room):
    sign_in(cast.ma)
    assert "2026年2月23日起" in client.get(f"/meetings/{meeting.id}").text
    answer = client.post(f"/meetings/{meeting.id}/confirm", data=form(room))
    assert answer.status_code == 422
    assert "会前45天起才能确认" in answer.text


def test_nobody_sees_meetings_without_signing_in(client, cast, meeting):
    assert client.get(f"/meetings/{meeting.id}").status_code == 302
    assert client.post(f"/meetings/{meeting.id}/convene").status_code == 401
