"""Repetitions as people say them: which days, which months have none, and where it is too much."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from app.kit import clock
from app.recurrence import rules
from app.recurrence.models import LAST, Every, RecurrenceDraft


def weekly(weekdays="2", first="2026-03-03", **said):
    return RecurrenceDraft(weekdays=weekdays, first_on=date.fromisoformat(first), **_ends(said))


def monthly(nth, weekday="4", first="2026-03-01", **said):
    return RecurrenceDraft(
        every=Every.MONTH, nth=nth, weekdays=weekday, first_on=date.fromisoformat(first), **_ends(said)
    )


def _ends(said):
    return {k: date.fromisoformat(v) if k == "until_on" else v for k, v in said.items()}


def days(rule):
    return [d.isoformat() for d in rules.expand(rule).days]


def test_every_week_on_chosen_days():
    assert days(weekly("24", times=4)) == ["2026-03-03", "2026-03-05", "2026-03-10", "2026-03-12"]


def test_every_second_week_is_counted_from_the_week_of_the_first_day():
    """A Thursday is the first day: the Tuesday of that week is past, the next pair lies two weeks on."""
    assert days(weekly("24", "2026-03-05", interval=2, times=3)) == ["2026-03-05", "2026-03-17", "2026-03-19"]


def test_the_last_day_is_part_of_it():
    assert days(weekly(until_on="2026-03-17")) == ["2026-03-03", "2026-03-10", "2026-03-17"]


def test_the_second_thursday_across_the_turn_of_the_year():
    rule = monthly(2, first="2026-11-01", interval=2, until_on="2027-03-31")
    assert days(rule) == ["2026-11-12", "2027-01-14", "2027-03-11"]


def test_the_last_friday_is_the_fourth_or_the_fifth():
    assert days(monthly(LAST, "5", times=3)) == ["2026-03-27", "2026-04-24", "2026-05-29"]


def test_a_month_without_a_fifth_weekday_is_said_and_not_shifted():
    """Pitfall 16."""
    rule = monthly(5, "4", until_on="2026-07-31")
    found = rules.expand(rule)
    assert [d.isoformat() for d in found.days] == ["2026-04-30", "2026-07-30"]
    assert [str(s) for s in found.gaps(rule)] == [
        "2026年3月没有第5个星期四，该月不安排",
        "2026年5月没有第5个星期四，该月不安排",
        "2026年6月没有第5个星期四，该月不安排",
    ]
    assert "当月没有第5个星期四的，不安排" in map(str, rules.in_words(rule))


def test_left_out_months_do_not_count_as_times():
    assert days(monthly(5, "4", times=2)) == ["2026-04-30", "2026-07-30"]


@pytest.mark.parametrize(
    ("rule", "refusal"),
    [
        (weekly(), rules.NoEnd),
        (weekly(times=3, until_on="2026-04-01"), rules.NoEnd),
        (weekly(until_on="2026-03-02"), rules.EndsBeforeItBegins),
        (weekly(until_on="2027-06-01"), rules.TooFarAhead),
        (weekly(times=80), rules.TooFarAhead),
        (weekly("1234567", until_on="2026-12-31"), rules.TooMany),
        (weekly("1234567", times=201), rules.TooMany),
        (weekly("1", until_on="2026-03-05"), rules.NothingNamed),
    ],
)
def test_what_cannot_be_booked_as_a_series_says_why(rule, refusal):
    with pytest.raises(refusal):
        rules.expand(rule)


def test_two_hundred_is_the_most():
    assert len(rules.expand(weekly("1234567", times=200)).days) == 200


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (weekly("24", times=10), "每周星期二、星期四，自2026年3月3日起，共10次"),
        (weekly("12345", times=10), "每周星期一至星期五，自2026年3月3日起，共10次"),
        (weekly("2", interval=2, until_on="2026-06-30"), "每2周的星期二，自2026年3月3日起，至2026年6月30日止"),
        (monthly(2, times=3), "每月第2个星期四，自2026年3月1日起，共3次"),
        (monthly(LAST, "5", times=3), "每月最后一个星期五，自2026年3月1日起，共3次"),
        (monthly(1, "1", interval=2, times=3), "每2个月的第1个星期一，自2026年3月1日起，共3次"),
        (monthly(LAST, "1", interval=3, times=2), "每3个月的最后一个星期一，自2026年3月1日起，共2次"),
    ],
)
def test_the_rule_in_words(rule, words):
    assert "，".join(map(str, rules.in_words(rule))) == words


EXPAND = """
from datetime import date
from app.kit import clock
from app.recurrence import rules
from app.recurrence.models import RecurrenceDraft
rule = RecurrenceDraft(weekdays="7", first_on=date(2026, 3, 1), until_on=date(2026, 11, 8))
print(*(clock.at(day, "02:30").isoformat() for day in rules.expand(rule).days))
"""


@pytest.mark.parametrize("zone", ["UTC", "America/Vancouver"])
def test_days_and_times_are_the_towns_wherever_the_server_stands(zone):
    """Pitfall 14: Vancouver turns its clocks on two of these Sundays, at that very hour."""
    told = subprocess.run(
        [sys.executable, "-c", EXPAND],
        env=os.environ | {"TZ": zone},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    rule = weekly("7", "2026-03-01", until_on="2026-11-08")
    assert told == [clock.at(day, "02:30").isoformat() for day in rules.expand(rule).days]
    assert {moment[10:] for moment in told} == {"T18:30:00+00:00"}
