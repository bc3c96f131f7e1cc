"""Signing in on a phone without an account."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from freezegun import freeze_time
from gathering import ENDS, STARTS

from app.attendance import actions, queries, rules
from app.kit import db
from app.kit.scopes import Reach
from app.meetings import queries as meetings
from app.participants import queries as participants


@pytest.fixture(autouse=True)
def clock():
    with freeze_time(STARTS - timedelta(minutes=30)) as frozen:
        yield frozen


@pytest.fixture
def code(acting, cast, listed, convened):
    with acting(cast.dong) as session:
        meeting = meetings.lock_meeting(session, convened.id)
        return actions.open_sheet(session, meeting, actor=cast.actor(cast.ma), now=STARTS).code


def came(acting, cast, meeting):
    with acting(cast.qi) as session:
        found = queries.entries_of(session, meeting.id)
        return sorted((e.name, str(e.mark), e.by_phone) for e in found)


def guest(cast, **change):
    said = {"town": str(cast.qi.id), "name": "周平", "unit": "市委组织部", "post": "科长", "substitute_for": ""}
    return said | change


def test_somebody_on_the_list_signs_in_with_two_taps(client, cast, acting, listed, convened, code):
    page = BeautifulSoup(client.get(f"/s/{code}").text, "html5lib")
    labels = [label.text for label in page.select(".choice__label")]
    assert labels == ["沈卫东（D镇）", "老陈（D镇）", "徐建国（Q镇）", "小钱（Q镇）"]
    answer = client.post(f"/s/{code}", data={"participant": str(listed["xu"])})
    assert answer.status_code == 302
    assert "徐建国，签到成功" in client.get(answer.location).text
    assert came(acting, cast, convened) == [("徐建国", "present", True)]
    assert "徐建国" not in client.get(f"/s/{code}").text


def test_the_page_shows_names_and_nothing_else(client, cast, listed, convened, code):
    page = client.get(f"/s/{code}").text
    for hidden in ("党委书记", "长江新村社区", "138", "021-59670001", str(cast.xu.id)):
        assert hidden not in page


def test_an_observer_on_the_list_is_noted_as_observer(client, cast, acting, listed, convened, code):
    client.post(f"/s/{code}", data={"participant": str(listed["qian"])})
    assert came(acting, cast, convened) == [("小钱", "observer", True)]


def test_an_observer_and_a_substitute_write_their_names(client, cast, acting, listed, convened, code):
    assert client.post(f"/s/{code}/guest", data=guest(cast)).status_code == 302
    stands_in = guest(cast, name="汤华", unit="党政办", substitute_for=str(listed["xu"]))
    assert client.post(f"/s/{code}/guest", data=stands_in).status_code == 302
    assert came(acting, cast, convened) == [("周平", "observer", True), ("汤华", "substitute", True)]
    with acting(cast.dong) as session:
        found = queries.result_of(session, meetings.get_meeting(session, convened.id))
        assert [(p.name, p.note, p.is_leader) for p in found.present] == [("汤华", "代徐建国", False)]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"name": ""}, "请填写姓名"),
        ({"unit": ""}, "请填写单位"),
        ({"town": ""}, "请选择所在的镇"),
        ({"name": "徐建国", "unit": "党委"}, "请直接在名单中选择"),
    ],
)
def test_the_form_says_what_is_wrong(client, cast, acting, listed, convened, code, change, message):
    answer = client.post(f"/s/{code}/guest", data=guest(cast, **change))
    assert answer.status_code == 422
    assert message in answer.text
    assert came(acting, cast, convened) == []


def test_nobody_signs_in_for_a_town_of_another_partnership(client, cast, acting, convened, code):
    answer = client.post(f"/s/{code}/guest", data=guest(cast, town=str(cast.wai.id)))
    assert answer.status_code == 422
    assert came(acting, cast, convened) == []


def test_signing_in_twice_is_told(client, cast, acting, listed, convened, code):
    data = {"participant": str(listed["xu"])}
    client.post(f"/s/{code}", data=data)
    assert client.post(f"/s/{code}", data=data).status_code == 422
    client.post(f"/s/{code}/guest", data=guest(cast))
    again = client.post(f"/s/{code}/guest", data=guest(cast))
    assert again.status_code == 422
    assert "已经签到" in again.text


@pytest.mark.parametrize(
    ("now", "message"),
    [(STARTS - timedelta(minutes=61), "签到尚未开始，13:00起可以签到"), (ENDS, "签到已结束")],
)
def test_the_code_works_during_the_meeting_only(client, cast, acting, listed, convened, code, clock, now, message):
    clock.move_to(now)
    assert message in client.get(f"/s/{code}").text
    answer = client.post(f"/s/{code}", data={"participant": str(listed["xu"])})
    assert answer.status_code == 422
    assert came(acting, cast, convened) == []


@pytest.mark.parametrize("wrong", ["AAAAAAAAAAAA", "x", "%27--"])
def test_a_wrong_code_opens_nothing(client, cast, code, wrong):
    assert client.get(f"/s/{wrong}").status_code == 404
    assert client.post(f"/s/{wrong}", data={"participant": "x"}).status_code == 404


def test_the_code_of_one_meeting_does_not_reach_another_list(client, cast, acting, planned, listed, convened, code):
    other = planned(number=13)
    with acting(cast.dong) as session:
        (first, *_) = participants.of_meeting(session, convened.id)
        moved = first.model_copy(update={"id": other.id, "meeting_id": other.id})
        session.add(type(first)(**moved.model_dump()))
    assert client.post(f"/s/{code}", data={"participant": str(other.id)}).status_code == 422
    assert came(acting, cast, other) == []


def test_the_code_is_read_in_small_letters_too(client, code):
    assert client.get(f"/s/{code.lower()}").status_code == 200


def test_too_many_tries_are_stopped_and_count_even_when_they_fail(client, code):
    answers = [client.post(f"/s/{code}", data={}).status_code for _ in range(rules.KNOCKS + 1)]
    assert answers[:-1] == [422] * rules.KNOCKS
    assert answers[-1] == 429


def test_two_phones_that_sign_in_one_person_leave_one_line(engine, cast, acting, listed, convened, code):
    reach = Reach(frozenset(), frozenset({cast.pair.id}))

    def attempt(_):
        with db.open_session(engine, reach, now=STARTS) as session:
            try:
                meeting = meetings.lock_meeting(session, convened.id)
                person = participants.get_participant(session, listed["xu"], meeting_id=meeting.id)
                actions.sign_in(session, meeting, person, now=STARTS)
                session.commit()
            except rules.AlreadySignedIn:
                return 0
            return 1

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(attempt, range(4))) == 1
    assert came(acting, cast, convened) == [("徐建国", "present", True)]
