"""When a log may be written, what a week asks for, and when silence is worth a word."""

from datetime import date, timedelta

import pytest

from app.calendar.rules import WorkingDays
from app.files.rules import TooLarge
from app.logs import rules
from app.logs.models import Leave, LeaveKind, LogEntry
from app.logs.rules import Term

TERM = Term(date(2026, 4, 1), date(2026, 9, 30))
PLAIN = WorkingDays(frozenset({2026}), {})
TODAY = date(2026, 4, 15)


def leave(first: int, last: int, month: int = 4) -> Leave:
    return Leave(from_on=date(2026, month, first), until_on=date(2026, month, last), kind=LeaveKind.ANNUAL)


@pytest.mark.parametrize(
    ("day", "refusal"),
    [
        (date(2026, 4, 15), None),
        (date(2026, 4, 11), None),  # a Saturday
        (date(2026, 4, 8), None),
        (date(2026, 4, 7), rules.TooLate),
        (date(2026, 4, 16), rules.NotYet),
        (date(2026, 3, 31), rules.OutsidePosting),
        (date(2026, 4, 13), rules.OnLeave),
    ],
)
def test_which_days_may_be_written_about(day, refusal):
    checking = {"today": TODAY, "term": TERM, "leaves": [leave(13, 14)]}
    if refusal is None:
        rules.check_day(day, **checking)
        return
    with pytest.raises(refusal):
        rules.check_day(day, **checking)


def test_the_last_days_may_be_written_about_after_the_end():
    rules.check_day(date(2026, 9, 30), today=date(2026, 10, 7), term=TERM, leaves=[])
    with pytest.raises(rules.TooLate, match="最早2026年10月1日"):
        rules.check_day(date(2026, 9, 30), today=date(2026, 10, 8), term=TERM, leaves=[])


def test_a_day_later_is_a_late_entry():
    assert [rules.is_late(TODAY, TODAY + timedelta(days=n)) for n in (0, 1, 7)] == [False, True, True]


def test_a_week_never_asks_for_more_than_it_has_days():
    days = rules.days_to_write(PLAIN, date(2026, 4, 13), date(2026, 4, 19), term=TERM, away={date(2026, 4, 14)})
    assert [d.day for d in days] == [13, 15, 16, 17]
    assert [rules.expected(n, 2) for n in (5, 2, 1, 0)] == [2, 2, 1, 0]
    assert rules.days_to_write(PLAIN, date(2026, 3, 30), date(2026, 4, 1), term=TERM, away=()) == [date(2026, 4, 1)]


def due(until: date) -> list[date]:
    return rules.days_to_write(PLAIN, TERM.from_on, until, term=TERM, away=())


@pytest.mark.parametrize(
    ("written", "until", "found"),
    [
        ([], date(2026, 4, 6), None),  # four working days
        ([], date(2026, 4, 7), ("since-2026-04-01", False)),
        ([], date(2026, 4, 13), ("since-2026-04-01", False)),
        ([], date(2026, 4, 14), ("since-2026-04-01", True)),
        ([date(2026, 4, 4)], date(2026, 4, 9), None),  # written on a Saturday
        ([date(2026, 4, 4)], date(2026, 4, 10), ("since-2026-04-06", False)),
        ([date(2026, 4, 2), date(2026, 4, 10)], date(2026, 4, 16), None),
    ],
)
def test_silence(written, until, found):
    quiet = rules.silence(written, due(until), until + timedelta(days=1))
    assert (quiet and (quiet.mark, quiet.reaches_mentors)) == found


def test_leave_stays_inside_the_posting_and_apart_from_other_leave():
    for first, last, refusal in (
        (date(2026, 4, 20), date(2026, 4, 19), rules.LeaveBackwards),
        (date(2026, 3, 30), date(2026, 4, 2), rules.LeaveOutsidePosting),
        (date(2026, 4, 14), date(2026, 4, 15), rules.LeaveOverlaps),
    ):
        with pytest.raises(refusal):
            rules.check_leave(first, last, term=TERM, others=[leave(13, 14)])
    rules.check_leave(date(2026, 4, 15), date(2026, 4, 15), term=TERM, others=[leave(13, 14)])


def test_photos_are_nine_and_ten_megabytes_at_most():
    rules.check_photos(3, [100] * 6)
    with pytest.raises(rules.TooManyPhotos, match="还可以加6张"):
        rules.check_photos(3, [100] * 7)
    with pytest.raises(TooLarge, match="10MB"):
        rules.check_photos(0, [10 * 2**20 + 1])


def test_an_entry_stays_open_as_long_as_its_day_could_be_written():
    entry = LogEntry(day=TODAY)
    assert rules.may_change(entry, TODAY + timedelta(days=7))
    assert not rules.may_change(entry, TODAY + timedelta(days=8))


def test_names_however_they_are_typed():
    assert rules.names_in(" 王秀英，陈小明、王秀英;李强 ") == ["王秀英", "陈小明", "李强"]


def test_a_passage_stands_around_the_word():
    text = "上午开会。" * 20 + "下午调解楼道堆物。" + "晚上整理材料。" * 20
    shown = rules.passage(text, ["调解"], around=10)
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert "下午调解楼道堆物" in shown
