"""The agenda on the page: placed, ordered, measured, printed and told."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from freezegun import freeze_time
from gathering import DAY, MONDAY
from sqlmodel import select

from app.agenda import actions, queries, rules
from app.agenda.models import opening_id
from app.kit import clock as wall
from app.kit.db import open_session
from app.kit.scopes import Reach
from app.meetings import actions as meeting_actions
from app.meetings import queries as meetings
from app.notifications.models import Notice
from app.topics import actions as topic_actions
from app.topics.models import Topic, TopicState


@pytest.fixture(autouse=True)
def clock():
    with freeze_time(MONDAY):
        yield


@pytest.fixture
def topic(acting, cast):
    """A topic in the pool, passed by its town."""

    def add(title, town=None, minutes=20, passed_at=MONDAY):
        town = town or cast.dong
        made = Topic(
            partnership_id=cast.pair.id,
            town_id=town.id,
            title=title,
            presenter="朱敏",
            minutes=minutes,
            passed_at=passed_at,
            passed_by="沈卫东",
        )
        with acting(town) as session:
            session.add(made)
        return made

    return add


def titles(acting, cast, meeting):
    with acting(cast.dong) as session:
        return [i.title for i in queries.items_of(session, meetings.get_meeting(session, meeting.id))]


def place(client, meeting, *placed):
    return [client.post(f"/meetings/{meeting.id}/agenda/place/{t.id}").status_code for t in placed]


def test_the_agenda_opens_with_what_became_of_the_last_resolutions(client, cast, sign_in, acting, convened, topic):
    sign_in(cast.ma)
    assert place(client, convened, topic("互派挂职"), topic("场地共享", cast.qi)) == [302, 302]
    assert titles(acting, cast, convened) == ["上次议定事项落实情况", "互派挂职", "场地共享"]
    page = client.get(f"/meetings/{convened.id}/agenda").text
    assert "议程共50分钟，会议时长120分钟" in page
    assert "没有未办结的议定事项" in page


def test_items_are_ordered_by_buttons_and_by_dragging(client, cast, sign_in, acting, convened, topic):
    sign_in(cast.ma)
    first, second, third = topic("甲"), topic("乙"), topic("丙")
    place(client, convened, first, second, third)
    with acting(cast.dong) as session:
        ids = [i.id for i in queries.topics_of(session, convened.id)]
    url = f"/meetings/{convened.id}/agenda"
    assert client.post(f"{url}/{ids[2]}/move", data={"to": "up"}).status_code == 302
    assert titles(acting, cast, convened)[1:] == ["甲", "丙", "乙"]
    order = ",".join(map(str, reversed(ids)))
    assert client.post(f"{url}/arrange", data={"order": order}).status_code == 302
    assert titles(acting, cast, convened)[1:] == ["丙", "乙", "甲"]
    assert client.post(f"{url}/arrange", data={"order": str(ids[0])}).status_code == 422
    assert client.post(f"{url}/arrange", data={"order": "x"}).status_code == 404
    assert client.post(f"{url}/{opening_id(convened.id)}/move", data={"to": "down"}).status_code == 422


def test_too_long_an_agenda_is_warned_about(client, cast, sign_in, convened, topic):
    sign_in(cast.ma)
    place(client, convened, topic("甲", minutes=60), topic("乙", minutes=60))
    assert "多10分钟" in client.get(f"/meetings/{convened.id}/agenda").text
    item = opening_id(convened.id)
    url = f"/meetings/{convened.id}/agenda/{item}/fit"
    assert client.get(url).status_code == 200
    assert client.post(url, data={"minutes": "0"}).status_code == 422
    assert client.post(url, data={"minutes": "5"}).status_code == 302
    assert "多5分钟" in client.get(f"/meetings/{convened.id}/agenda").text


def test_a_topic_taken_off_returns_to_the_pool(client, cast, sign_in, acting, convened, topic):
    sign_in(cast.ma)
    one = topic("甲")
    place(client, convened, one)
    with acting(cast.dong) as session:
        (item,) = queries.topics_of(session, convened.id)
    assert client.post(f"/meetings/{convened.id}/agenda/{item.id}/take-off").status_code == 302
    assert titles(acting, cast, convened) == ["上次议定事项落实情况"]
    assert place(client, convened, one) == [302]


def test_a_late_topic_needs_the_other_clerks_nod(client, cast, sign_in, acting, convened, topic):
    late = wall.at(DAY, "09:00")
    with freeze_time(late):
        one = topic("临时动议", passed_at=late)
        sign_in(cast.ma)
        page = client.get(f"/meetings/{convened.id}/agenda").text
        assert "须Q镇文书同意后才能列入" in page
        assert place(client, convened, one) == [422]
        with acting(cast.qi) as session:
            topic_actions.nod(session, one.id, meeting=f"meeting:{convened.id}", actor=cast.actor(cast.yan), now=late)
        assert place(client, convened, one) == [302]


def test_the_partner_places_and_takes_off_its_own_topics_only(client, cast, sign_in, acting, convened, topic):
    own, other = topic("乙", cast.qi), topic("甲")
    sign_in(cast.yan)
    assert place(client, convened, own, other) == [302, 422]
    with acting(cast.qi) as session:
        (item,) = queries.topics_of(session, convened.id)
    url = f"/meetings/{convened.id}/agenda"
    assert client.post(f"{url}/{item.id}/move", data={"to": "up"}).status_code == 422
    assert client.post(f"{url}/announce").status_code == 422
    assert client.post(f"{url}/{item.id}/fit", data={"minutes": "5"}).status_code == 422
    assert client.post(f"{url}/{item.id}/take-off").status_code == 302


def test_the_agenda_is_told_to_everybody_once_as_it_stands(client, cast, sign_in, acting, listed, convened, topic):
    sign_in(cast.ma)
    place(client, convened, topic("甲"))
    for _ in range(2):
        assert client.post(f"/meetings/{convened.id}/agenda/announce").status_code == 302
    with acting(cast.qi) as session:
        found = session.exec(select(Notice).where(Notice.kind == "agenda.announced")).all()
        assert len({n.person_id for n in found}) == len(found)
        assert cast.qian.id in {n.person_id for n in found}
        assert "2. 14:10 甲（D镇）" in found[0].text


def test_the_agenda_is_printed_and_copied(client, cast, sign_in, convened, topic):
    sign_in(cast.ma)
    place(client, convened, topic("甲"))
    printed = client.get(f"/meetings/{convened.id}/agenda/print").text
    assert "红梅同心毗邻党建第12次轮值联席会议议程" in printed
    pdf = client.get(f"/meetings/{convened.id}/agenda/agenda.pdf")
    assert pdf.data.startswith(b"%PDF")
    page = BeautifulSoup(client.get(f"/meetings/{convened.id}/agenda").text, "html5lib")
    assert "1. 14:00 上次议定事项落实情况" in page.select_one("textarea.copy__text").text


def test_two_clerks_who_place_the_same_topic_place_it_once(engine, cast, acting, convened, topic):
    one = topic("甲")
    reach = Reach(frozenset({cast.dong.id}), frozenset({cast.pair.id}))

    def attempt(person):
        with open_session(engine, reach, now=MONDAY) as session:
            try:
                meeting = meetings.lock_meeting(session, convened.id)
                actions.place_topic(session, meeting, one.id, actor=cast.actor(person), now=MONDAY)
                session.commit()
            except Exception as refusal:
                return type(refusal).__name__
        return "placed"

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(attempt, (cast.ma, cast.he)))
    assert outcomes == ["NotInPool", "placed"]
    assert titles(acting, cast, convened)[1:] == ["甲"]


def test_a_cancelled_meeting_gives_its_topics_back(acting, cast, convened, topic):
    one = topic("甲")
    with acting(cast.dong) as session:
        meeting = meetings.lock_meeting(session, convened.id)
        actions.place_topic(session, meeting, one.id, actor=cast.actor(cast.ma), now=MONDAY)
        meeting_actions.call_off(session, meeting, "台风", actor=cast.actor(cast.ma), now=MONDAY)
        assert session.get(Topic, one.id).state is TopicState.POOL


@pytest.mark.parametrize("path", ["", "/print", "/agenda.pdf"])
def test_for_a_stranger_there_is_no_agenda(client, cast, sign_in, convened, path):
    sign_in(cast.bao)
    assert client.get(f"/meetings/{convened.id}/agenda{path}").status_code == 404


def test_a_stranger_changes_no_agenda(client, cast, sign_in, acting, convened, topic):
    one = topic("甲")
    sign_in(cast.bao)
    url = f"/meetings/{convened.id}/agenda"
    paths = (f"/place/{one.id}", "/arrange", "/announce", f"/{uuid4()}/move", f"/{uuid4()}/take-off", f"/{uuid4()}/fit")
    assert {client.post(url + path).status_code for path in paths} == {404}
    assert titles(acting, cast, convened) == ["上次议定事项落实情况"]
    assert rules.NotTheOrderer


def test_workers_look_only(client, cast, sign_in, convened, topic):
    sign_in(cast.qian)
    assert client.get(f"/meetings/{convened.id}/agenda").status_code == 200
    assert place(client, convened, topic("甲")) == [403]
