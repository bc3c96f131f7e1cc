"""What a correction must say, and what can be excerpted."""

from datetime import date

import pytest

from app.corrections import rules
from app.corrections.models import CorrectionDraft, FixDraft
from app.typeset.models import Decision, Minutes, Source, Topic

SOURCE = Source(title="纪要", number="红梅〔2026〕1号", formed_on=date(2026, 4, 10))
DECISION = Decision(text="每周二开放。", number="2026年第1号")
MINUTES = Minutes(
    mark="红梅纪要",
    issuer="红梅办公室",
    title="纪要",
    opening="会议召开。",
    topics=(Topic(title="关于共享场地", decisions=(DECISION,)),),
    presence=(),
)


def _draft(wrong="每周二", right="每周三"):
    return CorrectionDraft(fixes=[FixDraft(place="第一部分", wrong=wrong, right=right)], reason="校对疏漏")


def test_a_wrong_passage_must_stand_in_the_issued_text():
    rules.check_fixes(_draft(), ["每周二开放。"])
    with pytest.raises(rules.NotInText) as refusal:
        rules.check_fixes(_draft(wrong="每周五"), ["每周二开放。"])
    assert "每周五" in str(refusal.value)


def test_an_addition_needs_no_wrong_passage():
    rules.check_fixes(_draft(wrong="", right="增列席：顾平"), ["每周二开放。"])


def test_a_correction_changes_something():
    with pytest.raises(rules.SameWords):
        rules.check_fixes(_draft(right="每周二"), ["每周二开放。"])


def test_a_correction_names_its_source_and_leaves_it_as_it_is():
    made = rules.correction_of(MINUTES, SOURCE, _draft())
    assert (made.source, made.fixes[0].right, made.mark) == (SOURCE, "每周三", "红梅纪要")


def test_an_excerpt_is_the_resolution_word_for_word():
    made = rules.excerpt_of(MINUTES, SOURCE, "2026年第1号", "中共Q镇委员会")
    assert (made.topic, made.decision, made.to) == ("关于共享场地", DECISION, "中共Q镇委员会")
    with pytest.raises(rules.NotAResolution):
        rules.excerpt_of(MINUTES, SOURCE, "2026年第2号", "中共Q镇委员会")
