"""The demo is played once, looks alive on whatever day it is loaded, and leaves chains that verify."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from app.audit import queries as audits
from app.bookings.models import Booking
from app.certificates.models import SigningCertificate
from app.demo import ground, history, load
from app.demo.stage import recall
from app.documents.models import Document, DocumentKind
from app.followups import queries as followups
from app.kit.db import open_session, transaction
from app.kit.scopes import Reach
from app.ledger import queries as ledger
from app.meetings.models import Meeting, MeetingState
from app.renditions.models import Rendition
from app.seals.models import SealGrant
from app.series.models import Turn
from app.topics.models import Topic, TopicState
from app.towns.models import Town

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def test_a_year_behind_half_a_year_ahead(engine):
    stage = load.load(engine, NOW)
    with stage.looking("malin") as session:
        meetings = session.exec(select(Meeting).order_by(Meeting.starts_at)).all()
        done = [m for m in meetings if m.state is MeetingState.ISSUING]
        hosts = [stage.key_of(t.host_id) for t in session.exec(select(Turn).order_by(Turn.number))]
        minutes = select(Document).where(Document.kind == DocumentKind.MINUTES)
        numbers = [d.number for d in session.exec(minutes.order_by(Document.formed_on))]
        lines = followups.open_of_partnership(session, stage.partnership_id, today=NOW.date())
        pool = session.exec(select(Topic.title).where(Topic.state == TopicState.POOL)).all()

    assert len(done) == 6
    assert len(meetings) == 12
    assert hosts == ["D", "D", "Q", "Q", "D", "Q", *"DQDQDQ"], "the swap of the second meeting is repaid by the third"
    assert [n[-7:] for n in numbers] == ["2025〕1号", *(f"2026〕{n}号" for n in range(1, 6))]
    assert {line.state for line in lines} >= {"open", "in_progress"}
    assert any(line.is_overdue for line in lines)
    assert any("调整轮值安排" in title for title in pool), "the refused key became a topic"
    for login in ("guping", "longtianlong"):
        with stage.looking(login) as session:
            assert audits.verify(session, stage.people[login].town_id, "of-this-test-only").broken is None

    _check_marks(stage)
    _check_bookings(engine, stage)
    assert load.load(engine, NOW) is None, "loading twice changes nothing"


def _check_marks(stage):
    """Every organ can sign with a test certificate and place its 样章; nothing is signed while nothing is laid out."""
    with stage.looking("xujianguo") as session:
        kept = session.exec(select(SigningCertificate)).all()
        assert len(kept) == len(session.exec(select(SealGrant)).all()) == 2
        assert all(certificate.is_trial for certificate in kept)
        assert session.exec(select(Rendition)).all() == []


def _check_bookings(engine, stage):
    """A year of bookings, a third of the single ones across the border, in every state; somebody waits today."""
    town_ids = frozenset(t.id for t in stage.towns.values())
    with open_session(engine, Reach(town_ids, frozenset({stage.partnership_id})), writes=False, now=NOW) as session:
        found = session.exec(select(Booking)).all()
        alone = [b for b in found if not b.series_id]
        across = [b for b in alone if b.town_id != b.owner_town_id]
        owed = ledger.statement(
            session, stage.partnership_id, first=NOW.date() - timedelta(days=366), last=NOW.date(), kind=None
        )
    assert 400 < len(alone) < 900
    assert len(alone) < 3.5 * len(across)
    assert {"requested", "waiting", "offered", "declined", "cancelled", "no_show", "expired"} <= {
        b.state for b in found
    }
    assert len({b.series_id for b in found if b.series_id}) > 20
    assert owed, "what one town gave the other stands in the ledger"


def test_the_demo_stays_out_of_a_database_with_towns_of_its_own(engine):
    with transaction(engine, Reach.nothing()) as session:
        session.add(Town(name="沙洲镇", province="江苏省", county="某市"))
    with pytest.raises(load.NotEmpty):
        load.load(engine, NOW)


@pytest.mark.parametrize("month", range(1, 13))
def test_the_last_meeting_is_settled_whatever_the_day(month):
    for day in (1, 12, 28):
        today = datetime(2027, month, day, tzinfo=UTC).date()
        first = history._first_month(today)
        assert 10 * 30 < (today - first).days < 13 * 31


def test_the_ground_is_recalled_as_it_was_laid(engine):
    laid = ground.lay(engine, NOW)
    again = recall(engine, NOW)
    assert set(again.venues) == set(laid.venues)
    assert len(again.venues) == 26
    assert {p.login for p in again.people.values()} == set(laid.people)
    assert ground.is_laid(engine)
    assert not ground.is_empty(engine)
