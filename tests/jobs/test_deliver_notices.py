from datetime import UTC, datetime, timedelta

import pytest
from smtp_sink import sink
from sqlmodel import select

from app.accounts.models import Contact
from app.notifications import actions, queries
from app.notifications.models import Channel, Notice
from jobs import deliver_notices

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


@pytest.fixture
def mail(reaching, cast):
    """A mail to 马琳 that is due."""
    session = reaching(cast.dong, now=NOW)
    cast.ma.wants_mail = True
    session.add(cast.ma)
    session.add(Contact(person_id=cast.ma.id, town_id=cast.dong.id, email="ma@example.org"))
    session.flush()
    actions.tell(
        session,
        person_id=cast.ma.id,
        town_id=cast.dong.id,
        kind="meetings.called",
        event="meeting:1:called:1",
        title="第3次会议通知\r\nBcc: all@example.org",
        text="时间：2026年3月12日14:00",
        url="/meetings/1",
    )
    stored = session.exec(select(Notice).where(Notice.channel == Channel.MAIL)).one()
    session.commit()
    return stored


def test_a_due_mail_leaves_once(engine, mail, session):
    with sink() as server:
        assert deliver_notices.run(engine, NOW, server.mailer) == 1
        assert deliver_notices.run(engine, NOW + timedelta(hours=1), server.mailer) == 0
    (sent,) = server.mails
    assert sent["Message-ID"] == f"<{mail.id}@linqiao.example.org>"
    assert sent["Subject"] == "第3次会议通知 Bcc: all@example.org"
    assert sent["Bcc"] is None
    assert "https://linqiao.example.org/meetings/1" in sent.get_content()


def test_a_refused_mail_is_tried_again_later_and_then_given_to_a_person(engine, mail, session, cast, monkeypatch):
    monkeypatch.setattr("app.kit.clock.now", lambda: now)
    now = NOW
    with sink() as server:
        server.refuses = True
        for _ in range(7):
            with pytest.raises(deliver_notices.SomeNotSent):
                deliver_notices.run(engine, now, server.mailer)
            assert deliver_notices.run(engine, now, server.mailer) == 0, "a pause follows"
            now += timedelta(hours=13)
        assert deliver_notices.run(engine, now, server.mailer) == 0
    ((lost, name),) = queries.undelivered(session, cast.dong.id)
    assert (lost.title, name) == ("第3次会议通知 Bcc: all@example.org", "马琳")
    assert lost.attempts == 7


def test_a_dead_server_costs_no_mail(engine, mail):
    with sink() as server:
        dead = server.mailer
    with pytest.raises(deliver_notices.SomeNotSent):
        deliver_notices.run(engine, NOW, dead)


def test_what_a_killed_worker_had_claimed_leaves_after_its_lease(engine, mail, reaching, cast):
    claiming = reaching(cast.dong, now=NOW)
    assert len(actions.claim_mails(claiming, cast.dong.id, NOW)) == 1
    claiming.commit()
    with sink() as server:
        assert deliver_notices.run(engine, NOW + timedelta(minutes=1), server.mailer) == 0
        assert deliver_notices.run(engine, NOW + timedelta(minutes=6), server.mailer) == 1


def test_a_mail_that_waited_too_long_does_not_leave(engine, mail, session, cast):
    with sink() as server:
        assert deliver_notices.run(engine, NOW + timedelta(days=4), server.mailer) == 0
        assert server.mails == []
    assert len(queries.undelivered(session, cast.dong.id)) == 1


def test_without_a_mail_server_nothing_happens(engine, mail):
    assert deliver_notices.run(engine, NOW) == 0
