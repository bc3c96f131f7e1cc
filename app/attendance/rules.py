"""When one may sign in, who may mark whom, and whether enough people came. Pure functions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.attendance.models import AttendanceEntry, AttendanceSheet, Mark
from app.kit.clock import chinese_date, wall_time
from app.kit.errors import NotAllowed, Refusal
from app.kit.i18n import N_
from app.meetings import rules as meetings
from app.meetings.models import Meeting, MeetingState

OPENS_BEFORE = meetings.SIGN_IN_OPENS
KNOCKS, KNOCK_WINDOW = 60, timedelta(minutes=10)
CAME = frozenset({Mark.PRESENT, Mark.SUBSTITUTE})
MARK_NAMES = {
    Mark.PRESENT: N_("出席"),
    Mark.OBSERVER: N_("列席"),
    Mark.LEAVE: N_("请假"),
    Mark.SUBSTITUTE: N_("代会"),
}
MARKABLE = (MeetingState.CONVENED, MeetingState.HELD, MeetingState.DRAFTING)


class NotOpenYet(Refusal):
    message = N_("签到尚未开始，%(time)s起可以签到")


class NobodyCanHaveCome(Refusal):
    message = N_("%(time)s起登记到会情况，会前只能登记请假")


class SignInOver(Refusal):
    message = N_("签到已结束。如需补签，请联系会务人员")


class AlreadySignedIn(Refusal):
    message = N_("%(name)s已经签到，无需重复签到")


class NotYourTownsList(NotAllowed):
    message = N_("承办方文书可以登记各镇人员；其他镇的文书只能登记本镇人员")


class SubstituteNameMissing(Refusal):
    message = N_("请填写代会人员的姓名")


class NobodyCame(Refusal):
    message = N_("还没有人员签到，请先登记到会情况，再结束签到")


class NotAMember(Refusal):
    message = N_("请选择所在的镇")


class StillOnList(Refusal):
    message = N_("%(name)s在参会名单中，请直接在名单中选择")


@dataclass(frozen=True)
class PresenceRule:
    """When a meeting may resolve. Default: a leader of each town; a head count only where the towns agreed on one."""

    leader_of_each: bool = True
    quorum: int | None = None


@dataclass(frozen=True)
class Presence:
    """Whether the rule is met, and what is lacking."""

    came: int
    lacking: tuple[UUID, ...]
    short: int

    @property
    def met(self) -> bool:
        return not self.lacking and not self.short


def presence_of(rule: PresenceRule, town_ids: Sequence[UUID], entries: Iterable[AttendanceEntry]) -> Presence:
    """Who is lacking, seen from the entries so far; observers and those on leave count for nothing."""
    there = [e for e in entries if e.mark in CAME]
    led = {e.town_id for e in there if e.is_leader}
    lacking = tuple(t for t in town_ids if t not in led) if rule.leader_of_each else ()
    return Presence(len(there), lacking, max(0, (rule.quorum or 0) - len(there)))


def opens_at(meeting: Meeting) -> datetime:
    return meeting.starts_at - OPENS_BEFORE


def check_mark(meeting: Meeting, mark: Mark, *, now: datetime) -> None:
    """Before the door opens only leave can be noted."""
    if mark is not Mark.LEAVE and now < opens_at(meeting):
        raise NobodyCanHaveCome(time=f"{chinese_date(opens_at(meeting))}{wall_time(opens_at(meeting))}")


def check_door(meeting: Meeting, sheet: AttendanceSheet, *, now: datetime) -> None:
    """The code works from 60 minutes before the meeting to its end, while the sheet is open."""
    if meeting.state is not MeetingState.CONVENED or sheet.closed_at or now >= meeting.ends_at:
        raise SignInOver
    if now < opens_at(meeting):
        raise NotOpenYet(time=wall_time(opens_at(meeting)))


def check_marker(meeting: Meeting, town_id: UUID, *, actor_town_id: UUID | None) -> None:
    """The host marks everybody, another town its own people, until the minutes go to the keys."""
    meetings.check_state(meeting, *MARKABLE)
    if actor_town_id not in (meeting.host_id, town_id):
        raise NotYourTownsList


def check_new(entry: AttendanceEntry | None) -> None:
    if entry is not None:
        raise AlreadySignedIn(name=entry.name)


def check_came(entries: Iterable[AttendanceEntry]) -> None:
    if not any(e.mark in CAME for e in entries):
        raise NobodyCame


def note_of(entry: AttendanceEntry, listed: Mapping[UUID, str]) -> str:
    """代王喆 behind a substitute's name, the reason behind somebody on leave."""
    if entry.mark is Mark.SUBSTITUTE and entry.participant_id:
        return f"代{listed.get(entry.participant_id, '')}"
    return entry.note if entry.mark is Mark.LEAVE else ""


def full_unit(town: str, unit: str) -> str:
    """D镇党委: official papers name the town before a unit that does not."""
    return unit if town in unit else f"{town}{unit}"
