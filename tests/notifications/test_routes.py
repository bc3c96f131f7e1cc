from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlmodel import select

from app.notifications import actions
from app.notifications.models import Channel, Notice

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


@pytest.fixture
def notice(session, cast):
    actions.tell(
        session,
        person_id=cast.ma.id,
        town_id=cast.dong.id,
        kind="meetings.called",
        event="meeting:1:called:1",
        title="第3次会议通知",
        text="时间：2026年3月12日14:00",
        url="/notices?page=1",
    )
    stored = session.exec(select(Notice)).one()
    session.commit()
    return stored


def test_my_notices_are_listed(client, cast, sign_in, notice):
    sign_in(cast.ma)
    page = client.get("/notices")
    assert "第3次会议通知" in page.text
    assert "全部标为已读" in page.text


def test_without_notices_the_page_says_what_will_come(client, cast, sign_in):
    sign_in(cast.ma)
    assert "还没有通知" in client.get("/notices").text


def test_opening_marks_as_read_and_leads_on(client, cast, sign_in, notice, session):
    sign_in(cast.ma)
    answer = client.post(f"/notices/{notice.id}/open")
    assert (answer.status_code, answer.location) == (302, "/notices?page=1")
    session.refresh(notice)
    assert notice.read_at


def test_nobody_else_opens_my_notice(client, cast, sign_in, notice, session):
    for person in (cast.he, cast.yan, cast.bao):
        sign_in(person)
        assert client.post(f"/notices/{notice.id}/open").status_code == 404
    session.refresh(notice)
    assert notice.read_at is None


def test_all_are_read_at_once(client, cast, sign_in, notice, session):
    sign_in(cast.ma)
    assert client.post("/notices/read-all").location == "/notices"
    session.refresh(notice)
    assert notice.read_at


def test_an_unknown_notice_is_not_there(client, cast, sign_in):
    sign_in(cast.ma)
    assert client.post(f"/notices/{uuid4()}/open").status_code == 404


def test_a_notice_never_leads_to_another_site(client, cast, sign_in, session):
    actions.tell(
        session, person_id=cast.ma.id, town_id=cast.dong.id, kind="x.y", event="e", title="…", url="//evil.example"
    )
    stored = session.exec(select(Notice)).one()
    session.commit()
    sign_in(cast.ma)
    assert client.post(f"/notices/{stored.id}/open").location == "/notices"


@pytest.fixture
def lost(session, cast):
    """A mail to 老陈 that was given up."""
    stored = Notice(
        town_id=cast.dong.id,
        person_id=cast.lao_chen.id,
        kind="meetings.called",
        event="meeting:1:called:1",
        channel=Channel.MAIL,
        title="第3次会议通知",
        made_at=NOW,
        due_at=NOW,
        given_up_at=NOW,
        last_error="550 no such mailbox",
    )
    session.add(stored)
    session.commit()
    return stored


def test_a_mail_that_was_given_up_is_a_clerks_task_until_the_person_is_told(client, cast, sign_in, lost):
    sign_in(cast.ma)
    assert "1封邮件未能送达" in client.get("/").text
    page = client.get("/notices/undelivered").text
    assert "老陈" in page
    assert "no such mailbox" in page
    assert client.post(f"/notices/{lost.id}/told").status_code == 302
    assert "没有未送达的邮件" in client.get("/notices/undelivered").text
    assert "未能送达" not in client.get("/").text


def test_another_towns_clerk_knows_nothing_of_a_lost_mail(client, cast, sign_in, lost):
    for person in (cast.yan, cast.bao):
        sign_in(person)
        assert "没有未送达的邮件" in client.get("/notices/undelivered").text
        assert client.post(f"/notices/{lost.id}/told").status_code == 404
