"""The calendar address: secret, one's own, revocable, and only what its owner may see."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import vobject
from bs4 import BeautifulSoup
from freezegun import freeze_time
from gathering import MONDAY
from sqlmodel import select

from app.accounts.models import Assignment, Person
from app.audit.models import AuditEntry
from app.kit.db import open_session
from app.kit.scopes import Reach
from app.meetings import actions as meeting_actions
from app.meetings import queries as meetings
from app.subscriptions.models import CalendarAddress


@pytest.fixture(autouse=True)
def clock():
    with freeze_time(MONDAY):
        yield


@pytest.fixture
def address_of(client, sign_in):
    """Make a person's address and sign out again, as a calendar program is never signed in."""

    def make(person):
        sign_in(person)
        assert client.post("/subscription/make").status_code == 302
        page = BeautifulSoup(client.get("/subscription/").text, "html5lib")
        client.delete_cookie("linqiao")
        return urlsplit(page.select_one("p.code").text).path

    return make


def events(answer):
    return vobject.readOne(answer.text).contents.get("vevent", [])


def test_the_feed_shows_the_meetings_of_its_owner(client, cast, address_of, convened):
    answer = client.get(address_of(cast.qian))
    assert answer.mimetype == "text/calendar"
    assert [e.summary.value for e in events(answer)] == ["红梅同心毗邻党建第12次轮值联席会议"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_strangers_feed_is_empty(client, cast, address_of, convened):
    assert events(client.get(address_of(cast.wu))) == []


def test_a_change_raises_the_sequence_and_a_cancellation_stays_visible(client, cast, acting, address_of, convened):
    path = address_of(cast.qian)
    before = events(client.get(path))[0]
    with acting(cast.dong) as session:
        meeting = meetings.lock_meeting(session, convened.id)
        meeting_actions.call_off(session, meeting, "台风", actor=cast.actor(cast.ma), now=MONDAY)
    after = events(client.get(path))[0]
    assert after.uid.value == before.uid.value
    assert int(after.sequence.value) > int(before.sequence.value)
    assert after.status.value == "CANCELLED"


def test_a_revoked_or_replaced_address_is_gone(client, cast, sign_in, address_of, convened):
    first = address_of(cast.qian)
    second = address_of(cast.qian)
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200
    sign_in(cast.qian)
    client.post("/subscription/revoke")
    client.delete_cookie("linqiao")
    assert client.get(second).status_code == 404


@pytest.mark.parametrize("token", ["x", "a.b", "0" * 32, "IjEi.AAAA"])
def test_guessed_addresses_are_not_found(client, cast, token):
    assert client.get(f"/subscription/{token}/meetings.ics").status_code == 404


def test_reading_the_feed_changes_no_row(client, cast, acting, address_of, convened):
    path = address_of(cast.qian)
    with acting(cast.qi) as session:
        before = len(session.exec(select(AuditEntry)).all())
    client.get(path)
    with acting(cast.qi) as session:
        assert len(session.exec(select(AuditEntry)).all()) == before


def test_somebody_who_left_reads_nothing_any_more(client, cast, engine, address_of, convened):
    path = address_of(cast.qian)
    with open_session(engine, Reach.nothing()) as session:
        for assignment in session.exec(select(Assignment).where(Assignment.person_id == cast.qian.id)):
            assignment.ends_at = MONDAY - timedelta(days=1)
            session.add(assignment)
        session.commit()
    assert events(client.get(path)) == []
    with open_session(engine, Reach.nothing()) as session:
        person = session.get(Person, cast.qian.id)
        person.disabled_at = MONDAY
        session.add(person)
        session.commit()
    assert client.get(path).status_code == 404


def test_each_person_has_one_address_in_force(client, cast, sign_in, engine):
    sign_in(cast.qian)
    for _ in range(3):
        client.post("/subscription/make")
    with open_session(engine, Reach.nothing(), writes=False) as session:
        made = session.exec(select(CalendarAddress)).all()
    assert sorted(a.revoked_at is None for a in made) == [False, False, True]
