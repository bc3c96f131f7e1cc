"""How full is full: open minutes, booked minutes, and the daytime."""

from datetime import date

import pytest

from app.usage import rules
from app.usage.rules import Share
from app.venues.rules import DayKind


@pytest.mark.parametrize(
    ("hours", "closed", "opened"),
    [
        (((480, 720), (810, 1020)), (), (450, 450)),
        (((420, 1260),), (), (840, 600)),
        (((480, 1080),), [(600, 660)], (540, 540)),
        (((480, 1080),), [(0, 1440)], (0, 0)),
        (((1080, 1260),), (), (180, 0)),
        ((), (), (0, 0)),
    ],
)
def test_open_minutes_of_a_day_without_what_was_closed(hours, closed, opened):
    assert rules.opened(hours, closed) == opened


@pytest.mark.parametrize(
    ("day", "kind", "worked"),
    [
        (date(2026, 3, 6), DayKind.PLAIN, True),
        (date(2026, 3, 7), DayKind.PLAIN, False),
        (date(2026, 2, 28), DayKind.MADE_UP, True),
        (date(2026, 10, 1), DayKind.HOLIDAY, False),
    ],
)
def test_weekends_and_holidays_are_no_working_days_and_made_up_ones_are(day, kind, worked):
    assert rules.is_worked(day, kind) is worked


def test_shares_add_up_and_never_pass_one_hundred():
    whole = rules.total([Share(300, 600, 200, 400), Share(500, 600, 500, 400)])
    assert (whole.percent, whole.day_percent) == (67, 88)
    assert rules.percent(700, 600) == 100
    assert rules.percent(0, 0) is None


def test_the_picture_of_the_case_in_a_sentence():
    said = rules.sentence({"D镇": Share(0, 0, 87, 100), "Q镇": Share(0, 0, 24, 100)})
    assert said == "D镇场地工作日白天使用率87%，Q镇24%。"
    assert rules.sentence({"D镇": Share()}) == "该时段内没有场地开放记录。"
