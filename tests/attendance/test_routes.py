"""The clerk's sheet: marks by hand, presence live, closing, and what the minutes get of it."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from freezegun import freeze_time
from gathering import ENDS, STARTS

from app.attendance import actions, queries
from app.attendance.models import Mark, MarkDraft
from app.meetings import queries as meetings
from app.meetings.models import MeetingState
from app.participants import queries as participants


@pytest.fixture(autouse=True)
def clock():
    with freeze_time(STARTS) as frozen:
        yield frozen


def url(meeting, path=""):
    return f"/meetings/{meeting.id}/attendance{path}"


def result(acting, cast, meeting):
    with acting(cast.qi) as session:
        return queries.result_of(session, meetings.get_meeting(session, meeting.id))


def names(people):
    return [(p.name, p.unit, p.note) for p in people]


def test_presence_is_shown_as_people_come(client, cast, sign_in, acting, listed, convened):
    sign_in(cast.ma)
    page = client.get(url(convened)).text
    assert "缺少负责同志的镇：D镇、Q镇" in page
    assert "D镇：应到2人，已到0人" in page
    assert "Q镇：应到1人，已到0人" in page
    for login, mark in (("shen", "present"), ("lao_chen", "leave"), ("xu", "present"), ("qian", "observer")):
        data = {"mark": mark}
        assert client.post(url(convened, f"/people/{listed[login]}/quick"), data=data).status_code == 302
    live = client.get(url(convened, "/live")).text
    assert "到会情况符合议事要求：已到2人" in live


def test_before_the_door_opens_only_leave_is_noted(client, cast, sign_in, acting, clock, listed, convened):
    clock.move_to(STARTS - timedelta(days=3))
    sign_in(cast.ma)
    page = client.get(url(convened)).text
    assert "会前可以登记请假" in page
    assert "缺少负责同志的镇" not in page
    quick = url(convened, f"/people/{listed['shen']}/quick")
    refused = client.post(quick, data={"mark": "present"})
    assert refused.status_code == 422
    assert "会前只能登记请假" in refused.text
    assert client.post(quick, data={"mark": "leave"}).status_code == 302


def test_the_minutes_get_names_units_and_substitutes_in_the_order_of_the_towns(
    client, cast, sign_in, acting, listed, convened
):
    sign_in(cast.ma)
    client.post(url(convened, f"/people/{listed['qian']}/quick"), data={"mark": "observer"})
    client.post(url(convened, f"/people/{listed['xu']}/quick"), data={"mark": "present"})
    data = {"mark": "substitute", "name": "何静", "post": "党政办主任", "is_leader": "y"}
    assert client.post(url(convened, f"/people/{listed['shen']}"), data=data).status_code == 302
    leave = {"mark": "leave", "note": "参加党校学习"}
    client.post(url(convened, f"/people/{listed['lao_chen']}"), data=leave)

    found = result(acting, cast, convened)
    assert names(found.present) == [("何静", "D镇党委", "代沈卫东"), ("徐建国", "Q镇党委", "")]
    assert names(found.leave) == [("老陈", "D镇长江新村社区", "参加党校学习")]
    assert names(found.observers) == [("小钱", "Q镇兴隆社区", "")]
    assert found.met
    assert [p.label for p in found.presence] == ["出席", "请假", "列席"]
    assert found.presence[0].people[0].note == "代沈卫东"


def test_without_a_leader_the_lacking_town_is_named(acting, cast, listed, convened):
    with acting(cast.dong) as session:
        meeting = meetings.lock_meeting(session, convened.id)
        person = participants.get_participant(session, listed["shen"], meeting_id=meeting.id)
        draft = MarkDraft(mark=Mark.PRESENT)
        actions.mark(session, meeting, person, draft, actor=cast.actor(cast.ma), now=STARTS)
    found = result(acting, cast, convened)
    assert (found.met, found.lacking) == (False, ("Q镇",))
    assert [p.name for p in found.absent] == ["老陈", "徐建国"]


def test_closing_makes_the_meeting_held(client, cast, sign_in, acting, listed, convened, clock):
    sign_in(cast.ma)
    assert client.post(url(convened, "/close")).status_code == 422  # nobody came
    client.post(url(convened, f"/people/{listed['shen']}/quick"), data={"mark": "present"})
    clock.move_to(ENDS)
    sign_in(cast.ma)
    assert client.post(url(convened, "/close")).status_code == 302
    with acting(cast.dong) as session:
        assert meetings.get_meeting(session, convened.id).state is MeetingState.HELD
    assert result(acting, cast, convened).closed_at == ENDS
    assert client.post(url(convened, "/close")).status_code == 422
    late = {"mark": "present"}  # a correction before the minutes go to the keys
    assert client.post(url(convened, f"/people/{listed['lao_chen']}/quick"), data=late).status_code == 302


def test_before_it_begins_a_meeting_is_not_closed(client, cast, sign_in, listed, convened, clock):
    clock.move_to(STARTS - timedelta(minutes=30))
    sign_in(cast.ma)
    client.post(url(convened, f"/people/{listed['shen']}/quick"), data={"mark": "present"})
    answer = client.post(url(convened, "/close"))
    assert answer.status_code == 422
    assert "会议尚未开始" in answer.text


def test_the_qr_code_is_made_once_and_can_be_replaced(client, cast, sign_in, acting, convened):
    sign_in(cast.ma)
    assert client.post(url(convened, "/open")).status_code == 302
    page = BeautifulSoup(client.get(url(convened)).text, "html5lib")
    first = page.select_one("img.qr")["src"]
    assert first.startswith("data:image/svg+xml")
    client.post(url(convened, "/open"))
    assert BeautifulSoup(client.get(url(convened)).text, "html5lib").select_one("img.qr")["src"] == first
    with acting(cast.dong) as session:
        old = queries.find_sheet(session, convened.id).code
    assert client.post(url(convened, "/change-code")).status_code == 302
    assert client.get(f"/s/{old}").status_code == 404


def test_the_code_is_shown_to_clerks_only(client, cast, sign_in, convened):
    sign_in(cast.ma)
    client.post(url(convened, "/open"))
    sign_in(cast.lao_chen)
    page = client.get(url(convened)).text
    assert "签到二维码" not in page
    assert client.get(url(convened, "/print")).status_code == 403


def test_marks_can_be_taken_back(client, cast, sign_in, acting, listed, convened):
    sign_in(cast.ma)
    client.post(url(convened, f"/people/{listed['shen']}/quick"), data={"mark": "present"})
    with acting(cast.dong) as session:
        (entry,) = queries.entries_of(session, convened.id)
    assert client.post(url(convened, f"/entries/{entry.id}/unmark")).status_code == 302
    assert result(acting, cast, convened).present == ()


def test_somebody_not_on_the_list_is_written_down(client, cast, sign_in, acting, listed, convened):
    sign_in(cast.ma)
    data = {"town": str(cast.qi.id), "name": "周平", "unit": "启东市委组织部", "post": "科长", "substitute_for": ""}
    assert client.get(url(convened, "/guests/new")).status_code == 200
    assert client.post(url(convened, "/guests/new"), data=data).status_code == 302
    assert client.post(url(convened, "/guests/new"), data=data).status_code == 422
    assert [p.name for p in result(acting, cast, convened).observers] == ["周平"]


def test_the_sheet_is_printed_with_empty_lines_and_the_code(client, cast, sign_in, listed, convened):
    sign_in(cast.ma)
    client.post(url(convened, "/open"))
    page = client.get(url(convened, "/print")).text
    assert "签到表" in page
    assert "徐建国" in page
    assert client.get(url(convened, "/sheet.pdf")).data.startswith(b"%PDF")


def test_a_substitute_needs_a_name(client, cast, sign_in, acting, listed, convened):
    sign_in(cast.ma)
    answer = client.post(url(convened, f"/people/{listed['shen']}"), data={"mark": "substitute"})
    assert answer.status_code == 422
    assert "请填写代会人员的姓名" in answer.text
    assert result(acting, cast, convened).present == ()


def test_the_partner_marks_its_own_people_only(client, cast, sign_in, acting, listed, convened):
    sign_in(cast.yan)
    own, other = (url(convened, f"/people/{listed[login]}/quick") for login in ("xu", "shen"))
    assert client.post(own, data={"mark": "present"}).status_code == 302
    assert client.post(other, data={"mark": "present"}).status_code == 422
    assert client.post(url(convened, "/open")).status_code == 422
    assert client.post(url(convened, "/close")).status_code == 422
    assert [p.name for p in result(acting, cast, convened).present] == ["徐建国"]


@pytest.mark.parametrize("path", ["", "/live", "/print", "/sheet.pdf", "/guests/new"])
def test_for_a_stranger_there_is_no_sheet(client, cast, sign_in, convened, path):
    sign_in(cast.bao)
    assert client.get(url(convened, path)).status_code == 404


def test_a_stranger_marks_nobody(client, cast, sign_in, acting, listed, convened):
    sign_in(cast.bao)
    shen = listed["shen"]
    paths = (f"/people/{shen}/quick", f"/people/{shen}", "/open", "/change-code", "/close", "/guests/new")
    paths += (f"/entries/{shen}/unmark",)
    assert {client.post(url(convened, p), data={"mark": "present"}).status_code for p in paths} == {404}
    assert result(acting, cast, convened).present == ()
