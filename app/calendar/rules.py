"""Which days are worked, what the festivals are, and what a list of days off must look like. Pure."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import chinese_calendar.constants as published
import holidays

from app.calendar.models import DayDraft, DayKind
from app.kit.clock import chinese_date, month_day
from app.kit.errors import Refusal
from app.kit.i18n import N_, Said, worded

SATURDAY = 5
LONGEST_SEARCH = timedelta(days=400)
UNKNOWN_YEAR = N_("本系统尚未录入%(years)s年调休安排（请核对国务院办公厅通知）")
WEEKEND, MAKE_UP_DAY = N_("周末"), N_("调休上班")
OFF_WORDS, WORK_WORDS = ("放假", "休"), ("上班", "调休上班", "班")
KIND_WORDS = dict.fromkeys(OFF_WORDS, DayKind.OFF) | dict.fromkeys(WORK_WORDS, DayKind.WORK)
HEADER = ("日期", "类型", "名称")


class NoWorkingDay(Refusal):
    message = N_("%(day)s前后一年内没有可用的日期，请检查避让时段")


class NothingToEnter(Refusal):
    message = N_("表中没有可录入的日期")


class RowsToMend(Refusal):
    message = N_("有%(count)s行需要更正，本次没有录入任何内容")


class NotText(Refusal):
    message = N_("文件不是文本，请在电子表格中另存为CSV后再上传")


class AlreadyEntered(Refusal):
    message = N_("%(day)s已有登记，请先删除原来的登记")


class NotThisYear(Refusal):
    message = N_("%(day)s不在%(year)s年内")


class AlreadyWorked(Refusal):
    message = N_("%(day)s本来就是工作日，不需要登记为调休上班")


@dataclass(frozen=True)
class Adjustment:
    """A day that was moved, and what it met."""

    original_on: date
    day: date
    cause: str

    @property
    def sentence(self) -> Said | None:
        """原定2026年10月1日，遇国庆节顺延至10月8日; None when the day stands."""
        if self.day == self.original_on:
            return None
        later = N_("原定%(original)s，遇%(cause)s顺延至%(day)s")
        earlier = N_("原定%(original)s，遇%(cause)s提前至%(day)s")
        to = month_day(self.day) if self.day.year == self.original_on.year else chinese_date(self.day)
        message = later if self.day > self.original_on else earlier
        return worded(message, original=chinese_date(self.original_on), cause=self.cause, day=to)


@dataclass(frozen=True)
class WorkingDays:
    """A partnership's calendar for some whole years. In a year that is not entered only what the law fixes is known:
    weekends and statutory holidays; whoever shows such a day shows `warning` with it."""

    entered: frozenset[int]
    special: Mapping[date, tuple[DayKind, str]]

    def is_entered(self, year: int) -> bool:
        return year in self.entered

    def is_working_day(self, day: date) -> bool:
        kind, _ = self._mark(day)
        return kind is DayKind.WORK if kind else day.weekday() < SATURDAY

    def name_of(self, day: date) -> str:
        """国庆节, 调休上班, 周末, or "" for a plain working day."""
        kind, name = self._mark(day)
        if kind is DayKind.WORK:
            return MAKE_UP_DAY
        return name or (WEEKEND if day.weekday() >= SATURDAY else "")

    def on_or_after(self, day: date) -> date:
        return self.search(day, timedelta(days=1))

    def on_or_before(self, day: date) -> date:
        return self.search(day, timedelta(days=-1))

    def same_weekday_later(self, day: date) -> date:
        """`day`, or the first of the same weekday after it that is worked."""
        return self.search(day, timedelta(days=7))

    def search(self, day: date, step: timedelta, accept: Callable[[date], bool] = lambda _: True) -> date:
        """From `day` on by `step` to the first working day that is accepted; raises NoWorkingDay after a year."""
        found = day
        while not (self.is_working_day(found) and accept(found)):
            found += step
            if abs(found - day) > LONGEST_SEARCH:
                raise NoWorkingDay(day=chinese_date(day))
        return found

    def plus(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`."""
        for _ in range(count):
            day = self.on_or_after(day + timedelta(days=1))
        return day

    def minus(self, day: date, count: int) -> date:
        """The `count`-th working day before `day`."""
        for _ in range(count):
            day = self.on_or_before(day - timedelta(days=1))
        return day

    def moved(self, original_on: date, onto: date) -> Adjustment:
        return Adjustment(original_on, onto, self.name_of(original_on))

    def warning(self, *days: date) -> Said | None:
        """What must be said beside these days when their year is not entered."""
        years = sorted({day.year for day in days} - self.entered)
        return worded(UNKNOWN_YEAR, years="、".join(map(str, years))) if years else None

    def _mark(self, day: date) -> tuple[DayKind | None, str]:
        if day in self.special:
            return self.special[day]
        if day.year not in self.entered and (name := statutory_days(day.year).get(day)):
            return DayKind.OFF, name
        return None, ""


@cache
def statutory_days(year: int) -> Mapping[date, str]:
    """Holidays fixed by law for any year (国务院《全国年节及纪念日放假办法》), without the yearly 调休."""
    named = holidays.country_holidays("CN", years=year, language="zh_CN")
    kept = {day: names.partition(";")[0] for day, names in named.items() if "补假" not in names}
    return {day: "除夕" if "除夕" in name else name for day, name in sorted(kept.items())}


@cache
def published_years() -> frozenset[int]:
    """The years whose State Council notice the installed library carries."""
    return frozenset(day.year for day in published.holidays)


@cache
def published_days(year: int) -> tuple[DayDraft, ...]:
    """Days off and make-up working days of a published year; empty for any other."""
    return tuple(_published(published.holidays, DayKind.OFF, year)) + tuple(
        _published(published.workdays, DayKind.WORK, year)
    )


@cache
def published_marks(year: int) -> Mapping[date, tuple[DayKind, str]]:
    return {d.day: (d.kind, d.name) for d in published_days(year)}


def _published(days: Mapping[date, str], kind: DayKind, year: int) -> Iterable[DayDraft]:
    names = {h.value: h.chinese for h in published.Holiday}
    for day, name in sorted(days.items()):
        if day.year == year:
            yield DayDraft(day=day, kind=kind, name=_short(names.get(name, name)))


def _short(name: str) -> str:
    """The library's names as people write them."""
    if len(name) > 10:
        return "抗战胜利纪念日"
    return {"清明": "清明节", "端午": "端午节", "中秋": "中秋节"}.get(name, name)


def check_day(year: int, draft: DayDraft) -> None:
    """Raise a Refusal unless the day can stand in the calendar of `year`."""
    if draft.day.year != year:
        raise NotThisYear(day=chinese_date(draft.day), year=year)
    if draft.kind is DayKind.WORK and draft.day.weekday() < SATURDAY:
        raise AlreadyWorked(day=chinese_date(draft.day))


def read_text(data: bytes) -> str:
    """A CSV as spreadsheets save it: UTF-8, with or without its mark, or GB18030."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding).replace("\x00", "")
        except UnicodeDecodeError:
            continue
    raise NotText


@dataclass(frozen=True)
class BadRow:
    number: int
    text: str
    reason: Said


@dataclass(frozen=True)
class CheckRun:
    """What an import would do, before it does it."""

    drafts: tuple[DayDraft, ...]
    bad_rows: tuple[BadRow, ...]
    missing: tuple[tuple[date, str], ...]  # statutory holidays that the list does not mention

    def require_clean(self) -> None:
        if self.bad_rows:
            raise RowsToMend(count=len(self.bad_rows))
        if not self.drafts:
            raise NothingToEnter


def check_rows(year: int, text: str) -> CheckRun:
    """Read 日期, 类型 (放假 or 上班), 名称 from CSV or pasted cells; rows are numbered as in a spreadsheet."""
    drafts: dict[date, DayDraft] = {}
    bad: list[BadRow] = []
    delimiter = "\t" if "\t" in text else ","
    for number, row in enumerate(csv.reader(io.StringIO(text), delimiter=delimiter), 1):
        cells = [cell.strip() for cell in row]
        if not any(cells) or (number == 1 and cells[0] == HEADER[0]):
            continue
        try:
            draft = _read_row(year, cells)
            if draft.day in drafts:
                raise _BadCell(N_("日期重复"))
            drafts[draft.day] = draft
        except Refusal as refusal:
            bad.append(BadRow(number, "，".join(cells), worded(refusal.message, **refusal.params)))
    off = {d.day for d in drafts.values() if d.kind is DayKind.OFF}
    missing = tuple((day, name) for day, name in statutory_days(year).items() if day not in off)
    return CheckRun(tuple(drafts[d] for d in sorted(drafts)), tuple(bad), missing if drafts else ())


class _BadCell(Refusal):
    def __init__(self, message: str, **params: object) -> None:
        self.message = message
        super().__init__(**params)


def _read_row(year: int, cells: list[str]) -> DayDraft:
    if len(cells) < 2:
        raise _BadCell(N_("应有日期、类型、名称三列"))
    day, kind = read_date(cells[0]), KIND_WORDS.get(cells[1])
    if day is None:
        raise _BadCell(N_("日期“%(cell)s”无法识别，请写成2027-01-01"), cell=cells[0][:20])
    if kind is None:
        raise _BadCell(N_("类型“%(cell)s”无法识别，请写放假或上班"), cell=cells[1][:20])
    name = cells[2] if len(cells) > 2 and cells[2] else MAKE_UP_DAY if kind is DayKind.WORK else ""
    if not 1 <= len(name) <= 20:
        raise _BadCell(N_("名称须为1至20个字"))
    draft = DayDraft(day=day, kind=kind, name=name)
    check_day(year, draft)
    return draft


def read_date(text: str) -> date | None:
    """2027-01-01, 2027/1/1, 2027.1.1 or 2027年1月1日."""
    found = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", text)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
