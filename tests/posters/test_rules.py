"""A poster says many days in few words."""

from datetime import date, time

import pytest

from app.posters import rules
from app.posters.models import Poster, Sitting

FIRST, LAST = date(2026, 12, 1), date(2026, 12, 31)


def december(*days: int) -> list[date]:
    return [date(2026, 12, d) for d in days]


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ([3], ("3日（周四）", "")),
        ([3, 10, 17, 24, 31], ("每周四", "3、10、17、24、31日")),
        ([3, 17], ("周四", "3、17日")),
        ([3, 10, 24], ("周四", "3、10、24日")),
        ([1, 2, 4], ("1、2、4日", "")),
        ([d for d in range(1, 32) if date(2026, 12, d).weekday() < 5], ("周一至周五", "")),
        (
            [d for d in range(1, 32) if date(2026, 12, d).weekday() < 5 and d not in (24, 25)],
            ("周一至周五", "24、25日除外"),
        ),
        ([1, 2, 3, 4, 7], ("1、2、3、4、7日", "")),
        (list(range(1, 32)), ("每天", "")),
        ([1, 3, 8, 10, 15, 17, 22, 24, 29, 31], ("周二、周四", "")),
    ],
)
def test_days_are_said_as_a_clerk_would(days, words):
    assert rules.days_in_words(december(*days), FIRST, LAST) == words


def test_what_is_over_is_not_on_this_months_poster():
    assert rules.month_span(date(2026, 12, 1), date(2026, 12, 10)) == (date(2026, 12, 10), LAST)
    assert rules.month_span(date(2026, 12, 1), date(2026, 11, 10)) == (FIRST, LAST)
    assert rules.month_span(date(2026, 2, 9), date(2026, 11, 10)) == (date(2026, 2, 1), date(2026, 2, 28))


def test_a_poster_may_be_made_for_last_month_and_three_ahead():
    assert rules.months_from(date(2026, 11, 23)) == [
        date(2026, 10, 1), date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1), date(2027, 2, 1),
    ]  # fmt: skip


def sitting(day: int, title: str = "健康体检", **more: object) -> Sitting:
    said = {"starts": time(8), "ends": time(10, 30), "place": "体检中心", "phone": "0513-8300 0001"} | more
    return Sitting(on=date(2026, 12, day), title=title, **said)


def test_the_same_service_at_the_same_hours_is_one_line():
    lines = rules.lines_of([sitting(8), sitting(1), sitting(2, "法律咨询"), sitting(15, starts=time(13))], FIRST, LAST)
    assert [(line.title, line.days, line.dates, line.hours) for line in lines] == [
        ("健康体检", "周二", "1、8日", "08:00–10:30"),
        ("法律咨询", "2日（周三）", "", "08:00–10:30"),
        ("健康体检", "15日（周二）", "", "13:00–10:30"),
    ]


def test_the_text_for_a_group_says_it_all():
    section = rules.section_of("Q镇", [sitting(8, price="免费", bring="身份证")], (FIRST, LAST), "本月没有安排")
    nothing = rules.section_of("D镇", [], (FIRST, LAST), "本月没有安排")
    poster = Poster(
        title="便民活动", month="2026年12月", community="长江新村社区", audience="两镇居民都可以参加",
        sections=(nothing, section), how=("打电话就可以报名",), url="https://example.org/p",
    )  # fmt: skip
    assert rules.to_text(poster).splitlines() == [
        "【便民活动】2026年12月",
        "长江新村社区　两镇居民都可以参加",
        "",
        "◆ D镇",
        "本月没有安排",
        "",
        "◆ Q镇",
        "· 8日（周二） 08:00–10:30 健康体检，体检中心，免费，请带：身份证，电话0513-8300 0001",
        "",
        "打电话就可以报名",
        "查看详情：https://example.org/p",
    ]
