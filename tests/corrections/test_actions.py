"""Issued minutes never change: corrections by all keys, excerpts word for word."""

import pytest
from keys import check, draft_for, steps_of
from minuting import NEXT_DAY
from sqlmodel import select

from app.corrections import actions, queries, rules
from app.corrections.models import CorrectionDraft, FixDraft, MinutesCorrection
from app.documents import queries as documents
from app.documents.rules import AlreadyIssued
from app.drafting.rules import NotTheHost
from app.meetings import queries as meetings
from app.resolutions import queries as resolutions
from jobs import render_documents

DRAFT = CorrectionDraft(
    fixes=[FixDraft(place="第二部分", wrong="每周二、四下午", right="每周二下午")], reason="记录有误"
)


@pytest.fixture
def printed(engine, issued):
    """The minutes have their files."""
    render_documents.run(engine, NEXT_DAY)
    return issued


@pytest.fixture
def proposed(acting, cast, printed):
    """Q镇 found a mistake: the partner's right as much as the host's."""
    with acting(cast.qi, NEXT_DAY) as session:
        meeting = meetings.get_meeting(session, printed)
        return actions.propose(session, meeting, DRAFT, actor=cast.actor(cast.yan), now=NEXT_DAY).id


def _sign(acting, cast, town, correction_id):
    with acting(town, NEXT_DAY) as session:
        correction = queries.get_correction(session, correction_id)
        consent = queries.consent_of(session, correction)
        check(session, consent.id, cast, town, NEXT_DAY)
        signer = cast.actor(steps_of(cast, town)[2])
        return actions.turn_key(session, correction, draft_for(consent), actor=signer, now=NEXT_DAY).is_complete


def test_minutes_that_are_not_issued_are_not_corrected(acting, cast, issued):
    with acting(cast.dong, NEXT_DAY) as session:
        meeting = meetings.get_meeting(session, issued)
        with pytest.raises(rules.NotIssued):
            actions.propose(session, meeting, DRAFT, actor=cast.actor(cast.ma), now=NEXT_DAY)


def test_a_correction_takes_both_keys_and_the_next_number(acting, cast, proposed, printed, engine):
    assert not _sign(acting, cast, cast.qi, proposed)
    assert _sign(acting, cast, cast.dong, proposed)
    with acting(cast.dong) as session:
        original = documents.find_for_subject(session, f"minutes:{printed}")
        before = (original.content_hash, original.pdf_hash, original.number)
        made = documents.find_for_subject(session, f"correction:{proposed}")
        assert (made.number, made.corrects_id) == ("红梅同心毗邻党建联席会议纪要〔2026〕2号", original.id)
        code = original.code
    render_documents.run(engine, NEXT_DAY)
    with acting(cast.qi) as session:
        original = documents.find_for_subject(session, f"minutes:{printed}")
        assert (original.content_hash, original.pdf_hash, original.number) == before
        assert documents.find_code(session, code).corrected_by == "红梅同心毗邻党建联席会议纪要〔2026〕2号"


def test_one_town_alone_corrects_nothing(acting, cast, proposed):
    _sign(acting, cast, cast.qi, proposed)
    with acting(cast.qi) as session:
        assert documents.find_for_subject(session, f"correction:{proposed}") is None


def test_what_does_not_stand_in_the_text_is_refused(acting, cast, printed):
    wrong = CorrectionDraft(fixes=[FixDraft(place="第一部分", wrong="食堂", right="书屋")], reason="记录有误")
    with acting(cast.dong, NEXT_DAY) as session:
        meeting = meetings.get_meeting(session, printed)
        with pytest.raises(rules.NotInText):
            actions.propose(session, meeting, wrong, actor=cast.actor(cast.ma), now=NEXT_DAY)
        assert not session.exec(select(MinutesCorrection)).all()


def _excerpt(session, cast, meeting_id, person):
    meeting = meetings.get_meeting(session, meeting_id)
    resolution = resolutions.of_meeting(session, meeting_id)[0]
    return actions.issue_excerpt(session, meeting, resolution, actor=cast.actor(person), now=NEXT_DAY)


def test_an_excerpt_goes_to_the_proposer_without_new_keys(acting, cast, printed):
    with acting(cast.dong, NEXT_DAY) as session:
        made = _excerpt(session, cast, printed, cast.ma)
        assert made.number == "红梅同心毗邻党建联席会议纪要摘〔2026〕1号"
        assert made.content["to"] == "中共D镇委员会"
        assert made.content["decision"]["text"] == "共享会议室每周二、四下午向D镇开放。"
    with acting(cast.dong, NEXT_DAY) as session:
        with pytest.raises(AlreadyIssued):
            _excerpt(session, cast, printed, cast.ma)
        session.rollback()


def test_only_the_host_issues_excerpts(acting, cast, printed):
    with acting(cast.qi, NEXT_DAY) as session, pytest.raises(NotTheHost):
        _excerpt(session, cast, printed, cast.yan)
