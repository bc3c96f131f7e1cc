"""When a venue may be closed, and by whom. Pure."""

from datetime import datetime, timedelta

from app.claims.models import ClosureKind, Span
from app.kit.errors import Refusal
from app.kit.i18n import N_

LONGEST = timedelta(days=400)


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
