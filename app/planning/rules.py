"""Which nudge a meeting needs today, and in which words. Pure functions."""

from dataclasses import dataclass
from datetime import date, timedelta

from app.kit.clock import chinese_date, weekday_name
from app.meetings import rules as meetings
from app.meetings.models import Meeting, MeetingState

KEEP_PARTICULARS = timedelta(days=183)
LEAD_DAYS = 3  # the host's clerk hears of the notice this many days before it is due


@dataclass(frozen=True)
class Nudge:
    """A notice to the host's clerk; `what` makes it unique per meeting and revision."""

    what: str
    title: str
    text: str


def nudges(meeting: Meeting, *, name: str, today: date, confirm_from_days: int, notice_days: int) -> list[Nudge]:
    """What the host's clerk must hear today about a meeting that still lies ahead."""
    if meeting.state is MeetingState.CONVENED or meeting.day < today:
        return []
    found = []
    if not meeting.is_confirmed and today >= meetings.confirmable_from(meeting, confirm_from_days):
        found.append(Nudge("confirmable", f"请确认会议时间和场地：{name}", _confirm_text(meeting)))
    due = meetings.notice_due_on(meeting, notice_days)
    if today >= due - timedelta(days=LEAD_DAYS):
        found.append(Nudge("notice_due", f"请发出会议通知：{name}", _notice_text(due)))
    if today > due:
        found.append(Nudge("notice_overdue", f"会议通知已逾期：{name}", _overdue_text(meeting, due)))
    return found


def _confirm_text(meeting: Meeting) -> str:
    return f"计划于{chinese_date(meeting.day)} {weekday_name(meeting.day)}召开，由本镇承办。请确认起止时间并预订场地。"


def _notice_text(due: date) -> str:
    return f"会议通知应于{chinese_date(due)}前发出，请确认场地、议程后通知各方。"


def _overdue_text(meeting: Meeting, due: date) -> str:
    return f"应于{chinese_date(due)}前通知，会期为{chinese_date(meeting.day)}。请尽快通知，或者办理改期。"


def reminder_head(days: int) -> str:
    return "明天开会" if days == 1 else f"{days}天后开会"
