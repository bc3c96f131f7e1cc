"""Two texts that meet, what is undecided, and the words that minutes begin with."""

from datetime import date
from uuid import uuid4

import pytest

from app.accounts.models import Role
from app.drafting import rules
from app.drafting.models import ItemText, MinutesText, Outcome
from app.kit import clock
from app.meetings.models import MeetingState
from app.resolutions.models import ResolutionText

DAY = date(2026, 4, 9)
TOPIC = ItemText(item_id=uuid4(), topic_id=uuid4(), title="关于互派挂职工作", summary="会议听取了汇报。")
OPENING = ItemText(item_id=uuid4(), title="上次议定事项落实情况", summary="没有需要通报的议定事项。")
BASE = MinutesText(title="纪要", opening="2026年4月9日下午，会议召开。", items=[OPENING, TOPIC])


def _resolution(**changes):
    given = {"text": "压实导师责任", "town_ids": [uuid4()], "unit": "D镇党群服务中心", "due_on": date(2026, 5, 1)}
    return ResolutionText(**(given | changes))


def _with(text, **changes):
    items = [i.model_copy(update=changes) if i.topic_id else i for i in text.items]
    return text.model_copy(update={"items": items})


def test_changes_to_different_passages_are_joined():
    theirs = BASE.model_copy(update={"opening": "会议在Q镇召开。"})
    mine = _with(BASE, summary="会议听取并讨论了汇报。")
    merged, conflicts = rules.merge(BASE, theirs, mine)
    assert not conflicts
    assert (merged.opening, merged.items[1].summary) == ("会议在Q镇召开。", "会议听取并讨论了汇报。")


def test_changes_to_the_same_passage_are_shown_side_by_side():
    theirs, mine = _with(BASE, summary="甲的写法。"), _with(BASE, summary="乙的写法。")
    merged, conflicts = rules.merge(BASE, theirs, mine)
    assert [(c.theirs, c.mine, c.base) for c in conflicts] == [("甲的写法。", "乙的写法。", "会议听取了汇报。")]
    assert merged.items[1].summary == "乙的写法。"


def test_two_new_resolutions_both_stay():
    one, other = _resolution(text="甲"), _resolution(text="乙")
    merged, conflicts = rules.merge(BASE, _with(BASE, resolutions=[one]), _with(BASE, resolutions=[other]))
    assert not conflicts
    assert [r.text for r in merged.items[1].resolutions] == ["甲", "乙"]


def test_a_resolution_deleted_by_one_and_changed_by_the_other_is_a_conflict():
    kept = _resolution()
    base = _with(BASE, resolutions=[kept])
    mine = _with(BASE, resolutions=[kept.model_copy(update={"text": "改过"})])
    merged, conflicts = rules.merge(base, _with(BASE, resolutions=[]), mine)
    assert (conflicts[0].theirs, "改过" in conflicts[0].mine) == ("", True)
    assert merged.items[1].resolutions[0].text == "改过"


def test_the_same_change_twice_is_no_conflict():
    changed = _with(BASE, outcome=Outcome.STUDY)
    assert rules.merge(BASE, changed, changed) == (changed, [])


def test_a_tick_taken_away_by_one_stays_away():
    one, two, three = uuid4(), uuid4(), uuid4()
    base = BASE.model_copy(update={"closed_followups": [one, two]})
    theirs = BASE.model_copy(update={"closed_followups": [one, two, three]})
    mine = BASE.model_copy(update={"closed_followups": [two]})
    assert rules.merge(base, theirs, mine)[0].closed_followups == sorted([two, three])


def test_minutes_are_not_closed_while_a_topic_is_undecided():
    with pytest.raises(rules.Undecided) as refusal:
        rules.check_decided(BASE, DAY)
    assert "关于互派挂职工作" in str(refusal.value)
    assert rules.undecided(BASE) == ["关于互派挂职工作"]


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"outcome": Outcome.RESOLVED}, rules.NothingResolved),
        ({"outcome": Outcome.STUDY, "resolutions": [_resolution()]}, rules.ResolvedElsewhere),
        ({"outcome": Outcome.STUDY, "summary": ""}, rules.NothingSaid),
    ],
)
def test_an_outcome_must_fit_what_is_written(changes, refusal):
    with pytest.raises(refusal):
        rules.check_decided(_with(BASE, **changes), DAY)


def test_a_withdrawn_topic_needs_no_words_and_the_opening_no_outcome():
    rules.check_decided(_with(BASE, outcome=Outcome.WITHDRAWN, summary=""), DAY)


def test_only_the_hosts_office_writes():
    host, guest = uuid4(), uuid4()
    rules.check_writer({Role.CLERK}, host, host, host="D镇")
    for roles, town in (({Role.CLERK}, guest), ({Role.WORKER}, host), (set(), host)):
        with pytest.raises(rules.NotTheHost):
            rules.check_writer(roles, town, host, host="D镇")


@pytest.mark.parametrize("state", [MeetingState.IN_CONSENT, MeetingState.ISSUING, MeetingState.ISSUED])
def test_what_the_towns_were_asked_about_is_not_edited(state):
    with pytest.raises(rules.NotEditable):
        rules.check_editable(state)


def test_the_opening_says_when_where_and_who_led():
    words = rules.opening_words(
        "红梅第12次轮值联席会议", clock.at(DAY, "14:00"), "议事厅（新河路1号）", "D镇党委书记沈卫东"
    )
    assert words == (
        "2026年4月9日下午，红梅第12次轮值联席会议在议事厅召开。会议由D镇党委书记沈卫东主持。现将会议议定事项纪要如下："
    )


def test_progress_is_told_line_by_line():
    late = rules.Progress("2026年第3号议定事项", "共享会议室开放", ("Q镇",), "办理中", 40, True, "钥匙交接未完成")
    done = rules.Progress("2026年第4号议定事项", "联办活动", ("D镇", "Q镇"), "已办结", 100, False, "")
    assert rules.followup_words([late, done]) == (
        "1．2026年第3号议定事项“共享会议室开放”（Q镇）：办理中，进度40%，已超过完成时限。钥匙交接未完成。\n"
        "2．2026年第4号议定事项“联办活动”（D镇、Q镇）：已办结。"
    )
    assert rules.followup_words([]) == "没有需要通报的议定事项。"


@pytest.mark.parametrize(
    ("unit", "post", "said"),
    [
        ("D镇党委", "党委书记", "书记"),
        ("D镇", "党委书记", "党委书记"),
        ("长江新村社区", "社区工作者", "工作者"),
        ("", "书记", "书记"),
    ],
)
def test_a_post_is_said_after_its_unit_without_stammering(unit, post, said):
    assert rules.post_after(unit, post) == said
