from datetime import date

import pytest

from app.calendar import rules
from app.calendar.models import DayDraft, DayKind

YEAR_2026 = rules.WorkingDays(frozenset({2026}), {d.day: (d.kind, d.name) for d in rules.published_days(2026)})
HEAD = "日期,类型,名称\n"


def d(month, day, year=2026):
    return date(year, month, day)


@pytest.mark.parametrize("day", [d(1, 4), d(2, 14), d(2, 28), d(5, 9), d(9, 20), d(10, 10)], ids=str)
def test_make_up_weekends_are_worked(day):
    assert YEAR_2026.is_working_day(day)
    assert YEAR_2026.name_of(day) == "调休上班"


@pytest.mark.parametrize(
    ("day", "name"),
    [(d(10, 1), "国庆节"), (d(2, 16), "春节"), (d(6, 19), "端午节"), (d(9, 25), "中秋节"), (d(11, 21), "周末")],
    ids=str,
)
def test_days_off_have_a_name(day, name):
    assert not YEAR_2026.is_working_day(day)
    assert YEAR_2026.name_of(day) == name


def test_a_day_moves_to_the_next_or_previous_working_day_or_week():
    assert YEAR_2026.on_or_after(d(10, 1)) == d(10, 8)
    assert YEAR_2026.on_or_before(d(10, 1)) == d(9, 30)
    assert YEAR_2026.same_weekday_later(d(10, 1)) == d(10, 8)
    assert YEAR_2026.on_or_after(d(10, 9)) == d(10, 9)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (d(10, 8), "原定2026年10月1日，遇国庆节顺延至10月8日"),
        (d(9, 30), "原定2026年10月1日，遇国庆节提前至9月30日"),
        (d(1, 5, 2027), "原定2026年10月1日，遇国庆节顺延至2027年1月5日"),
    ],
    ids=str,
)
def test_a_moved_day_explains_itself(day, words):
    assert str(YEAR_2026.moved(d(10, 1), day).sentence) == words


def test_a_day_that_stands_needs_no_explanation():
    assert YEAR_2026.moved(d(11, 12), d(11, 12)).sentence is None


def test_five_working_days_after_skip_the_holiday_and_count_the_make_up_saturday():
    assert YEAR_2026.plus(d(9, 30), 3) == d(10, 10)
    assert YEAR_2026.minus(d(10, 10), 3) == d(9, 30)


def test_an_unknown_year_says_so_and_knows_only_what_the_law_fixes():
    assert str(YEAR_2026.warning(d(1, 1, 2027))) == "本系统尚未录入2027年调休安排（请核对国务院办公厅通知）"
    assert YEAR_2026.warning(d(12, 31)) is None
    assert not YEAR_2026.is_working_day(d(10, 1, 2027))
    assert YEAR_2026.name_of(d(2, 6, 2027)) == "春节"
    assert YEAR_2026.is_working_day(d(10, 8, 2027))


def test_a_calendar_without_working_days_is_refused_instead_of_searched_for_ever():
    closed = rules.WorkingDays(frozenset({2026}), {})
    with pytest.raises(rules.NoWorkingDay):
        closed.search(d(1, 1), rules.timedelta(days=1), accept=lambda _: False)


def test_the_library_knows_2026_and_its_make_up_days():
    assert 2026 in rules.published_years()
    assert len([x for x in rules.published_days(2026) if x.kind is DayKind.WORK]) == 6
    assert rules.published_days(1999) == ()


def test_statutory_days_leave_out_days_in_lieu():
    assert rules.statutory_days(2027)[d(2, 5, 2027)] == "除夕"
    assert d(2, 9, 2027) not in rules.statutory_days(2027)


def test_a_clean_list_is_read_in_the_ways_people_write_dates():
    run = rules.check_rows(2027, HEAD + "2027-01-01,放假,元旦\n2027/2/6,休,春节\n2027年2月20日,上班,\n")
    assert not run.bad_rows
    assert run.drafts == (
        DayDraft(day=d(1, 1, 2027), kind=DayKind.OFF, name="元旦"),
        DayDraft(day=d(2, 6, 2027), kind=DayKind.OFF, name="春节"),
        DayDraft(day=d(2, 20, 2027), kind=DayKind.WORK, name="调休上班"),
    )


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("2026-01-01,放假,元旦", "2026年1月1日不在2027年内"),
        ("元旦,放假,元旦", "日期“元旦”无法识别，请写成2027-01-01"),
        ("2027-02-30,放假,春节", "日期“2027-02-30”无法识别，请写成2027-01-01"),
        ("2027-02-06,不上班,春节", "类型“不上班”无法识别，请写放假或上班"),
        ("2027-02-06,放假,", "名称须为1至20个字"),
        ("2027-02-06", "应有日期、类型、名称三列"),
        ("2027-02-09,上班,春节", "2027年2月9日本来就是工作日，不需要登记为调休上班"),
        ("2027-01-01,放假,元旦", "日期重复"),
    ],
)
def test_a_bad_row_is_listed_with_its_number_and_reason(row, reason):
    run = rules.check_rows(2027, HEAD + "2027-01-01,放假,元旦\n" + row + "\n")
    assert [(bad.number, str(bad.reason)) for bad in run.bad_rows] == [(3, reason)]
    with pytest.raises(rules.RowsToMend):
        run.require_clean()


def test_a_list_that_forgets_a_statutory_holiday_says_which():
    run = rules.check_rows(2027, HEAD + "2027-01-01,放假,元旦\n")
    assert (d(10, 1, 2027), "国庆节") in run.missing
    assert (d(1, 1, 2027), "元旦") not in run.missing


@pytest.mark.parametrize("text", ["", "\n\n", HEAD])
def test_an_empty_list_is_refused(text):
    with pytest.raises(rules.NothingToEnter):
        rules.check_rows(2027, text).require_clean()
