"""The 回执 on the page: filled in by each town, read by the host, phones masked."""

from datetime import timedelta
from io import BytesIO

import pytest
from freezegun import freeze_time
from gathering import DAY, MONDAY
from openpyxl import load_workbook
from sqlmodel import select

from app.audit.models import AuditEntry
from app.kit import clock as wall
from app.meetings import queries as meetings
from app.meetings.models import MeetingState
from app.notifications.models import Notice
from app.participants import queries as participants


@pytest.fixture(autouse=True)
def clock():
    with freeze_time(MONDAY):
        yield


def form(**change):
    said = {
        "person": "",
        "name": "徐建国",
        "unit": "党委",
        "post": "党委书记",
        "standing": "attendee",
        "phone": "13812341234",
        "meal": "用餐",
        "car_plate": "苏f12345",
    }
    return said | change


def listed_in(acting, cast, meeting):
    with acting(cast.dong) as session:
        return [(p.name, p.post, p.is_leader) for p in participants.of_meeting(session, meeting.id)]


def test_the_invited_town_fills_in_its_receipt_and_the_host_sees_whom_to_expect(
    client, cast, sign_in, acting, convened
):
    sign_in(cast.yan)
    url = f"/meetings/{convened.id}/receipt"
    assert client.post(f"{url}/new", data=form()).status_code == 302
    assert listed_in(acting, cast, convened) == [("徐建国", "党委书记", True)]
    sign_in(cast.ma)
    page = client.get(url).text
    assert "138****1234" in page
    assert "13812341234" not in page
    assert "苏F12345" in page
    assert "用餐 1人" in page


def test_choosing_somebody_with_an_account_tells_them(client, cast, sign_in, acting, convened):
    sign_in(cast.yan)
    data = form(person=str(cast.qian.id), name="", post="")
    assert client.post(f"/meetings/{convened.id}/receipt/new", data=data).status_code == 302
    assert listed_in(acting, cast, convened) == [("小钱", "社区工作者", False)]
    with acting(cast.qi) as session:
        (notice,) = session.exec(select(Notice).where(Notice.kind == "receipts.listed")).all()
        assert notice.person_id == cast.qian.id
        assert notice.title == "请您参加红梅同心毗邻党建第12次轮值联席会议"


@pytest.mark.parametrize(("change", "message"), [({"name": ""}, "请选择人员或者填写姓名"), ({"meal": "x"}, "用餐")])
def test_the_form_says_what_is_wrong(client, cast, sign_in, acting, convened, change, message):
    sign_in(cast.yan)
    answer = client.post(f"/meetings/{convened.id}/receipt/new", data=form(**change))
    assert answer.status_code == 422
    assert listed_in(acting, cast, convened) == []


def test_whole_phone_numbers_are_shown_against_a_reason_on_record(client, cast, sign_in, acting, convened):
    sign_in(cast.yan)
    client.post(f"/meetings/{convened.id}/receipt/new", data=form())
    sign_in(cast.ma)
    url = f"/meetings/{convened.id}/receipt/unmask"
    assert client.post(url, data={"reason": ""}).status_code == 422
    assert "13812341234" in client.post(url, data={"reason": "receive"}).text
    with acting(cast.dong) as session:
        (entry,) = session.exec(select(AuditEntry).where(AuditEntry.deed == "receipts.unmask")).all()
        assert entry.detail["reason"] == "receive"


def test_workers_see_names_without_phones(client, cast, sign_in, convened):
    sign_in(cast.yan)
    client.post(f"/meetings/{convened.id}/receipt/new", data=form())
    sign_in(cast.qian)
    page = client.get(f"/meetings/{convened.id}/receipt").text
    assert "徐建国" in page
    assert "1234" not in page
    assert client.get(f"/meetings/{convened.id}/receipt/list.xlsx").status_code == 403


def test_the_list_is_corrected_and_shortened_by_its_own_town_only(client, cast, sign_in, acting, convened):
    sign_in(cast.yan)
    url = f"/meetings/{convened.id}/receipt"
    client.post(f"{url}/new", data=form())
    with acting(cast.qi) as session:
        (person,) = participants.of_meeting(session, convened.id)
    for other in (cast.ma, cast.bao):
        sign_in(other)
        expected = 403 if other is cast.ma else 404
        assert client.get(f"{url}/{person.id}").status_code == expected
        assert client.post(f"{url}/{person.id}", data=form(name="别人")).status_code == expected
        assert client.post(f"{url}/{person.id}/remove").status_code == expected
    assert listed_in(acting, cast, convened) == [("徐建国", "党委书记", True)]
    sign_in(cast.yan)
    assert "13812341234" in client.get(f"{url}/{person.id}").text
    assert client.post(f"{url}/{person.id}", data=form(name="汤华", post="镇长")).status_code == 302
    assert listed_in(acting, cast, convened) == [("汤华", "镇长", False)]
    assert client.post(f"{url}/{person.id}/remove").status_code == 302
    assert listed_in(acting, cast, convened) == []


def test_the_last_list_is_taken_over(client, cast, sign_in, acting, planned, listed, convened):
    with acting(cast.dong) as session:
        before = meetings.get_meeting(session, convened.id)
        before.state = MeetingState.ISSUED
        session.add(before)
    coming = planned(number=13, day=DAY + timedelta(days=63))
    sign_in(cast.ma)
    url = f"/meetings/{coming.id}/receipt/copy-last"
    assert client.post(url).status_code == 302
    assert [row[0] for row in listed_in(acting, cast, coming)] == ["沈卫东", "老陈"]
    assert client.post(url).status_code == 422


def test_after_the_day_of_the_receipt_the_host_hears_of_each_change(client, cast, sign_in, acting, convened):
    with freeze_time(wall.at(DAY - timedelta(days=1), "09:00")):
        sign_in(cast.yan)
        client.post(f"/meetings/{convened.id}/receipt/new", data=form())
    with acting(cast.dong) as session:
        texts = session.exec(select(Notice.text).where(Notice.kind == "receipts.late")).all()
        assert set(texts) == {"回执截止后名单有变动：增加徐建国（党委书记）。"}


def test_the_list_leaves_as_excel_with_masked_phones(client, cast, sign_in, convened):
    sign_in(cast.yan)
    client.post(f"/meetings/{convened.id}/receipt/new", data=form(name="=HYPERLINK(1)"))
    sign_in(cast.ma)
    data = client.get(f"/meetings/{convened.id}/receipt/list.xlsx").data
    row = list(load_workbook(BytesIO(data)).active.values)[1]
    assert row[1] == "'=HYPERLINK(1)"
    assert row[5] == "138****1234"


@pytest.mark.parametrize("path", ["", "/new", "/list.xlsx"])
def test_for_a_stranger_there_is_no_such_list(client, cast, sign_in, acting, convened, path):
    sign_in(cast.bao)
    assert client.get(f"/meetings/{convened.id}/receipt{path}").status_code == 404


@pytest.mark.parametrize("path", ["/new", "/copy-last", "/unmask"])
def test_a_stranger_writes_on_no_list(client, cast, sign_in, acting, convened, path):
    sign_in(cast.bao)
    assert client.post(f"/meetings/{convened.id}/receipt{path}", data=form()).status_code == 404
    assert listed_in(acting, cast, convened) == []
