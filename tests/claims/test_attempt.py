"""What happens when many want at once: nobody waits for a dawdler elsewhere, nobody reads a database error."""

import pytest
import sqlalchemy as sa
from rooms import draft, span
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from app.claims import actions, rules
from app.finding import queries as finding
from app.finding.models import Criteria
from app.kit.db import dialect, open_session, reach_of
from app.notifications.models import Channel, Notice
from app.spaces import actions as spaces


class Deadlock(Exception):
    sqlstate = "40P01"


@pytest.fixture
def pauses(monkeypatch) -> list[float]:
    taken: list[float] = []
    monkeypatch.setattr(actions.time, "sleep", taken.append)
    return taken


def failing(times: int):
    """A deed that the database breaks off `times` times."""
    left = [times]

    def deed() -> str:
        if left[0]:
            left[0] -= 1
            raise DBAPIError("", {}, Deadlock())
        return "done"

    return deed


def test_pitfall_5_what_the_database_broke_off_is_tried_again_after_a_random_pause(session, pauses):
    assert actions.attempt(session, failing(2)) == "done"
    assert len(pauses) == 2
    assert all(0 < pause <= 0.1 for pause in pauses)


def test_pitfall_5_tries_are_bounded_and_end_in_a_sentence(session, pauses):
    with pytest.raises(rules.Crowded, match="请再提交一次"):
        actions.attempt(session, failing(99))
    assert len(pauses) == actions.TRIES


def test_pitfall_4_who_dawdles_stalls_nobody_on_another_venue(engine, session, cast, venue, now):
    """A reader who is still reading, and on PostgreSQL a booker who has not yet committed."""
    here, there = venue(cast.dong_centre, "慢慢预约的场地"), venue(cast.dong_centre, "马上预约的场地")
    session.commit()
    that_day = Criteria(span().day, span().day)
    with open_session(engine, reach_of(session), writes=False, now=now) as slow:
        finding.day_table(slow, cast.dong.id, that_day, now=now)
        if dialect(session) == "postgresql":
            slow.rollback()
            spaces.book(slow, draft(here), actor=cast.actor(cast.lin), now=now)
            session.execute(sa.text("SET LOCAL lock_timeout = '2s'"))
        spaces.book(session, draft(there), actor=cast.actor(cast.lao_chen), now=now)
        session.commit()
        finding.day_table(slow, cast.dong.id, that_day, now=now)


def test_pitfall_4_no_mail_is_sent_inside_the_booking(session, acting, cast, asked, now, monkeypatch):
    """It is a row of the outbox; a mail server that hangs holds nobody up."""
    monkeypatch.setattr("smtplib.SMTP", lambda *_, **__: pytest.fail("a mail inside the transaction"))
    cast.qian.wants_mail = True
    session.add(session.merge(cast.qian))
    spaces.book(session, draft(asked), actor=cast.actor(cast.lao_chen), now=now)
    session.commit()

    with acting(cast.qi) as there:
        mails = there.exec(select(Notice).where(Notice.channel == Channel.MAIL)).all()
        assert [mail.delivered_at for mail in mails] == [None]
