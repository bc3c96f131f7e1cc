"""Which days a repetition names, and how it is said in words. Pure: days of the towns' calendar, never instants."""

import calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.kit.clock import WEEKDAYS, chinese_date, weekday_run
from app.kit.errors import Refusal
from app.kit.i18n import N_, Said, joined, worded
from app.recurrence.models import LAST, Every, RecurrenceDraft

MOST = 200
LONGEST_DAYS = 400
DAY = timedelta(days=1)


class NoEnd(Refusal):
    message = N_("请填写截止日期或次数，两者填一项")


class EndsBeforeItBegins(Refusal):
    message = N_("截止日期不能早于开始日期")


class TooFarAhead(Refusal):
    message = N_("一个系列最长%(days)s天，请把截止日期或次数改小，到期后再续")


class TooMany(Refusal):
    message = N_("一个系列最多%(most)s次，按现在的规则会有%(count)s次，请缩短")


class NothingNamed(Refusal):
    message = N_("按这个规则，起止日期之间没有一天，请检查星期和日期")


@dataclass(frozen=True)
class Days:
    """The days of a repetition, and the months that have no such day."""

    days: tuple[date, ...]
    without: tuple[date, ...] = ()

    def gaps(self, rule: RecurrenceDraft) -> list[Said]:
        """Each month that is left out, said (pitfall 16: never moved silently)."""
        words = N_("%(year)s年%(month)s月没有第5个%(weekday)s，该月不安排")
        weekday = WEEKDAYS[rule.isoweekdays[0] - 1]
        return [worded(words, year=m.year, month=m.month, weekday=weekday) for m in self.without]


def expand(rule: RecurrenceDraft) -> Days:
    """All days that the rule names from its first day on; refused when they are none, too many or too far ahead."""
    _check(rule)
    last = min(rule.until_on or date.max, rule.first_on + LONGEST_DAYS * DAY)
    days: list[date] = []
    without: list[date] = []
    for named, month in _named(rule, last):
        if named is None:
            without.append(month)
        else:
            days.append(named)
        if len(days) == rule.times:
            break
    if not days:
        raise NothingNamed
    if rule.times and len(days) < rule.times:
        raise TooFarAhead(days=LONGEST_DAYS)
    if len(days) > MOST:
        raise TooMany(most=MOST, count=len(days))
    return Days(tuple(days), tuple(without))


def _check(rule: RecurrenceDraft) -> None:
    if (rule.until_on is None) == (rule.times is None):
        raise NoEnd
    if rule.times and rule.times > MOST:
        raise TooMany(most=MOST, count=rule.times)
    if rule.until_on and rule.until_on < rule.first_on:
        raise EndsBeforeItBegins
    if rule.until_on and (rule.until_on - rule.first_on).days > LONGEST_DAYS:
        raise TooFarAhead(days=LONGEST_DAYS)


def _named(rule: RecurrenceDraft, last: date) -> Iterator[tuple[date | None, date]]:
    """(day, first of its month) in order; the day is None for a month that has no such day."""
    if rule.every is Every.WEEK:
        yield from ((day, day.replace(day=1)) for day in _weekly(rule, last))
    else:
        yield from _monthly(rule, last)


def _weekly(rule: RecurrenceDraft, last: date) -> Iterator[date]:
    """Weeks are counted from the Monday of the week of the first day."""
    monday = rule.first_on - (rule.first_on.isoweekday() - 1) * DAY
    while monday <= last:
        for weekday in rule.isoweekdays:
            day = monday + (weekday - 1) * DAY
            if rule.first_on <= day <= last:
                yield day
        monday += 7 * rule.interval * DAY


def _monthly(rule: RecurrenceDraft, last: date) -> Iterator[tuple[date | None, date]]:
    month = rule.first_on.replace(day=1)
    while month <= last:
        day = nth_weekday(month, rule.isoweekdays[0], rule.nth)
        if day is None:
            if _month_end(month) <= last:
                yield None, month
        elif rule.first_on <= day <= last:
            yield day, month
        index = month.year * 12 + month.month - 1 + rule.interval
        month = date(index // 12, index % 12 + 1, 1)


def _month_end(month: date) -> date:
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


def nth_weekday(month: date, weekday: int, nth: int) -> date | None:
    """The nth such weekday of a month (0: the last one); None where the month has no fifth."""
    first = month + (weekday - month.isoweekday()) % 7 * DAY
    in_all = (_month_end(month) - first).days // 7 + 1
    if nth > in_all:
        return None
    return first + 7 * ((in_all if nth == LAST else nth) - 1) * DAY


def in_words(rule: RecurrenceDraft) -> list[Said]:
    """每2周的星期二、星期四 · 自2026年3月3日起 · 至2026年6月30日止."""
    said = [_when(rule), worded(N_("自%(day)s起"), day=chinese_date(rule.first_on))]
    if rule.times:
        said.append(worded(N_("共%(times)s次"), times=rule.times))
    if rule.until_on:
        said.append(worded(N_("至%(day)s止"), day=chinese_date(rule.until_on)))
    if rule.every is Every.MONTH and rule.nth == 5:
        said.append(worded(N_("当月没有第5个%(weekday)s的，不安排"), weekday=WEEKDAYS[rule.isoweekdays[0] - 1]))
    return said


def _days_in_words(isoweekdays: Sequence[int]) -> Said:
    """星期一至星期五 for three days or more in a row, 星期二、星期四 otherwise."""
    first, last = min(isoweekdays), max(isoweekdays)
    if len(isoweekdays) > 2 and last - first + 1 == len(isoweekdays):
        return weekday_run(first, last)
    return joined(N_("、"), [WEEKDAYS[d - 1] for d in isoweekdays])


def _when(rule: RecurrenceDraft) -> Said:
    named = {"days": _days_in_words(rule.isoweekdays), "count": rule.interval, "nth": rule.nth}
    if rule.every is Every.WEEK:
        return worded(N_("每周%(days)s") if rule.interval == 1 else N_("每%(count)s周的%(days)s"), **named)
    if rule.nth == LAST:
        every = N_("每月最后一个%(days)s"), N_("每%(count)s个月的最后一个%(days)s")
    else:
        every = N_("每月第%(nth)s个%(days)s"), N_("每%(count)s个月的第%(nth)s个%(days)s")
    return worded(every[rule.interval > 1], **named)
