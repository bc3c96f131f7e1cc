"""A share policy as a value: what is stricter for the borrowing town, and how it reads."""

from dataclasses import replace
from datetime import date

import pytest

from app.policies import rules
from app.policies.models import Sharing
from app.policies.rules import Comparison, Rule

USUAL = Rule(Sharing.AT_ONCE)
MORNINGS = {1: ((480, 720),), 2: ((480, 720),)}


@pytest.mark.parametrize(
    ("before", "change", "expected"),
    [
        (USUAL, {}, Comparison.SAME),
        (USUAL, {"sharing": Sharing.ON_REQUEST}, Comparison.STRICTER),
        (USUAL, {"sharing": Sharing.NONE}, Comparison.STRICTER),
        (USUAL, {"sharing": Sharing.NONE, "quota": None, "horizon": 400}, Comparison.STRICTER),
        (Rule(Sharing.ON_REQUEST), {"sharing": Sharing.AT_ONCE}, Comparison.GENEROUS),
        (Rule(Sharing.NONE), {"sharing": Sharing.ON_REQUEST, "quota": 240, "notice": 2880}, Comparison.GENEROUS),
        (Rule(Sharing.NONE), {"notice": 2880}, Comparison.GENEROUS),
        (USUAL, {"notice": 240}, Comparison.STRICTER),
        (USUAL, {"notice": 60}, Comparison.GENEROUS),
        (USUAL, {"horizon": 30}, Comparison.STRICTER),
        (USUAL, {"horizon": 90}, Comparison.GENEROUS),
        (USUAL, {"longest": 120}, Comparison.STRICTER),
        (USUAL, {"longest": 480}, Comparison.GENEROUS),
        (USUAL, {"quota": 2400}, Comparison.STRICTER),
        (replace(USUAL, quota=2400), {"quota": None}, Comparison.GENEROUS),
        (replace(USUAL, quota=2400), {"quota": 2340}, Comparison.STRICTER),
        (USUAL, {"own_first": MORNINGS}, Comparison.STRICTER),
        (replace(USUAL, own_first=MORNINGS), {"own_first": {1: ((480, 600),)}}, Comparison.GENEROUS),
        (replace(USUAL, own_first=MORNINGS), {"own_first": {1: ((540, 780),)}}, Comparison.STRICTER),
        (replace(USUAL, own_first=MORNINGS), {"release_days": 3}, Comparison.STRICTER),
        (replace(USUAL, own_first=MORNINGS), {"release_days": 14}, Comparison.GENEROUS),
        (USUAL, {"release_days": 3}, Comparison.GENEROUS),  # nothing is kept back: it changes nothing
        (USUAL, {"longest": 480, "notice": 240}, Comparison.STRICTER),  # better here, worse there
        (USUAL, {"horizon": 90, "notice": 60, "longest": 480}, Comparison.GENEROUS),
    ],
)
def test_worse_in_one_point_is_stricter(before, change, expected):
    assert rules.compare(before, replace(before, **change)) is expected


@pytest.mark.parametrize(("days_ahead", "kept"), [(8, ((480, 720),)), (7, ()), (0, ())])
def test_unused_own_first_hours_are_released_seven_days_before(days_ahead, kept):
    monday = date(2026, 3, 16)
    today = date.fromordinal(monday.toordinal() - days_ahead)
    assert rules.reserved(MORNINGS, 7, monday, today) == kept
    assert rules.reserved(MORNINGS, 7, date(2026, 3, 18), date(2026, 3, 2)) == ()


def test_the_rule_in_words():
    rule = Rule(Sharing.ON_REQUEST, 2880, 30, 90, {**MORNINGS, 5: ((540, 600), (840, 960))}, 3, 2400)
    assert rule.words() == [
        "提交申请后由管理单位答复",
        "至少提前2天",
        "可预约30天以内",
        "一次最长1小时30分钟",
        "星期一至星期二 08:00–12:00；星期五 09:00–10:00、14:00–16:00优先供管理单位所在镇使用，提前3天仍空闲的放开",
        "全镇每月合计不超过40小时，跨镇联席会议不计入",
    ]
    assert Rule(Sharing.NONE).words() == ["不开放"]


def test_a_rule_survives_being_kept():
    rule = Rule(Sharing.ON_REQUEST, 60, 30, 90, MORNINGS, 3, 2400)
    assert rules.rule_from(rule.as_json()) == rule
    assert rules.rule_from(USUAL.as_json()) == USUAL


def test_the_differences_stand_side_by_side():
    assert rules.differences(USUAL, replace(USUAL, notice=2880, quota=2400)) == [
        ("至少提前2小时", "至少提前2天"),
        ("", "全镇每月合计不超过40小时，跨镇联席会议不计入"),
    ]


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"longest": 100}, rules.LongestTooLong),
        ({"longest": 0}, rules.LongestTooLong),
        ({"notice": 61 * 1440}, rules.NoticeBeyondHorizon),
        ({"quota": 180}, rules.NothingInQuota),
    ],
)
def test_what_could_never_be_used_is_not_laid_down(change, refusal):
    with pytest.raises(refusal):
        rules.check_rule(replace(USUAL, **change))
