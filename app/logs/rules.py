"""When a log may be written, what is expected of a week, and when silence is worth a word. Pure; today comes in."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.calendar.rules import WorkingDays
from app.files.rules import TooLarge
from app.kit.clock import chinese_date
from app.kit.errors import Refusal
from app.kit.i18n import N_
from app.logs.models import MOST_PHOTOS, Kind, Leave, LogEntry

LATEST = timedelta(days=7)
QUIET_WEEK, QUIET_FORTNIGHT = 5, 10  # working days
PER_WEEK = 2
LARGEST_PHOTO = 10 * 2**20
WEEK = timedelta(days=7)
APART = re.compile(r"[、,，;；\s]+")


class NotYet(Refusal):
    message = N_("还没有到这一天，不能提前记日志")


class TooLate(Refusal):
    message = N_("只能补记7天以内的日志（最早%(day)s）")


class OutsidePosting(Refusal):
    message = N_("这一天不在挂职期间内（%(from_on)s至%(until_on)s）")


class OnLeave(Refusal):
    message = N_("这一天已登记为请假，如当天在岗，请先撤销请假")


class AlreadyWritten(Refusal):
    message = N_("这一天已经有日志，请在原日志上修改")


class NoLongerChangeable(Refusal):
    message = N_("日志写成7天后不再修改，可在后面的日志里补充说明")


class TooManyPhotos(Refusal):
    message = N_("每篇日志最多9张照片，还可以加%(left)s张")


class LeaveOutsidePosting(Refusal):
    message = N_("请假日期应在挂职期间内（%(from_on)s至%(until_on)s）")


class LeaveBackwards(Refusal):
    message = N_("结束日期不能早于开始日期")


class LeaveOverlaps(Refusal):
    message = N_("与已登记的请假日期重叠（%(from_on)s至%(until_on)s）")


@dataclass(frozen=True)
class Term:
    """The days of a posting, first and last included."""

    from_on: date
    until_on: date

    def __contains__(self, day: date) -> bool:
        return self.from_on <= day <= self.until_on

    @property
    def said(self) -> dict[str, str]:
        return {"from_on": chinese_date(self.from_on), "until_on": chinese_date(self.until_on)}


def check_day(day: date, *, today: date, term: Term, leaves: Iterable[Leave]) -> None:
    """Any day of the posting, weekends too, up to seven days afterwards, but no day of leave."""
    if day > today:
        raise NotYet
    if day not in term:
        raise OutsidePosting(**term.said)
    if today - day > LATEST:
        raise TooLate(day=chinese_date(today - LATEST))
    if day in leave_days(leaves):
        raise OnLeave


def check_changeable(entry: LogEntry, today: date) -> None:
    if not may_change(entry, today):
        raise NoLongerChangeable


def may_change(entry: LogEntry, today: date) -> bool:
    """While it could still be written, and never less than the day on which it was."""
    return today - entry.day <= LATEST


def is_late(day: date, today: date) -> bool:
    return today > day


def check_photos(there: int, sizes: Collection[int]) -> None:
    """`there`: how many the entry has; `sizes`: the bytes of those to come."""
    if there + len(sizes) > MOST_PHOTOS:
        raise TooManyPhotos(left=MOST_PHOTOS - there)
    if any(size > LARGEST_PHOTO for size in sizes):
        raise TooLarge(most=LARGEST_PHOTO // 2**20)


def check_leave(from_on: date, until_on: date, *, term: Term, others: Iterable[Leave]) -> None:
    if until_on < from_on:
        raise LeaveBackwards
    if from_on not in term or until_on not in term:
        raise LeaveOutsidePosting(**term.said)
    for other in others:
        if other.cancelled_at is None and other.from_on <= until_on and from_on <= other.until_on:
            raise LeaveOverlaps(from_on=chinese_date(other.from_on), until_on=chinese_date(other.until_on))


def leave_days(leaves: Iterable[Leave]) -> frozenset[date]:
    return frozenset(
        leave.from_on + timedelta(days=n)
        for leave in leaves
        if leave.cancelled_at is None
        for n in range((leave.until_on - leave.from_on).days + 1)
    )


def days_to_write(days: WorkingDays, first: date, last: date, *, term: Term, away: Collection[date]) -> list[date]:
    """The working days of a span on which the person was there."""
    span = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in span if day in term and day not in away and days.is_working_day(day)]


def expected(working_days: int, per_week: int) -> int:
    """How many entries a week asks for: never more than it has days to write about."""
    return min(per_week, working_days)


@dataclass(frozen=True)
class Silence:
    """No entry for so long: whom to tell, and the name by which it is told once."""

    mark: str
    reaches_mentors: bool


def silence(written: Collection[date], due: Sequence[date], today: date) -> Silence | None:
    """`due`: the working days up to yesterday on which the person was there, in order. None when all is well.

    Told on working days only (the caller asks on no other): after a full working week to the secondee, after two to
    the mentors. An entry on a weekend breaks the silence too.
    """
    last = max((day for day in written if day <= today), default=None)
    quiet = [day for day in due if last is None or day > last]
    if len(quiet) < QUIET_WEEK:
        return None
    mark = f"since-{quiet[0].isoformat()}"
    return Silence(mark, reaches_mentors=len(quiet) >= QUIET_FORTNIGHT)


def names_in(text: str) -> list[str]:
    """The residents' names that somebody typed into one line, each once."""
    return list(dict.fromkeys(name for name in APART.split(text.strip()) if name))


def searchable(kind_word: str, entry: LogEntry) -> str:
    return "\n".join((kind_word, entry.done, entry.learned, entry.suggestion))


def kind_after(last: LogEntry | None) -> Kind:
    """What the form offers: the kind of the last entry."""
    return last.kind if last else Kind.VISIT


def passage(text: str, words: Sequence[str], around: int = 40) -> str:
    """What stands around the first of the words, on one line."""
    line = " ".join(text.split())
    at = min((place for word in words if (place := line.lower().find(word.lower())) >= 0), default=0)
    start, end = max(0, at - around), min(len(line), at + around * 2)
    return f"{'…' if start else ''}{line[start:end]}{'…' if end < len(line) else ''}"
