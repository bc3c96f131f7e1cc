"""Who may say something to a log, and to which month. Pure."""

from datetime import date

from app.kit.errors import NotAllowed, Refusal
from app.kit.i18n import N_
from app.reviews.models import Side
from app.secondments.rules import Standing


class NotAMentor(NotAllowed):
    message = N_("每月评价由双方带教人填写")


class MonthNotOver(Refusal):
    message = N_("这个月还没有开始，不能评价")


class MonthOutside(Refusal):
    message = N_("这个月不在挂职期间内")


def side_of(standing: Standing) -> Side | None:
    """As which mentor the reader speaks."""
    if standing.is_host_mentor:
        return Side.HOST
    return Side.HOME if standing.is_home_mentor else None


def check_month(month: date, *, from_on: date, until_on: date, today: date) -> None:
    if month > today:
        raise MonthNotOver
    if not from_on.replace(day=1) <= month <= until_on.replace(day=1):
        raise MonthOutside


def months_of(from_on: date, until_on: date, today: date) -> list[date]:
    """The months of a posting up to this one, the latest first."""
    month, last, found = from_on.replace(day=1), min(until_on, today).replace(day=1), []
    while month <= last:
        found.append(month)
        month = next_month(month)
    return found[::-1]


def next_month(month: date) -> date:
    return month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1, day=1)
