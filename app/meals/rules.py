"""On which days there is a meal, when it is, until when it can be ordered, and how that is said. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from app.kit import clock
from app.kit.errors import Refusal
from app.kit.i18n import N_
from app.meals.models import MEALS, MealPlan, MealPlanDraft, Rest
from app.sessions.models import OccasionDraft
from app.venues.rules import DayKind

DAY = timedelta(days=1)
SHORT = ("一", "二", "三", "四", "五", "六", "日")
WORKING_WEEK = frozenset(range(1, 6))
LONGEST_REST = 92


class NotDining(Refusal):
    message = N_("只有“就餐”类的服务项目可以安排供餐")


class BadHours(Refusal):
    message = N_("供餐结束时间应晚于开始时间")


class ClosesTooLate(Refusal):
    message = N_("当天截止的，截止时间不能晚于开餐时间%(at)s")


class RestOver(Refusal):
    message = N_("停餐的日子已经过去，请选择今天以后的日期")


class RestTooLong(Refusal):
    message = N_("一次停餐最长%(days)s天，截止日期不能早于开始日期")


class AlreadyServed(Refusal):
    message = N_("%(day)s的%(meal)s已经开餐，不能再停")


def check_plan(draft: MealPlanDraft) -> None:
    if draft.serves_from >= draft.serves_until:
        raise BadHours
    if draft.closes_before == 0 and draft.closes_minute > draft.serves_from:
        raise ClosesTooLate(at=minute_in_words(draft.serves_from))


def check_rest(first_on: date, last_on: date, today: date) -> None:
    if last_on < today:
        raise RestOver
    if not 0 <= (last_on - first_on).days < LONGEST_REST:
        raise RestTooLong(days=LONGEST_REST)


def is_served_on(plan: MealPlan, day: date, kind: DayKind, rests: Iterable[Rest]) -> bool:
    """By the weekday; not on statutory holidays unless the plan says so; a weekend day that is worked (调休) counts
    as a working day; never while the kitchen rests."""
    if not plan.is_served or any(rest.first_on <= day <= rest.last_on for rest in rests):
        return False
    if kind is DayKind.HOLIDAY:
        return plan.on_holidays
    if kind is DayKind.MADE_UP:
        return not WORKING_WEEK.isdisjoint(plan.isoweekdays)
    return day.isoweekday() in plan.isoweekdays


def days_open(plan: MealPlan, today: date) -> list[date]:
    """The days for which one can order, if there is a meal on them."""
    return [today + DAY * n for n in range(plan.ahead + 1)]


def draft_on(plan: MealPlanDraft, day: date) -> OccasionDraft:
    """The session of a day's meal."""
    return OccasionDraft(
        label=MEALS[plan.meal],
        starts_at=at_minute(day, plan.serves_from),
        ends_at=at_minute(day, plan.serves_until),
        places=plan.places,
        note=plan.price,
        closes_at=at_minute(day - DAY * plan.closes_before, plan.closes_minute),
    )


def at_minute(day: date, minute: int) -> datetime:
    return clock.at(day, "00:00") + timedelta(minutes=minute)


def minute_in_words(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def weekdays_in_words(isoweekdays: Sequence[int]) -> str:
    """每天; 周一至周五; 周二、周四. 1 is Monday."""
    if len(isoweekdays) == len(SHORT):
        return "每天"
    if len(isoweekdays) > 2 and isoweekdays[-1] - isoweekdays[0] == len(isoweekdays) - 1:
        return f"周{SHORT[isoweekdays[0] - 1]}至周{SHORT[isoweekdays[-1] - 1]}"
    return "、".join(f"周{SHORT[w - 1]}" for w in isoweekdays)


def closes_in_words(plan: MealPlanDraft) -> str:
    """当天9:00前; 前一天17:00前; 提前2天17:00前."""
    days = {0: "当天", 1: "前一天"}.get(plan.closes_before, f"提前{plan.closes_before}天")
    return f"{days}{minute_in_words(plan.closes_minute)}前"


def hours_in_words(plan: MealPlanDraft) -> str:
    return f"{minute_in_words(plan.serves_from)}–{minute_in_words(plan.serves_until)}"


def plan_in_words(plan: MealPlanDraft) -> str:
    """周一至周五 午餐 11:00–12:30，当天09:00前订餐，节假日不供餐."""
    days = weekdays_in_words(plan.isoweekdays)
    holidays = "节假日照常供餐" if plan.on_holidays else "法定节假日不供餐"
    return f"{days} {MEALS[plan.meal]} {hours_in_words(plan)}，{closes_in_words(plan)}订餐，{holidays}"
