"""Spans of days that clerks report by, and their words. Pure; today comes in."""

from calendar import monthrange
from datetime import date, timedelta

from app.indicators.models import Length, Period
from app.kit.clock import chinese_date
from app.kit.errors import Refusal
from app.kit.i18n import N_

LONGEST_DAYS = 366 * 2
QUARTERS = ("第一季度", "第二季度", "第三季度", "第四季度")


class TurnedRound(Refusal):
    message = N_("结束日期不能早于开始日期")


class TooLong(Refusal):
    message = N_("时段最长两年，请缩短")


def month(year: int, number: int) -> Period:
    return Period(Length.MONTH, date(year, number, 1), date(year, number, monthrange(year, number)[1]))


def quarter(year: int, number: int) -> Period:
    last = number * 3
    return Period(Length.QUARTER, date(year, last - 2, 1), date(year, last, monthrange(year, last)[1]))


def year(number: int) -> Period:
    return Period(Length.YEAR, date(number, 1, 1), date(number, 12, 31))


def custom(first: date, last: date) -> Period:
    if last < first:
        raise TurnedRound
    if (last - first).days >= LONGEST_DAYS:
        raise TooLong
    return Period(Length.CUSTOM, first, last)


def around(length: Length, day: date) -> Period:
    """The month, quarter or year in which a day lies."""
    if length is Length.MONTH:
        return month(day.year, day.month)
    if length is Length.QUARTER:
        return quarter(day.year, (day.month + 2) // 3)
    return year(day.year)


def before(period: Period) -> Period:
    """The span of the same length that ends where this one begins."""
    if period.length is Length.CUSTOM:
        return Period(Length.CUSTOM, period.first - timedelta(days=period.days), period.first - timedelta(days=1))
    return around(period.length, period.first - timedelta(days=1))


def after(period: Period) -> Period:
    if period.length is Length.CUSTOM:
        return Period(Length.CUSTOM, period.last + timedelta(days=1), period.last + timedelta(days=period.days))
    return around(period.length, period.last + timedelta(days=1))


def until(period: Period, today: date) -> Period:
    """The part of a span that has been: what lies ahead would only dilute its figures."""
    return Period(period.length, period.first, max(period.first, min(period.last, today)))


def months_of(period: Period) -> list[tuple[int, int]]:
    """(year, month) of every month that the span touches."""
    count = (period.last.year - period.first.year) * 12 + period.last.month - period.first.month + 1
    start = period.first.year * 12 + period.first.month - 1
    return [(n // 12, n % 12 + 1) for n in range(start, start + count)]


def in_words(period: Period) -> str:
    """2026年, 2026年第一季度, 2026年11月, 2026年3月2日至2026年4月5日"""
    first = period.first
    if period.length is Length.YEAR:
        return f"{first.year}年"
    if period.length is Length.QUARTER:
        return f"{first.year}年{QUARTERS[(first.month - 1) // 3]}"
    if period.length is Length.MONTH:
        return f"{first.year}年{first.month}月"
    return f"{chinese_date(first)}至{chinese_date(period.last)}"
