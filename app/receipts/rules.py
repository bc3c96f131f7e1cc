"""Until when a town may change its list, and what to say when it is late. Pure functions."""

from datetime import date

from app.kit.errors import Refusal
from app.kit.i18n import N_
from app.meetings import rules as meetings
from app.meetings.models import Meeting


class SignedIn(Refusal):
    message = N_("%(name)s已有签到登记，不能从名单中删除；请先在签到页撤销")


class ReasonNeeded(Refusal):
    message = N_("请写明查看完整联系方式的事由")


class NothingToCopy(Refusal):
    message = N_("上次会议没有本镇名单可以沿用，或者都已在名单中")


def check_open(meeting: Meeting) -> None:
    """The list may be changed until the meeting is over."""
    meetings.check_state(meeting, *meetings.AHEAD)


def is_late(meeting: Meeting, today: date) -> bool:
    """After this day the host is told of each change."""
    return today > meetings.receipt_due_on(meeting)
