"""On which days a series meets, and how the rule is said in words. Pure; the calendar is handed in."""

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.cadence.models import AvoidDraft, AvoidKind, CadenceDraft, DayKind, WhenClosed
from app.calendar.rules import SATURDAY, Adjustment, WorkingDays
from app.festivals import rules as festivals
from app.kit.clock import WEEKDAYS, chinese_date, month_day
from app.kit.errors import Refusal
from app.kit.i18n import N_, Said, worded

DAY = timedelta(days=1)
STEPS = {WhenClosed.NEXT: DAY, WhenClosed.PREVIOUS: -DAY, WhenClosed.NEXT_WEEK: 7 * DAY}
NTH = {1: N_("第一个"), 2: N_("第二个"), 3: N_("第三个"), 4: N_("第四个")}
SHORTEST_MONTH = 28
LONGEST_AVOIDED = 92


class EndsBeforeItStarts(Refusal):
    message = N_("结束时间须晚于开始时间")


class AvoidedBackwards(Refusal):
    message = N_("避让时段“%(name)s”须写明起止日期，且结束不早于开始")


class AvoidedTooLong(Refusal):
    message = N_("避让时段“%(name)s”超过三个月，请分段填写或调整周期")


@dataclass(frozen=True)
class PlannedDay:
    """A day found by the rule. `adjustment` explains a move, `warning` an unpublished year."""

    period_on: date
    adjustment: Adjustment
    warning: Said | None

    @property
    def nominal_on(self) -> date:
        return self.adjustment.original_on

    @property
    def day(self) -> date:
        return self.adjustment.day


def check_cadence(cadence: CadenceDraft, avoid: Iterable[AvoidDraft]) -> None:
    """Raise a Refusal for a rule that cannot be followed."""
    if cadence.ends_at <= cadence.starts_at:
        raise EndsBeforeItStarts
    for period in avoid:
        if period.kind is AvoidKind.SPRING_FESTIVAL:
            continue
        if not period.from_on or not period.until_on or period.until_on < period.from_on:
            raise AvoidedBackwards(name=period.name)
        if (period.until_on - period.from_on).days > LONGEST_AVOIDED:
            raise AvoidedTooLong(name=period.name)


def month_after(period_on: date, months: int) -> date:
    """The first day of the month `months` later."""
    index = period_on.year * 12 + period_on.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def nominal_day(cadence: CadenceDraft, period_on: date) -> date:
    """The day that the rule names in a month. Where the month is too short, its last day (and the words say so)."""
    year, month = period_on.year, period_on.month
    days = calendar.monthrange(year, month)[1]
    if cadence.day_kind is DayKind.DAY_OF_MONTH:
        return date(year, month, min(cadence.day_of_month, days))
    first = date(year, month, 1)
    first_match = first + DAY * ((cadence.weekday - first.weekday()) % 7)
    if cadence.day_kind is DayKind.NTH_WEEKDAY:
        return first_match + 7 * DAY * (cadence.nth - 1)
    return first_match + 7 * DAY * ((days - first_match.day) // 7)


def plan_day(
    cadence: CadenceDraft, avoid: Sequence[AvoidDraft], period_on: date, working_days: WorkingDays
) -> PlannedDay:
    """The day of a month's meeting: the rule's day, or the nearest allowed one in the direction that was agreed."""
    nominal = nominal_day(cadence, period_on)
    cause = avoided_by(avoid, nominal)
    step = DAY if _is_idle_week(cadence, nominal) else STEPS[cadence.when_closed]
    day = working_days.search(nominal, step, lambda d: not avoided_by(avoid, d))
    adjustment = Adjustment(nominal, day, cause or working_days.name_of(nominal))
    return PlannedDay(period_on, adjustment, working_days.warning(nominal, day))


def _is_idle_week(cadence: CadenceDraft, nominal: date) -> bool:
    """The same day of next week is no way out for a Saturday or Sunday."""
    return cadence.when_closed is WhenClosed.NEXT_WEEK and nominal.weekday() >= SATURDAY


def preview(
    cadence: CadenceDraft, avoid: Sequence[AvoidDraft], working_days: WorkingDays, *, today: date, count: int = 6
) -> list[PlannedDay]:
    """The next dates of a rule, from its first month on, those already past left out."""
    found: list[PlannedDay] = []
    period_on = cadence.first_on.replace(day=1)
    while len(found) < count:
        planned = plan_day(cadence, avoid, period_on, working_days)
        if planned.day >= today:
            found.append(planned)
        period_on = month_after(period_on, cadence.every_months)
    return found


def avoided_by(avoid: Iterable[AvoidDraft], day: date) -> str:
    """The name of the avoided time that `day` falls into, or ""."""
    return next((period.name for period in avoid if _covers(period, day)), "")


def _covers(period: AvoidDraft, day: date) -> bool:
    if period.kind is AvoidKind.SPRING_FESTIVAL:
        feasts = (festivals.spring_festival(year) for year in (day.year - 1, day.year, day.year + 1))
        return any(-period.days_before <= (day - feast).days <= period.days_after for feast in feasts)
    if not period.from_on or not period.until_on:
        return False
    if period.kind is AvoidKind.ONCE:
        return period.from_on <= day <= period.until_on
    start, end, here = _in_year(period.from_on), _in_year(period.until_on), _in_year(day)
    return start <= here <= end if start <= end else here >= start or here <= end


def _in_year(day: date) -> tuple[int, int]:
    return day.month, day.day


def in_words(cadence: CadenceDraft, avoid: Sequence[AvoidDraft] = ()) -> list[Said]:
    """The rule as people say it, one sentence for each part."""
    said = [_day_in_words(cadence), _months_in_words(cadence)]
    if cadence.day_kind is DayKind.DAY_OF_MONTH and cadence.day_of_month > SHORTEST_MONTH:
        said.append(worded(N_("当月没有%(day)s日的，为当月最后一天"), day=cadence.day_of_month))
    said.append(worded(_CLOSED[cadence.when_closed]))
    return said + [_avoided_in_words(period) for period in avoid]


_CLOSED = {
    WhenClosed.NEXT: N_("遇节假日、周末或避让时段，顺延至其后第一个工作日"),
    WhenClosed.PREVIOUS: N_("遇节假日、周末或避让时段，提前至其前最近的工作日"),
    WhenClosed.NEXT_WEEK: N_("遇节假日或避让时段，顺延至下一周的同一天；逢周末，顺延至其后第一个工作日"),
}


def _day_in_words(cadence: CadenceDraft) -> Said:
    times: dict[str, object] = {"months": cadence.every_months, "start": cadence.starts_at, "end": cadence.ends_at}
    if cadence.day_kind is DayKind.DAY_OF_MONTH:
        words = N_("每%(months)s个月一次，%(day)s日%(start)s—%(end)s")
        return worded(words, **(times | {"day": cadence.day_of_month}))
    weekday = {"weekday": WEEKDAYS[cadence.weekday]}
    if cadence.day_kind is DayKind.LAST_WEEKDAY:
        return worded(N_("每%(months)s个月一次，当月最后一个%(weekday)s%(start)s—%(end)s"), **(times | weekday))
    nth = {"nth": NTH[cadence.nth]}
    return worded(N_("每%(months)s个月一次，当月%(nth)s%(weekday)s%(start)s—%(end)s"), **(times | weekday | nth))


def _months_in_words(cadence: CadenceDraft) -> Said:
    """A cadence that divides the year always meets in the same months; any other only has a beginning."""
    first: dict[str, object] = {"year": cadence.first_on.year, "month": cadence.first_on.month}
    if cadence.every_months == 1:
        return worded(N_("自%(year)s年%(month)s月起每月举行"), **first)
    if 12 % cadence.every_months:
        return worded(N_("自%(year)s年%(month)s月起计算"), **first)
    months = sorted((cadence.first_on.month - 1 + k) % 12 + 1 for k in range(0, 12, cadence.every_months))
    return worded(
        N_("自%(year)s年%(month)s月起，在%(months)s月举行"), **(first | {"months": "、".join(map(str, months))})
    )


def _avoided_in_words(period: AvoidDraft) -> Said:
    name: dict[str, object] = {"name": period.name}
    if period.kind is AvoidKind.SPRING_FESTIVAL:
        words = N_("避开%(name)s：春节前%(before)s天至春节后%(after)s天")
        return worded(words, **(name | {"before": period.days_before, "after": period.days_after}))
    from_on, until_on = period.from_on or date.min, period.until_on or date.min
    if period.kind is AvoidKind.ONCE:
        words = N_("避开%(name)s：%(start)s至%(end)s")
        return worded(words, **(name | {"start": chinese_date(from_on), "end": chinese_date(until_on)}))
    words = N_("避开%(name)s：每年%(start)s至%(end)s")
    return worded(words, **(name | {"start": month_day(from_on), "end": month_day(until_on)}))
