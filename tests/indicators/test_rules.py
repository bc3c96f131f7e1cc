"""Months, quarters, years: their ends, their neighbours and their names."""

from datetime import date

import pytest

from app.indicators import rules
from app.indicators.models import Length


@pytest.mark.parametrize(
    ("period", "first", "last", "words"),
    [
        (rules.month(2028, 2), date(2028, 2, 1), date(2028, 2, 29), "2028年2月"),
        (rules.quarter(2026, 4), date(2026, 10, 1), date(2026, 12, 31), "2026年第四季度"),
        (rules.year(2026), date(2026, 1, 1), date(2026, 12, 31), "2026年"),
        (
            rules.custom(date(2026, 3, 2), date(2026, 4, 5)),
            date(2026, 3, 2),
            date(2026, 4, 5),
            "2026年3月2日至2026年4月5日",
        ),
    ],
)
def test_a_span_has_its_first_and_last_day_and_a_name(period, first, last, words):
    assert (period.first, period.last, rules.in_words(period)) == (first, last, words)


def test_before_and_after_cross_the_year():
    quarter = rules.quarter(2026, 1)
    assert rules.before(quarter) == rules.quarter(2025, 4)
    assert rules.after(rules.before(quarter)) == quarter
    assert rules.before(rules.month(2026, 1)) == rules.month(2025, 12)
    days = rules.custom(date(2026, 3, 2), date(2026, 3, 8))
    assert rules.before(days).last == date(2026, 3, 1)
    assert rules.after(rules.before(days)) == days


def test_a_running_span_counts_until_today_and_one_ahead_counts_its_first_day():
    running = rules.around(Length.YEAR, date(2026, 3, 5))
    assert rules.until(running, date(2026, 3, 5)).last == date(2026, 3, 5)
    assert rules.until(rules.year(2025), date(2026, 3, 5)).last == date(2025, 12, 31)
    assert rules.until(rules.year(2027), date(2026, 3, 5)).days == 1


def test_every_month_that_is_touched():
    months = rules.months_of(rules.custom(date(2025, 11, 30), date(2026, 2, 1)))
    assert months == [(2025, 11), (2025, 12), (2026, 1), (2026, 2)]


def test_turned_round_and_too_long_are_refused():
    with pytest.raises(rules.TurnedRound):
        rules.custom(date(2026, 3, 2), date(2026, 3, 1))
    with pytest.raises(rules.TooLong):
        rules.custom(date(2024, 1, 1), date(2026, 3, 1))
