"""The pages of changes, for the right person, the partner and the stranger."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from freezegun import freeze_time
from gathering import DAY, MONDAY

from app.changes import queries
from app.consents import queries as consents
from app.meetings import queries as meetings
from app.meetings.models import MeetingState


@pytest.fixture(autouse=True)
def clock():
    with freeze_time(MONDAY):
        yield


def form(days, **change):
    said = {"day": str(DAY + timedelta(days=days)), "starts": "14:00", "ends": "16:00", "reason": "防汛应急响应"}
    return said | change


def day_of(acting, cast, meeting):
    with acting(cast.dong) as session:
        return meetings.get_meeting(session, meeting.id).day


def hash_of(acting, cast, meeting):
    with acting(cast.dong) as session:
        change = queries.find_open(session, meeting.id)
        return f"/meetings/{meeting.id}/changes/{change.id}", consents.get(session, change.consent_id).content_hash


def test_the_host_postpones_within_14_days(client, cast, sign_in, acting, convened):
    sign_in(cast.ma)
    assert "立即生效" in client.get(f"/meetings/{convened.id}/postpone").text
    answer = client.post(f"/meetings/{convened.id}/postpone", data=form(7))
    assert answer.location.endswith(f"/meetings/{convened.id}")
    assert day_of(acting, cast, convened) == DAY + timedelta(days=7)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"reason": ""}, "请写明原因"),
        ({"day": ""}, "请选择日期"),
        ({"ends": "12:00"}, "结束时间须晚于开始时间"),
        ({"day": str(DAY)}, "新的时间与原来相同"),
        ({"day": "2026-03-01"}, "会议时间已过"),
    ],
)
def test_the_form_says_what_is_wrong(client, cast, sign_in, acting, convened, change, message):
    sign_in(cast.ma)
    answer = client.post(f"/meetings/{convened.id}/postpone", data=form(7, **change))
    assert answer.status_code == 422
    assert message in answer.text
    assert day_of(acting, cast, convened) == DAY


def test_a_long_postponement_goes_through_both_towns_keys(client, cast, sign_in, acting, convened):
    sign_in(cast.ma)
    answer = client.post(f"/meetings/{convened.id}/postpone", data=form(30))
    assert "/changes/" in answer.location
    base, seen = hash_of(acting, cast, convened)
    for person, step in (
        (cast.he, "check"),
        (cast.shen, "turn"),
        (cast.yan, "check"),
        (cast.tang, "check"),
        (cast.xu, "turn"),
    ):
        sign_in(person)
        assert client.get(base).status_code == 200
        assert client.post(f"{base}/{step}", data={f"{step}-seen_hash": seen}).status_code == 302, person.name
    assert day_of(acting, cast, convened) == DAY + timedelta(days=30)


def test_the_wrong_step_says_whose_turn_it_is(client, cast, sign_in, acting, convened):
    sign_in(cast.ma)
    client.post(f"/meetings/{convened.id}/postpone", data=form(30))
    base, seen = hash_of(acting, cast, convened)
    sign_in(cast.xu)
    assert client.post(f"{base}/turn", data={"turn-seen_hash": seen}).status_code == 422
    assert day_of(acting, cast, convened) == DAY


def test_a_refused_change_goes_to_the_next_agenda_by_one_link(client, cast, sign_in, acting, convened):
    sign_in(cast.ma)
    client.post(f"/meetings/{convened.id}/postpone", data=form(30))
    base, seen = hash_of(acting, cast, convened)
    for person, step in ((cast.he, "check"), (cast.shen, "refuse")):
        sign_in(person)
        data = {f"{step}-seen_hash": seen, f"{step}-reason": "该月已有安排"}
        assert client.post(f"{base}/{step}", data=data).status_code == 302
    sign_in(cast.yan)
    page = BeautifulSoup(client.get(base).text, "html5lib")
    (link,) = [a["href"] for a in page.find_all("a") if a.text == "列入下次会议议题"]
    assert client.get(link).status_code == 200


def test_a_day_off_is_pointed_out_not_refused(client, cast, sign_in, acting, convened):
    sign_in(cast.ma)
    answer = client.post(f"/meetings/{convened.id}/postpone", data=form(2))
    assert "请注意：2026年4月11日是周末" in client.get(answer.location).text
    assert day_of(acting, cast, convened) == DAY + timedelta(days=2)


def test_what_is_proposed_stands_on_the_meetings_page_of_changes(client, cast, sign_in, convened):
    sign_in(cast.ma)
    url = f"/meetings/{convened.id}/changes"
    assert "本次会议没有提出过变更" in client.get(url).text
    client.post(f"/meetings/{convened.id}/cancel", data={"reason": "台风"})
    sign_in(cast.yan)
    page = client.get(url).text
    assert "征求确认中" in page
    assert "D镇提出：台风" in page
    sign_in(cast.fang)
    assert client.get(url).status_code == 404


def test_cancelling_is_put_to_both_towns(client, cast, sign_in, acting, convened):
    sign_in(cast.yan)
    answer = client.post(f"/meetings/{convened.id}/cancel", data={"reason": "台风"})
    assert answer.status_code == 302
    with acting(cast.dong) as session:
        assert meetings.get_meeting(session, convened.id).state is MeetingState.CONVENED
    assert client.post(f"{answer.location}/withdraw").status_code == 302


def test_an_ad_hoc_meeting_is_called_from_the_list(client, cast, sign_in):
    sign_in(cast.yan)
    assert client.get("/meetings/new").status_code == 200
    answer = client.post("/meetings/new", data=form(0, partnership_id=str(cast.pair.id)))
    assert answer.status_code == 302
    assert "召集临时会议" in client.get(answer.location).text
    assert "2026年第1次临时会议" in client.get("/meetings").text


def test_a_stranger_cannot_call_for_other_towns(client, cast, sign_in):
    sign_in(cast.bao)
    answer = client.post("/meetings/new", data=form(0, partnership_id=str(cast.pair.id)))
    assert answer.status_code == 422


@pytest.mark.parametrize("path", ["/postpone", "/cancel"])
def test_for_a_stranger_there_is_no_such_meeting(client, cast, sign_in, acting, convened, path):
    sign_in(cast.bao)
    assert client.get(f"/meetings/{convened.id}{path}").status_code == 404
    assert client.post(f"/meetings/{convened.id}{path}", data=form(7)).status_code == 404
    assert day_of(acting, cast, convened) == DAY


def test_a_stranger_reaches_no_change(client, cast, sign_in, acting, convened):
    sign_in(cast.ma)
    client.post(f"/meetings/{convened.id}/postpone", data=form(30))
    base, seen = hash_of(acting, cast, convened)
    sign_in(cast.fang)
    assert client.get(base).status_code == 404
    for step in ("check", "turn", "refuse"):
        assert client.post(f"{base}/{step}", data={f"{step}-seen_hash": seen}).status_code == 404
    sign_in(cast.bao)
    assert client.post(f"{base}/withdraw").status_code == 404


def test_workers_change_nothing(client, cast, sign_in, convened):
    sign_in(cast.lao_chen)
    assert client.get(f"/meetings/{convened.id}/postpone").status_code == 403
    assert client.post(f"/meetings/{convened.id}/cancel", data={"reason": "x"}).status_code == 403
