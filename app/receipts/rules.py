"""Until when a town may change its list, and what to say when it is late. Pure functions."""

from datetime import date
from enum import StrEnum

from app.kit.errors import Refusal
from app.kit.i18n import N_
from app.meetings import rules as meetings
from app.meetings.models import Meeting


class LookReason(StrEnum):
    """Why somebody looks at whole phone numbers."""

    RECEIVE = "receive"
    CHECK = "check"
    CHANGE = "change"


LOOK_REASONS = {
    LookReason.RECEIVE: N_("接站、停车、用餐等会务联系"),
    LookReason.CHECK: N_("核对参会名单"),
    LookReason.CHANGE: N_("通知会议变更"),
}


class SignedIn(Refusal):
    message = N_("%(name)s已有签到登记，不能从名单中删除；请先在签到页撤销")


class NothingToCopy(Refusal):
    message = N_("上次会议没有本镇名单可以沿用，或者都已在名单中")


def check_open(meeting: Meeting) -> None:
    """The list may be changed until the meeting is over."""
    meetings.check_state(meeting, *meetings.AHEAD)


def is_late(meeting: Meeting, today: date) -> bool:
    """After this day the host is told of each change."""
    return today > meetings.receipt_due_on(meeting)
