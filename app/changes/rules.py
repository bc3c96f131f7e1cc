"""Which changes of a meeting need the keys of all, and what the keys fit. Pure functions."""

from typing import Any
from uuid import UUID

from app.changes.models import ChangeKind, ChangeState, MeetingChange
from app.kit.clock import to_town
from app.kit.errors import NotAllowed, Refusal
from app.kit.i18n import N_
from app.meetings import rules as meetings
from app.meetings.models import Meeting

KIND_NAMES = {
    ChangeKind.POSTPONE: N_("会议改期"),
    ChangeKind.CANCEL: N_("取消会议"),
    ChangeKind.CALL: N_("召集临时会议"),
}

STATE_NAMES = {
    ChangeState.OPEN: N_("征求确认中"),
    ChangeState.DONE: N_("已生效"),
    ChangeState.WITHDRAWN: N_("已撤回"),
}


class ChangeIsOpen(Refusal):
    message = N_("本次会议已有一项变更在征求各方确认，请先办结或者撤回")


class ChangeIsClosed(Refusal):
    message = N_("此项变更已办结或者已撤回，请刷新页面查看")


class NotTheProposer(NotAllowed):
    message = N_("只有提出变更的一方可以撤回")


def is_hosts_alone(meeting: Meeting, starts_at: Any, *, town_id: UUID | None) -> bool:
    """True when the host's clerk may decide: own meeting, at most 14 days from the day first planned."""
    to_on = to_town(starts_at).date()
    return town_id == meeting.host_id and not meetings.needs_all_keys(meeting.original_on, to_on)


def check_none_open(change: MeetingChange | None) -> None:
    if change is not None:
        raise ChangeIsOpen


def check_open(change: MeetingChange) -> None:
    if change.state is not ChangeState.OPEN:
        raise ChangeIsClosed


def check_withdraw(change: MeetingChange, *, town_id: UUID | None) -> None:
    check_open(change)
    if change.town_id != town_id:
        raise NotTheProposer


def content_of(change: MeetingChange) -> dict[str, Any]:
    """What the keys fit: the meeting, what happens to it, when it would be, and why."""
    return {
        "meeting": str(change.meeting_id),
        "kind": change.kind.value,
        "starts_at": change.starts_at.isoformat() if change.starts_at else None,
        "ends_at": change.ends_at.isoformat() if change.ends_at else None,
        "reason": change.reason,
    }


def title_of(change: MeetingChange, meeting_name: str) -> str:
    """第12次轮值联席会议改期至2026年12月10日 星期四 14:00–16:00"""
    time = meetings.when(change.starts_at, change.ends_at) if change.starts_at and change.ends_at else ""
    return {
        ChangeKind.POSTPONE: f"{meeting_name}改期至{time}",
        ChangeKind.CANCEL: f"取消{meeting_name}",
        ChangeKind.CALL: f"召集{meeting_name}（{time}）",
    }[change.kind]
