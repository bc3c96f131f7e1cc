"""Minutes from the host's draft to the issued document, and what the last key does."""

from datetime import date, timedelta

import pytest
from keys import check, draft_for
from minuting import NEXT_DAY, TITLES
from sqlmodel import select

from app.consents import queries as consents
from app.consents.models import BasisDraft, RefusalDraft
from app.consents.rules import BasisMissing
from app.documents import queries as documents
from app.documents.models import Document, DocumentState
from app.drafting import actions as drafting
from app.drafting import queries as drafts
from app.drafting.rules import NotTheHost, Undecided
from app.followups import queries as followups
from app.followups.models import Followup
from app.kit import clock
from app.kit.errors import NotFound
from app.meetings import queries as meetings
from app.meetings.models import MeetingState
from app.minutes import actions, queries, rules
from app.notifications.models import Notice
from app.partnerships.models import PartnershipTerms
from app.resolutions import queries as resolutions
from app.resolutions.models import Resolution
from app.topics.models import Carry, Topic, TopicDraft, TopicState
from app.typeset.rules import GlyphMissing
from jobs import chase_minutes, publish_minutes, render_documents


def _ask(session, cast, meeting_id, revision=2, **given):
    meeting = meetings.get_meeting(session, meeting_id)
    return actions.ask(session, meeting, seen_revision=revision, actor=cast.actor(cast.ma), now=NEXT_DAY, **given)


def test_minutes_are_not_put_to_the_towns_while_a_topic_is_undecided(acting, cast, begun):
    with acting(cast.dong, NEXT_DAY) as session, pytest.raises(Undecided):
        _ask(session, cast, begun, revision=1)


def test_asking_numbers_the_resolutions_and_shows_the_text_to_both(acting, cast, asked):
    with acting(cast.qi) as session:
        meeting = meetings.get_meeting(session, asked)
        assert meeting.state is MeetingState.IN_CONSENT
        page = queries.page_of(session, meeting, reader_town_id=cast.qi.id, now=NEXT_DAY)
        assert [t.title for t in page.content.topics] == ["上次议定事项落实情况", TITLES[0], TITLES[1]]
        assert page.content.topics[1].decisions[0].number == "2026年第1号"
        assert [(r.label, r.is_effective) for r in page.resolutions] == [("2026年第1号", False)]
        assert page.draft is None


def test_what_keys_fit_is_exactly_what_is_printed(acting, cast, issued):
    with acting(cast.dong) as session:
        consent = consents.find_for(session, f"minutes:{issued}")
        document = documents.find_for_subject(session, f"minutes:{issued}")
        assert consent.content_hash == document.content_hash


def test_the_last_key_numbers_issues_and_makes_the_resolutions_bind(acting, cast, asked, sign):
    assert not sign(cast.dong, asked)
    with acting(cast.dong) as session:
        assert documents.find_for_subject(session, f"minutes:{asked}") is None
        assert not session.exec(select(Followup)).all()
    assert sign(cast.qi, asked)
    with acting(cast.qi) as session:
        document = documents.find_for_subject(session, f"minutes:{asked}")
        assert document.number == "红梅同心毗邻党建联席会议纪要〔2026〕1号"
        assert document.organs == ["中共D镇委员会", "中共Q镇委员会"]
        assert document.formed_on == date(2026, 4, 10)
        assert meetings.get_meeting(session, asked).state is MeetingState.ISSUING
        resolution = resolutions.of_meeting(session, asked)[0]
        line = followups.of_sources(session, [resolution.source], today=date(2026, 4, 10))[resolution.source]
        assert (line.text, line.towns, line.due_on) == (
            "共享会议室每周二、四下午向D镇开放。",
            ("Q镇",),
            date(2026, 5, 31),
        )


def test_topics_are_closed_carried_over_or_withdrawn(acting, cast, issued, placed):
    with acting(cast.dong) as session:
        found = {t.title: t for t in session.exec(select(Topic)).all()}
    assert found[TITLES[0]].state is TopicState.CLOSED
    assert (found[TITLES[1]].state, found[TITLES[1]].carry) == (TopicState.POOL, Carry.MORE_STUDY)
    assert found[TITLES[2]].state is TopicState.WITHDRAWN


def test_the_meeting_is_issued_when_the_file_exists(acting, cast, engine, issued):
    assert publish_minutes.run(engine, NEXT_DAY) == 0
    assert render_documents.run(engine, NEXT_DAY) == 1
    assert publish_minutes.run(engine, NEXT_DAY) == 1
    assert publish_minutes.run(engine, NEXT_DAY) == 0
    with acting(cast.qi) as session:
        assert meetings.get_meeting(session, issued).state is MeetingState.ISSUED
        document = documents.find_for_subject(session, f"minutes:{issued}")
        assert document.state is DocumentState.ISSUED
        assert document.pdf_hash


def _refuse(acting, cast, meeting_id):
    with acting(cast.qi, NEXT_DAY) as session:
        meeting = meetings.get_meeting(session, meeting_id)
        seen = queries.get_consent(session, meeting).content_hash
        draft = RefusalDraft(seen_hash=seen, reason="开放时段过长", counter_text="每周二下午开放")
        actions.refuse(session, meeting, draft, actor=cast.actor(cast.xu), now=NEXT_DAY)


def test_a_refused_text_returns_to_the_editor_and_can_be_asked_again(acting, cast, asked, sign):
    sign(cast.dong, asked)
    _refuse(acting, cast, asked)
    with acting(cast.dong, NEXT_DAY) as session:
        meeting = meetings.get_meeting(session, asked)
        assert meeting.state is MeetingState.DRAFTING
        text = drafts.text_of(session, meeting)
        items = [i.model_copy() for i in text.items]
        items[1].resolutions[0].text = "共享会议室每周二下午向D镇开放。"
        newer = text.model_copy(update={"items": items})
        drafting.save(session, meeting, newer, base=2, actor=cast.actor(cast.ma), now=NEXT_DAY)
        assert _ask(session, cast, asked, revision=3).round == 2
    with acting(cast.qi) as session:
        meeting = meetings.get_meeting(session, asked)
        labels = [c.label for c in queries.changes_of(session, meeting, 2)]
        assert labels == [f"{TITLES[0]}·议定事项1"]
        assert [r.label for r in resolutions.of_meeting(session, asked)] == ["2026年第1号"]
    assert not sign(cast.dong, asked)
    assert sign(cast.qi, asked)


def test_a_refused_key_is_put_on_the_next_agenda_with_one_click(acting, cast, asked):
    _refuse(acting, cast, asked)
    with acting(cast.qi, NEXT_DAY) as session:
        meeting = meetings.get_meeting(session, asked)
        actions.raise_topic(session, meeting, actor=cast.actor(cast.yan), now=NEXT_DAY)
    with acting(cast.qi) as session:
        draft = session.exec(select(TopicDraft)).one()
    assert draft.source.startswith("refused_key:")
    assert "每周二下午开放" in draft.summary


def test_the_host_takes_the_text_back_and_keys_fall(acting, cast, asked, sign):
    sign(cast.qi, asked)
    with acting(cast.dong, NEXT_DAY) as session:
        meeting = meetings.get_meeting(session, asked)
        actions.recall(session, meeting, reason="漏记一名列席人员", actor=cast.actor(cast.ma), now=NEXT_DAY)
        assert meeting.state is MeetingState.DRAFTING
        consent = _ask(session, cast, asked)
        assert not consents.keys_of(session, consent)


def test_only_the_host_puts_them_to_the_towns_and_takes_them_back(acting, cast, asked):
    with acting(cast.qi, NEXT_DAY) as session:
        meeting = meetings.get_meeting(session, asked)
        with pytest.raises(NotTheHost):
            actions.recall(session, meeting, reason="不同意", actor=cast.actor(cast.yan), now=NEXT_DAY)


def test_the_stranger_finds_no_minutes(acting, cast, asked):
    with acting(cast.wai) as session, pytest.raises(NotFound):
        meetings.get_meeting(session, asked)


def test_a_character_without_a_glyph_is_refused_before_any_key_and_names_it(acting, cast, written):
    with acting(cast.dong, NEXT_DAY) as session:
        meeting = meetings.get_meeting(session, written)
        text = drafts.text_of(session, meeting)
        newer = text.model_copy(update={"closing": "由\U0001fadd承办。"})
        drafting.save(session, meeting, newer, base=2, actor=cast.actor(cast.ma), now=NEXT_DAY)
    with acting(cast.dong, NEXT_DAY) as session:
        with pytest.raises(GlyphMissing) as refusal:
            _ask(session, cast, written, revision=3)
        session.rollback()
        assert "\U0001fadd" in str(refusal.value)
    with acting(cast.dong) as session:
        assert not session.exec(select(Resolution)).all()


def test_a_refusal_at_the_last_key_leaves_the_keys_as_they_were(acting, cast, asked, sign, monkeypatch):
    sign(cast.dong, asked)

    def no_fonts(*_given):
        raise GlyphMissing(glyphs="䶮")

    monkeypatch.setattr("app.documents.actions.check_issuable", no_fonts)
    with pytest.raises(GlyphMissing):
        sign(cast.qi, asked)
    monkeypatch.undo()
    with acting(cast.qi) as session:
        consent = consents.find_for(session, f"minutes:{asked}")
        assert [k.town_id for k in consents.keys_of(session, consent)] == [cast.dong.id]
        assert session.exec(select(Document)).first() is None
    assert sign(cast.qi, asked)


def test_resolutions_are_numbered_on_within_the_year(acting, cast, issued, planned):
    other = planned(number=13, day=date(2026, 6, 11), state=MeetingState.DRAFTING)
    with acting(cast.dong) as session:
        meeting = meetings.get_meeting(session, other.id)
        assert resolutions.last_number(session, meeting.partnership_id, 2026) == 1
        assert resolutions.last_number(session, meeting.partnership_id, 2027) == 0


def test_where_the_clerk_takes_numbers_the_entered_one_is_printed(acting, cast, written, sign):
    with acting(cast.dong, NEXT_DAY) as session:
        session.add(PartnershipTerms(partnership_id=cast.pair.id, takes_numbers=True, agreed_on=date(2026, 1, 1)))
        session.flush()
        _ask(session, cast, written, entered_number="D委〔2026〕8号")
    sign(cast.dong, written)
    assert sign(cast.qi, written)
    with acting(cast.qi) as session:
        assert documents.find_for_subject(session, f"minutes:{written}").number == "D委〔2026〕8号"


def test_a_key_on_a_resolution_marked_so_asks_for_the_committee(acting, cast, written):
    with acting(cast.dong, NEXT_DAY) as session:
        meeting = meetings.get_meeting(session, written)
        text = drafts.text_of(session, meeting)
        text.items[1].resolutions[0].needs_committee = True
        drafting.save(session, meeting, text, base=2, actor=cast.actor(cast.ma), now=NEXT_DAY)
        consent = _ask(session, cast, written, revision=3)
        check(session, consent.id, cast, cast.dong, NEXT_DAY)
        with pytest.raises(BasisMissing):
            actions.turn_key(session, meeting, draft_for(consent), actor=cast.actor(cast.shen), now=NEXT_DAY)
        basis = BasisDraft(committee="中共D镇委员会会议", decided_on=date(2026, 4, 9))
        draft = draft_for(consent).model_copy(update={"basis": basis})
        actions.turn_key(session, meeting, draft, actor=cast.actor(cast.shen), now=NEXT_DAY)
        assert consents.keys_of(session, consent)[0].has_basis


def test_the_host_is_chased_once_a_day(acting, cast, engine, begun):
    due = clock.at(date(2026, 4, 16), "08:20")
    assert chase_minutes.run(engine, due) == 1
    chase_minutes.run(engine, due)
    with acting(cast.dong) as session:
        told = session.exec(select(Notice).where(Notice.kind == "minutes.due")).all()
        assert {n.person_id for n in told} == {cast.ma.id, cast.he.id}
        assert len(told) == 2
        assert "今天到期" in told[0].title
    assert chase_minutes.run(engine, due + timedelta(days=1)) == 0


def test_a_topic_whose_resolution_is_still_open_comes_back_before_the_next_agenda(
    acting, cast, engine, issued, planned
):
    planned(number=13, day=date(2026, 6, 11))
    assert chase_minutes.run(engine, clock.at(date(2026, 5, 20), "08:20")) == 0
    assert chase_minutes.run(engine, clock.at(date(2026, 5, 28), "08:20")) == 1
    assert chase_minutes.run(engine, clock.at(date(2026, 5, 29), "08:20")) == 0
    with acting(cast.qi) as session:
        topic = session.exec(select(Topic).where(Topic.title == TITLES[0])).one()
        assert (topic.state, topic.carry) == (TopicState.POOL, Carry.OPEN_FOLLOWUP)


def test_the_next_minutes_open_with_how_the_resolutions_went(acting, cast, issued, planned):
    following = planned(number=13, day=date(2026, 6, 11))
    with acting(cast.dong) as session:
        meeting = meetings.get_meeting(session, following.id)
        words = drafts.followup_words(session, meeting, now=clock.at(date(2026, 6, 11), "17:00"))
    assert words.startswith("1．2026年第1号议定事项“共享会议室每周二、四下午向D镇开放。”（Q镇）：")
    assert "已超过完成时限" in words


def test_a_key_on_a_text_that_was_taken_back_is_refused(acting, cast, asked):
    with acting(cast.qi, NEXT_DAY) as session:
        consent = consents.find_for(session, f"minutes:{asked}")
        check(session, consent.id, cast, cast.qi, NEXT_DAY)
        seen = draft_for(consent)
    with acting(cast.dong, NEXT_DAY) as session:
        meeting = meetings.get_meeting(session, asked)
        actions.recall(session, meeting, reason="漏记", actor=cast.actor(cast.ma), now=NEXT_DAY)
    with acting(cast.qi, NEXT_DAY) as session, pytest.raises(rules.NotInConsent):
        actions.turn_key(session, meetings.get_meeting(session, asked), seen, actor=cast.actor(cast.xu), now=NEXT_DAY)
