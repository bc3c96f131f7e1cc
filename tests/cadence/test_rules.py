from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.cadence import rules
from app.cadence.models import AvoidDraft, AvoidKind, CadenceDraft, DayKind, WhenClosed
from app.calendar.rules import WorkingDays, published_days

DAYS = WorkingDays(
    frozenset({2025, 2026}), {d.day: (d.kind, d.name) for year in (2025, 2026) for d in published_days(year)}
)
SPRING = AvoidDraft(kind=AvoidKind.SPRING_FESTIVAL, name="春节前后", days_before=7, days_after=15)
FLOOD = AvoidDraft(kind=AvoidKind.ONCE, name="防汛应急", from_on=date(2026, 7, 1), until_on=date(2026, 7, 20))


def cadence(**change):
    return CadenceDraft.model_validate({"first_on": date(2026, 1, 1)} | change)


def words(*args):
    return [str(s) for s in rules.in_words(*args)]


def days_of(rule, avoid=(), *, today=date(2026, 1, 1), count=6):
    return [p.day for p in rules.preview(rule, avoid, DAYS, today=today, count=count)]


def test_second_thursday_every_two_months():
    assert days_of(cadence()) == [date(2026, m, d) for m, d in [(1, 8), (3, 12), (5, 14), (7, 9), (9, 10), (11, 12)]]


def test_the_two_monthly_cadence_crosses_years():
    days = days_of(cadence(first_on=date(2025, 11, 1)), today=date(2025, 11, 1))
    assert [(d.year, d.month) for d in days] == [(2025, 11), (2026, 1), (2026, 3), (2026, 5), (2026, 7), (2026, 9)]


def test_a_holiday_moves_the_meeting_and_says_so():
    rule = cadence(first_on=date(2026, 10, 1), nth=1)
    planned = rules.plan_day(rule, (), date(2026, 10, 1), DAYS)
    assert str(planned.adjustment.sentence) == "原定2026年10月1日，遇国庆节顺延至10月8日"


@pytest.mark.parametrize(
    ("choice", "day"),
    [(WhenClosed.NEXT, (10, 8)), (WhenClosed.PREVIOUS, (9, 30)), (WhenClosed.NEXT_WEEK, (10, 8))],
)
def test_each_series_chooses_where_a_day_moves(choice, day):
    rule = cadence(nth=1, when_closed=choice)
    assert rules.plan_day(rule, (), date(2026, 10, 1), DAYS).day == date(2026, *day)


def test_a_weekend_has_no_working_day_in_the_next_week_and_moves_to_monday():
    rule = cadence(day_kind=DayKind.DAY_OF_MONTH, day_of_month=14, when_closed=WhenClosed.NEXT_WEEK)
    assert rules.plan_day(rule, (), date(2026, 11, 1), DAYS).day == date(2026, 11, 16)


def test_around_spring_festival_nobody_meets():
    planned = rules.plan_day(cadence(), (SPRING,), date(2026, 2, 1), DAYS)
    assert planned.nominal_on == date(2026, 2, 12)
    assert planned.day == date(2026, 3, 5)
    assert str(planned.adjustment.sentence) == "原定2026年2月12日，遇春节前后顺延至3月5日"


def test_an_emergency_is_avoided_only_in_its_own_year():
    assert rules.plan_day(cadence(), (FLOOD,), date(2026, 7, 1), DAYS).day == date(2026, 7, 21)
    assert rules.plan_day(cadence(), (FLOOD,), date(2025, 7, 1), DAYS).day == date(2025, 7, 10)


def test_a_yearly_avoided_time_may_cross_new_year():
    period = AvoidDraft(kind=AvoidKind.YEARLY, name="年终考核", from_on=date(2025, 12, 20), until_on=date(2026, 1, 10))
    for day, covered in [((2026, 12, 25), True), ((2027, 1, 5), True), ((2026, 1, 11), False), ((2026, 12, 19), False)]:
        assert bool(rules.avoided_by((period,), date(*day))) is covered


@pytest.mark.parametrize(("year", "month", "day"), [(2026, 2, 28), (2028, 2, 29), (2026, 4, 30), (2026, 5, 31)])
def test_the_31st_of_a_short_month_is_its_last_day_and_the_words_say_so(year, month, day):
    rule = cadence(day_kind=DayKind.DAY_OF_MONTH, day_of_month=31)
    assert rules.nominal_day(rule, date(year, month, 1)) == date(year, month, day)
    assert "当月没有31日的，为当月最后一天" in words(rule)


@pytest.mark.parametrize(("month", "day"), [(1, 29), (2, 26), (4, 30), (12, 31)])
def test_the_last_thursday_is_the_fourth_or_the_fifth(month, day):
    rule = cadence(day_kind=DayKind.LAST_WEEKDAY)
    assert rules.nominal_day(rule, date(2026, month, 1)) == date(2026, month, day)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, "每2个月一次，当月第二个星期四14:00—16:00"),
        ({"day_kind": "last_weekday", "weekday": 4}, "每2个月一次，当月最后一个星期五14:00—16:00"),
        ({"day_kind": "day_of_month"}, "每2个月一次，15日14:00—16:00"),
    ],
)
def test_the_rule_is_said_in_words(change, said):
    assert words(cadence(**change))[0] == said


@pytest.mark.parametrize(
    ("every", "said"),
    [
        (1, "自2026年3月起每月举行"),
        (2, "自2026年3月起，在1、3、5、7、9、11月举行"),
        (5, "自2026年3月起计算"),
        (12, "自2026年3月起，在3月举行"),
    ],
)
def test_the_months_are_said_in_words(every, said):
    assert words(cadence(every_months=every, first_on=date(2026, 3, 1)))[1] == said


def test_avoided_times_are_said_in_words():
    yearly = AvoidDraft(kind=AvoidKind.YEARLY, name="年终考核", from_on=date(2026, 12, 20), until_on=date(2026, 12, 31))
    assert words(cadence(), [SPRING, FLOOD, yearly])[-3:] == [
        "避开春节前后：春节前7天至春节后15天",
        "避开防汛应急：2026年7月1日至2026年7月20日",
        "避开年终考核：每年12月20日至12月31日",
    ]


def test_a_date_in_an_unpublished_year_warns():
    planned = rules.plan_day(cadence(), (), date(2027, 1, 1), DAYS)
    assert "尚未录入2027年" in str(planned.warning)
    assert rules.plan_day(cadence(), (), date(2026, 11, 1), DAYS).warning is None


@pytest.mark.parametrize(
    ("change", "avoid", "refusal"),
    [
        ({"starts_at": "16:00", "ends_at": "14:00"}, [], rules.EndsBeforeItStarts),
        ({}, [AvoidDraft(kind=AvoidKind.ONCE, name="防汛")], rules.AvoidedBackwards),
        (
            {},
            [AvoidDraft(kind=AvoidKind.YEARLY, name="汛期", from_on=date(2026, 5, 1), until_on=date(2026, 10, 1))],
            rules.AvoidedTooLong,
        ),
    ],
)
def test_a_rule_that_cannot_be_followed_is_refused(change, avoid, refusal):
    with pytest.raises(refusal):
        rules.check_cadence(cadence(**change), avoid)


@settings(deadline=None, max_examples=80)
@given(
    st.builds(
        CadenceDraft,
        every_months=st.integers(1, 12),
        first_on=st.dates(date(2024, 1, 1), date(2030, 12, 1)).map(lambda d: d.replace(day=1)),
        day_kind=st.sampled_from(DayKind),
        nth=st.integers(1, 4),
        weekday=st.integers(0, 6),
        day_of_month=st.integers(1, 31),
        when_closed=st.sampled_from(WhenClosed),
    )
)
def test_every_rule_finds_working_days_outside_avoided_times_in_order(rule):
    planned = rules.preview(rule, (SPRING, FLOOD), DAYS, today=date(2024, 1, 1))
    assert all(DAYS.is_working_day(p.day) and not rules.avoided_by((SPRING, FLOOD), p.day) for p in planned)
    assert [p.nominal_on for p in planned] == sorted(p.nominal_on for p in planned)
    assert all(p.nominal_on.replace(day=1) == p.period_on for p in planned)
