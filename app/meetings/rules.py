"""What may be done with a meeting, and in which words it is told. Pure functions, told the time and the town."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from app.kit.clock import chinese_date, to_town, wall_time, weekday_name
from app.kit.errors import NotAllowed, Refusal
from app.kit.i18n import N_
from app.meetings.models import Kind, Meeting, MeetingState

S = MeetingState
STATE_NAMES = {
    S.PLANNED: N_("拟定"),
    S.CONVENED: N_("已通知"),
    S.POSTPONED: N_("改期"),
    S.HELD: N_("已召开"),
    S.DRAFTING: N_("纪要起草"),
    S.IN_CONSENT: N_("会签中"),
    S.ISSUING: N_("印发中"),
    S.ISSUED: N_("已印发"),
    S.CANCELLED: N_("取消"),
}
TONES = {S.PLANNED: "neutral", S.CONVENED: "info", S.POSTPONED: "warn", S.ISSUED: "good", S.CANCELLED: "bad"}
LIFE = (S.PLANNED, S.CONVENED, S.HELD, S.DRAFTING, S.IN_CONSENT, S.ISSUING, S.ISSUED)
AHEAD = (S.PLANNED, S.CONVENED, S.POSTPONED)
ADVANCES = {
    (S.HELD, S.DRAFTING),
    (S.DRAFTING, S.IN_CONSENT),
    (S.IN_CONSENT, S.DRAFTING),  # a key was refused, or the text was changed
    (S.IN_CONSENT, S.ISSUING),
    (S.ISSUING, S.ISSUED),
}
CONFIRM_FROM_DAYS, NOTICE_DAYS, TOPIC_CLOSE_DAYS, REMINDER_DAYS = 45, 7, 15, (3, 1)
RECEIPT_DAYS = 3
LATE_CALL = timedelta(days=7)  # a call that was forgotten can be caught up, so that the meeting can be recorded
ALONE_WITHIN = timedelta(days=14)
LONGEST = timedelta(hours=12)
SIGN_IN_OPENS = timedelta(minutes=60)


class NotTheHost(NotAllowed):
    message = N_("此事由承办方%(host)s的文书办理")


class TooEarlyToConfirm(Refusal):
    message = N_("会前%(days)s天起才能确认，最早%(day)s。此前只作计划，如需调整日期请在轮值安排中提出")


class WrongState(Refusal):
    message = N_("会议当前为“%(state)s”，不能办理此事。请刷新页面查看最新进展")


class InThePast(Refusal):
    message = N_("会议时间已过，请选择以后的时间；会议实际改在他日的，请先办理改期")


class OtherDay(Refusal):
    message = N_("确认时只能调整当天的起止时间（%(day)s）。要改到别的日子，请办理改期")


class EndsBeforeStart(Refusal):
    message = N_("结束时间须晚于开始时间")


class TooLong(Refusal):
    message = N_("一次会议不超过%(hours)s小时，请核对起止时间")


class NotConfirmed(Refusal):
    message = N_("会议时间和场地尚未确认，请先确认并预订场地，再发通知")


class VenueIsLost(Refusal):
    message = N_("原订场地已不可用（%(why)s），请先另订场地，再发通知")


class NotAgreed(Refusal):
    message = N_("临时会议不在轮值之内，须各方确认后才能通知开会")


class NotYetOver(Refusal):
    message = N_("会议尚未开始（%(start)s），不能结束签到")


class NeedsAllKeys(Refusal):
    message = N_("改期超过14天（原定%(original)s）须各方确认，请提交“改期征求确认”")


class SameTime(Refusal):
    message = N_("新的时间与原来相同，无需改期")


class ReasonMissing(Refusal):
    message = N_("请写明原因，各方都会看到")


@dataclass(frozen=True)
class Telling:
    """The facts of a meeting as people are told them."""

    name: str
    host: str
    starts_at: datetime
    ends_at: datetime
    place: str
    parking: str = ""
    contact: str = ""
    reason: str = ""


def check_host(meeting: Meeting, town_id: UUID | None, *, host: str = "") -> None:
    if town_id != meeting.host_id:
        raise NotTheHost(host=host)


def check_state(meeting: Meeting, *allowed: MeetingState) -> None:
    if meeting.state not in allowed:
        raise WrongState(state=STATE_NAMES[meeting.state])


def check_span(starts_at: datetime, ends_at: datetime, *, now: datetime) -> None:
    if ends_at <= starts_at:
        raise EndsBeforeStart
    if ends_at - starts_at > LONGEST:
        raise TooLong(hours=LONGEST.seconds // 3600)
    if starts_at <= now:
        raise InThePast


def confirmable_from(meeting: Meeting, days: int = CONFIRM_FROM_DAYS) -> date:
    return meeting.day - timedelta(days=days)


def check_confirm(meeting: Meeting, starts_at: datetime, ends_at: datetime, *, now: datetime, days: int) -> None:
    """Raise unless the host's clerk may confirm these hours now: the planned day, from `days` before it."""
    check_state(meeting, *AHEAD)
    check_span(starts_at, ends_at, now=now)
    if to_town(starts_at).date() != meeting.day:
        raise OtherDay(day=chinese_date(meeting.day))
    first = confirmable_from(meeting, days)
    if to_town(now).date() < first:
        raise TooEarlyToConfirm(days=days, day=chinese_date(first))


def check_convene(meeting: Meeting, *, lost: str, now: datetime) -> None:
    """Raise unless the towns can be called: agreed, confirmed, with a venue that is still held."""
    check_state(meeting, S.PLANNED, S.POSTPONED)
    if meeting.kind is Kind.ADHOC and meeting.agreed_at is None:
        raise NotAgreed
    if not meeting.is_confirmed:
        raise NotConfirmed
    if lost:
        raise VenueIsLost(why=lost)
    if meeting.ends_at + LATE_CALL <= now:
        raise InThePast


def needs_all_keys(original_on: date, to_on: date) -> bool:
    """More than 14 days from the day first planned, however many small steps lead there."""
    return abs(to_on - original_on) > ALONE_WITHIN


def check_reschedule(meeting: Meeting, starts_at: datetime, ends_at: datetime, reason: str, *, now: datetime) -> None:
    """Raise unless the meeting can move to this time, whoever decides it."""
    check_state(meeting, *AHEAD)
    if not reason.strip():
        raise ReasonMissing
    check_span(starts_at, ends_at, now=now)
    if starts_at == meeting.starts_at and ends_at == meeting.ends_at:
        raise SameTime


def check_postpone_alone(meeting: Meeting, starts_at: datetime) -> None:
    """Raise unless the host's clerk may move it without the other towns' keys."""
    if needs_all_keys(meeting.original_on, to_town(starts_at).date()):
        raise NeedsAllKeys(original=chinese_date(meeting.original_on))


def check_hold(meeting: Meeting, *, now: datetime) -> None:
    check_state(meeting, S.CONVENED)
    if now < meeting.starts_at:
        raise NotYetOver(start=when(meeting.starts_at, meeting.ends_at))


def check_advance(meeting: Meeting, to: MeetingState) -> None:
    if (meeting.state, to) not in ADVANCES:
        raise WrongState(state=STATE_NAMES[meeting.state])


def topics_close_on(meeting: Meeting, days: int = TOPIC_CLOSE_DAYS) -> date:
    """The last day on which topics come in without the other clerk's nod."""
    return meeting.day - timedelta(days=days)


def notice_due_on(meeting: Meeting, days: int = NOTICE_DAYS) -> date:
    return meeting.day - timedelta(days=days)


def receipt_due_on(meeting: Meeting) -> date:
    """The day by which the towns say whom they send."""
    return meeting.day - timedelta(days=RECEIPT_DAYS)


def reminder_due(meeting: Meeting, today: date, days: Iterable[int] = REMINDER_DAYS) -> int | None:
    """How many days before, if a reminder is due today: the nearest one whose day has come."""
    left = (meeting.day - today).days
    return min((d for d in days if 0 < left <= d), default=None)


def title_of(kind: Kind, number: int, year: int) -> str:
    return f"第{number}次轮值联席会议" if kind is Kind.REGULAR else f"{year}年第{number}次临时会议"


def when(starts_at: datetime, ends_at: datetime) -> str:
    """2026年12月10日 星期四 14:00–16:00"""
    return f"{chinese_date(starts_at)} {weekday_name(starts_at)} {wall_time(starts_at)}–{wall_time(ends_at)}"


def notice_text(head: str, told: Telling, *more: str) -> str:
    """Plain text for a chat group: one fact a line, nothing that is not known."""
    facts = (
        ("时间", when(told.starts_at, told.ends_at)),
        ("地点", told.place),
        ("承办", told.host),
        ("停车", told.parking),
        ("联系人", told.contact),
        ("原因", told.reason),
    )
    lines = [f"【{head}】{told.name}", *(f"{label}：{value}" for label, value in facts if value), *filter(None, more)]
    return "\n".join(lines)


class Next(StrEnum):
    """What is to be done next with a meeting, by the host."""

    REBOOK = "rebook"  # the venue is lost
    AGREE = "agree"  # an ad-hoc meeting waits for the keys
    WAIT = "wait"  # too early to confirm
    CONFIRM = "confirm"
    CONVENE = "convene"
    OVERDUE = "overdue"  # its day has passed and nobody confirmed it
    PREPARE = "prepare"
    SIGN_IN = "sign_in"
    CLOSE = "close"  # over, the attendance is to be closed
    MINUTES = "minutes"
    KEYS = "keys"
    ISSUING = "issuing"
    NOTHING = "nothing"


TODO = {
    Next.REBOOK: N_("原订场地已失，请另订场地：%(name)s"),
    Next.CONFIRM: N_("确认时间和场地：%(name)s"),
    Next.CONVENE: N_("发出会议通知：%(name)s"),
    Next.OVERDUE: N_("会期已过，请办理改期或者取消：%(name)s"),
    Next.SIGN_IN: N_("会议签到：%(name)s"),
    Next.CLOSE: N_("结束签到：%(name)s"),
}


def next_of(meeting: Meeting, *, lost: str, now: datetime, days: int = CONFIRM_FROM_DAYS) -> Next:
    """The one next step, from the state, the hour and the venue."""
    after = {S.HELD: Next.MINUTES, S.DRAFTING: Next.MINUTES, S.IN_CONSENT: Next.KEYS, S.ISSUING: Next.ISSUING}
    if not meeting.is_ahead:
        return after.get(meeting.state, Next.NOTHING)
    if lost:
        return Next.REBOOK
    if meeting.state is S.CONVENED:
        return _next_of_convened(meeting, now)
    if meeting.kind is Kind.ADHOC and meeting.agreed_at is None:
        return Next.AGREE
    if meeting.ends_at <= now and not meeting.is_confirmed:
        return Next.OVERDUE
    if meeting.is_confirmed:
        return Next.CONVENE
    return Next.CONFIRM if to_town(now).date() >= confirmable_from(meeting, days) else Next.WAIT


def _next_of_convened(meeting: Meeting, now: datetime) -> Next:
    if now >= meeting.ends_at:
        return Next.CLOSE
    return Next.SIGN_IN if now >= meeting.starts_at - SIGN_IN_OPENS else Next.PREPARE


def life_of(meeting: Meeting) -> tuple[MeetingState, ...]:
    """The states of the line over the page; 改期 and 取消 stand where they happened."""
    if meeting.state is S.CANCELLED:
        return (S.PLANNED, *((S.CONVENED,) if meeting.convened_at else ()), S.CANCELLED)
    if meeting.state is S.POSTPONED:
        return (S.PLANNED, S.POSTPONED, *LIFE[1:])
    return LIFE
