"""When a venue may be closed, and by whom. Pure."""

from datetime import date, datetime, timedelta

from app.claims.models import ClosureKind, Span
from app.closures.models import HoursDraft
from app.kit.errors import Refusal
from app.kit.i18n import N_
from app.venues.rules import Hours, holds

LONGEST = timedelta(days=400)
MOST_DAYS = 62


class EndsBeforeItStarts(Refusal):
    message = N_("结束时间要晚于开始时间")


class AlreadyOver(Refusal):
    message = N_("这段时间已经过去，不需要关闭")


class TooLongClosed(Refusal):
    message = N_("一次最多关闭%(days)s天；长期不用请停用场地")


class NotTheDutyLeader(Refusal):
    message = N_("应急征用由本镇书记或党政办主任决定")


class AlreadyLifted(Refusal):
    message = N_("该场地已经恢复开放")


class TooManyDays(Refusal):
    message = N_("一次最多登记%(days)s天，请分次登记；整段不开放请用“临时关闭”")


class DayIsOver(Refusal):
    message = N_("日期已过，不需要登记")


class OneSpanOnly(Refusal):
    message = N_("个别日期请只写一段开放时间")


class NoVenueChosen(Refusal):
    message = N_("请至少选择一个场地")


def check_hours(draft: HoursDraft, today: date) -> None:
    """Forwards, not over, and not so long that it is a timetable of its own."""
    if draft.last < draft.first:
        raise EndsBeforeItStarts
    if draft.first < today:
        raise DayIsOver
    if len(draft.days()) > MOST_DAYS:
        raise TooManyDays(days=MOST_DAYS)


def one_span(hours: Hours) -> tuple[int, int] | None:
    """The one span of a special day; None: not open."""
    if len(hours) > 1:
        raise OneSpanOnly
    return hours[0] if hours else None


def lies_within(span: Span, hours: Hours) -> bool:
    return holds(hours, *span.of_day())


def check_closing(span: Span, kind: ClosureKind, *, is_leader: bool, now: datetime) -> None:
    """Forwards, not over, not for ever; an emergency only by a leader (domain.md §5)."""
    if span.ends_at <= span.starts_at:
        raise EndsBeforeItStarts
    if span.ends_at <= now:
        raise AlreadyOver
    if span.ends_at - span.starts_at > LONGEST:
        raise TooLongClosed(days=LONGEST.days)
    if kind is ClosureKind.EMERGENCY and not is_leader:
        raise NotTheDutyLeader
