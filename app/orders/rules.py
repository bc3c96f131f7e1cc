"""On which days somebody eats, and why an order cannot be. Pure."""

from collections.abc import Iterable
from datetime import date

from app.kit.errors import Refusal
from app.kit.i18n import N_
from app.meals.models import MealPlan
from app.orders.models import OrderDraft, Pause
from app.services.models import Service


class AlreadyOrdered(Refusal):
    message = N_("这位居民已经有这一餐的长期订餐，请在原来的订餐上修改")


class NotServedThen(Refusal):
    message = N_("这一餐只在%(days)s供应，请重新选择")


class EndsBefore(Refusal):
    message = N_("最后一天不能早于开始的日子")


class InThePast(Refusal):
    message = N_("已经过去的日子不能再改")


class OrderEnded(Refusal):
    message = N_("该长期订餐已经结束，需要时请重新办理")


class EachTimeAnew(Refusal):
    message = N_("该服务每次都要当面确认，不能长期预订，请逐次报名")


class NobodyThere(Refusal):
    message = N_("没有这位居民的信息，可能已按规定删除，请重新登记")


def check_order(draft: OrderDraft, plan: MealPlan, today: date, *, served_days: str) -> None:
    """The weekdays are among the meal's, the days lie ahead."""
    if not set(draft.isoweekdays) <= set(plan.isoweekdays):
        raise NotServedThen(days=served_days)
    check_days(draft.from_on, draft.until_on, today)


def check_days(first: date, last: date | None, today: date) -> None:
    if last is not None and last < first:
        raise EndsBefore
    if last is not None and last < today:
        raise InThePast


def check_service(service: Service) -> None:
    """What asks for a separate consent or a contact each time is not ordered once for all days."""
    if service.is_sensitive or service.asks_guardian or service.asks_contact:
        raise EachTimeAnew


def wants(order: OrderDraft, day: date, pauses: Iterable[Pause]) -> bool:
    if day < order.from_on or (order.until_on and day > order.until_on):
        return False
    return day.isoweekday() in order.isoweekdays and not any(p.first_on <= day <= p.last_on for p in pauses)
