"""The editor of the host: filled in by the system, every save kept, nothing overwritten (pitfall 24)."""

import pytest
from gathering import MONDAY
from minuting import NEXT_DAY, TITLES, decided
from sqlmodel import select

from app.audit import queries as audit
from app.drafting import actions, queries, rules
from app.drafting.models import MinutesDraft, MinutesRevision
from app.meetings import queries as meetings
from app.meetings.models import MeetingState


@pytest.fixture
def editing(acting, cast, begun):
    """Save a text with some changes, as somebody of D镇's office."""

    def save(base, person=None, **changes):
        with acting(cast.dong, NEXT_DAY) as session:
            meeting = meetings.get_meeting(session, begun)
            draft = queries.get_draft(session, meeting)
            text = queries.text_at(session, draft, base).model_copy(update=changes)
            actor = cast.actor(person or cast.ma)
            return actions.save(session, meeting, text, base=base, actor=actor, now=NEXT_DAY)

    return save


def test_the_editor_opens_with_everything_the_system_knows(acting, cast, begun):
    with acting(cast.dong) as session:
        meeting = meetings.get_meeting(session, begun)
        text = queries.text_of(session, meeting)
        assert meeting.state is MeetingState.DRAFTING
    assert text.title == "红梅同心毗邻党建第12次轮值联席会议纪要"
    assert text.opening.startswith(
        "2026年4月9日下午，红梅同心毗邻党建第12次轮值联席会议在Q镇党群服务中心共享会议室召开。"
    )
    assert "会议由D镇党委书记沈卫东主持。" in text.opening
    assert [i.title for i in text.items] == ["上次议定事项落实情况", *TITLES]
    assert text.items[0].summary == "没有需要通报的议定事项。"
    assert text.items[1].summary == "会议听取了朱敏关于共享场地的建议的汇报。"


def test_minutes_are_due_five_working_days_after_the_meeting(acting, cast, begun):
    with acting(cast.dong) as session:
        draft = queries.get_draft(session, meetings.get_meeting(session, begun))
    assert str(draft.due_on) == "2026-04-16"


def test_the_partner_reads_nothing_of_the_draft(acting, cast, begun):
    with acting(cast.qi) as session:
        assert queries.find_draft(session, begun) is None
        assert not session.exec(select(MinutesRevision)).all()
        assert not session.exec(select(MinutesDraft)).all()


def test_the_partner_cannot_begin(acting, cast, held):
    with pytest.raises(rules.NotTheHost), acting(cast.qi, NEXT_DAY) as session:
        actions.begin(session, meetings.get_meeting(session, held), actor=cast.actor(cast.yan), now=NEXT_DAY)


def test_minutes_cannot_begin_before_the_meeting_was_held(acting, cast, convened):
    with pytest.raises(rules.NotHeld), acting(cast.dong) as session:
        actions.begin(session, meetings.get_meeting(session, convened.id), actor=cast.actor(cast.ma), now=MONDAY)


def test_every_save_is_a_revision_and_the_same_text_is_none(editing, acting, cast, begun):
    assert editing(1, closing="甲").revision == 2
    assert editing(2, closing="甲").revision == 2
    assert editing(2, closing="乙", person=cast.he).revision == 3
    with acting(cast.dong) as session:
        draft = queries.get_draft(session, meetings.get_meeting(session, begun))
        history = queries.history_of(session, draft)
        assert {(r.number, r.author_name) for r in history} == {(1, "马琳"), (2, "马琳"), (3, "何静")}
        last = next(r for r in history if r.number == 3)
        assert [c.label for c in queries.changes_in(session, draft, last)] == ["结尾"]


def test_a_stale_save_on_another_passage_is_merged(editing, acting, cast, begun):
    editing(1, closing="甲写的结尾")
    saved = editing(1, opening="乙写的概况", person=cast.he)
    assert saved.was_merged
    with acting(cast.dong) as session:
        text = queries.text_of(session, meetings.get_meeting(session, begun))
    assert (text.opening, text.closing) == ("乙写的概况", "甲写的结尾")


def test_a_stale_save_on_the_same_passage_loses_neither_text(editing, acting, cast, begun):
    """Pitfall 24: minutes lost or overwritten."""
    editing(1, closing="甲写的结尾")
    saved = editing(1, closing="乙写的结尾", person=cast.he)
    assert saved.aside_id
    with acting(cast.dong) as session:
        meeting = meetings.get_meeting(session, begun)
        draft = queries.get_draft(session, meeting)
        assert queries.text_of(session, meeting).closing == "甲写的结尾"
        assert queries.get_aside(session, draft, saved.aside_id).text["closing"] == "乙写的结尾"


def test_what_the_towns_were_asked_about_cannot_be_saved_over(acting, cast, asked):
    with acting(cast.dong, NEXT_DAY) as session:
        meeting = meetings.get_meeting(session, asked)
        text = decided(queries.text_of(session, meeting), cast.qi)
        with pytest.raises(rules.NotEditable):
            actions.save(session, meeting, text, base=2, actor=cast.actor(cast.ma), now=NEXT_DAY)


def test_each_save_leaves_its_audit_row(editing, acting, cast, begun):
    editing(1, closing="甲")
    with acting(cast.dong) as session:
        deeds = [e.deed for e in audit.history_of(session, f"meeting:{begun}")]
    assert deeds.count("drafting.save") == 2
    assert "drafting.begin" in deeds
