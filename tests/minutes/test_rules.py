"""From a decided text to the document, and what follows the last key."""

from datetime import date
from uuid import uuid4

import pytest

from app.consents.models import Basis
from app.drafting.models import ItemText, MinutesText, Outcome
from app.meetings.models import MeetingState
from app.minutes import rules
from app.partnerships.models import Terms
from app.resolutions.models import Resolution, ResolutionText
from app.topics.models import Carry
from app.typeset.models import Attendee, Presence

DONG, QI = uuid4(), uuid4()
SETTING = rules.Setting(
    terms=Terms(mark="红梅联席会议纪要", issuer="红梅办公室", copies_to="崇明区委组织部、启东市委组织部"),
    short_name="红梅同心",
    towns={DONG: "D镇", QI: "Q镇"},
    presence=(Presence(label="出席", people=(Attendee(name="沈卫东", unit="D镇党委", post="党委书记"),)),),
)


def _item(outcome, **changes):
    given = {"item_id": uuid4(), "topic_id": uuid4(), "title": "关于互派挂职工作", "summary": "会议听取了汇报。"}
    return ItemText(**(given | {"outcome": outcome} | changes))


def _compose(*items):
    text = MinutesText(title="纪要", opening="会议召开。", items=list(items), closing="下次会议由Q镇承办。\n")
    return rules.compose(text, [], SETTING)


def test_a_withdrawn_topic_is_left_out():
    assert not _compose(_item(Outcome.WITHDRAWN)).topics


def test_a_topic_to_be_studied_says_so_once():
    assert _compose(_item(Outcome.STUDY)).topics[0].summary == ("会议听取了汇报。", rules.STUDY_WORDS)
    said = _compose(_item(Outcome.STUDY, summary="会议决定继续研究。")).topics[0].summary
    assert said == ("会议决定继续研究。",)


def test_a_resolution_carries_its_number_and_who_answers_for_it():
    written = ResolutionText(
        text="开放会议室", town_ids=[DONG, QI], unit="Q镇党群服务中心", person="小钱", due_on=date(2026, 5, 1)
    )
    kept = Resolution(
        id=written.id,
        partnership_id=uuid4(),
        meeting_id=uuid4(),
        topic="",
        year=2026,
        number=12,
        text="",
        town_ids=[],
    )
    text = MinutesText(title="纪要", items=[_item(Outcome.RESOLVED, resolutions=[written])])
    decision = rules.compose(text, [kept], SETTING).topics[0].decisions[0]
    assert (decision.number, decision.responsible, decision.people) == (
        "2026年第12号",
        ("D镇", "Q镇党群服务中心"),
        ("小钱",),
    )


def test_what_stands_around_the_text_comes_from_the_partnership():
    content = _compose(_item(Outcome.STUDY))
    assert (content.mark, content.copies_to) == ("红梅联席会议纪要", ("崇明区委组织部", "启东市委组织部"))
    assert content.closing == ("下次会议由Q镇承办。",)
    assert content.presence[0].people[0].post == "书记"


def test_topics_move_on_by_the_rules_of_carry_over():
    resolved, studied, withdrawn, standing = (uuid4() for _ in range(4))
    outcomes = [
        {"topic_id": str(t), "outcome": o.value}
        for t, o in (
            (resolved, Outcome.RESOLVED),
            (studied, Outcome.STUDY),
            (withdrawn, Outcome.WITHDRAWN),
            (standing, Outcome.RESOLVED),
        )
    ]
    assert rules.consequences(outcomes, frozenset({standing})) == [
        rules.Consequence(resolved),
        rules.Consequence(studied, Carry.MORE_STUDY),
        rules.Consequence(withdrawn, is_withdrawn=True),
        rules.Consequence(standing, Carry.STANDING),
    ]


def test_nothing_is_put_to_the_towns_that_was_not_seen():
    with pytest.raises(rules.SawAnother):
        rules.check_asking(MeetingState.DRAFTING, seen=3, standing=4)
    with pytest.raises(rules.NotDrafting):
        rules.check_asking(MeetingState.IN_CONSENT, seen=3, standing=3)


def test_where_the_clerk_takes_the_number_it_must_be_there():
    with pytest.raises(rules.NumberMissing):
        rules.check_number(Terms(takes_numbers=True), " ")
    rules.check_number(Terms(takes_numbers=False), "")


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (date(2026, 4, 14), ""),
        (date(2026, 4, 15), "明天到期"),
        (date(2026, 4, 16), "今天到期"),
        (date(2026, 4, 17), ""),
        (date(2026, 4, 20), "已逾期4天"),
        (date(2026, 4, 21), ""),
    ],
)
def test_the_host_is_reminded_before_on_the_day_and_each_monday(today, words):
    assert rules.chase_words(date(2026, 4, 16), today) == words


def test_a_resolution_marked_so_makes_every_key_ask_for_its_basis():
    marked = ResolutionText(text="甲", needs_committee=True)
    text = MinutesText(items=[_item(Outcome.RESOLVED, resolutions=[ResolutionText(text="乙"), marked])])
    assert rules.basis_for(text) is Basis.COMMITTEE
    assert rules.basis_for(MinutesText(items=[_item(Outcome.STUDY)])) is Basis.NONE
