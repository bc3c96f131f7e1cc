"""When a venue is open, and its rules in words. Pure functions of the venue, its hours and the kind of day."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from app.kit.clock import weekday_run
from app.kit.errors import Refusal
from app.kit.i18n import N_, Said, worded
from app.towns.models import Unit
from app.venues.models import DAY_MINUTES, DayException, Holidays, OpeningSpan, Venue

Hours = tuple[tuple[int, int], ...]
STEP = 15
SEPARATORS = re.compile(r"[、,，;；/|\s]+")
# What halls and meeting rooms usually have; offered while typing, never enforced.
COMMON_EQUIPMENT = ("投影", "音响", "话筒", "白板", "电视", "视频会议", "电脑", "空调", "无线网络", "饮水机", "舞台")


class NameTaken(Refusal):
    message = N_("本单位已有名为“%(name)s”的场地，请换一个名称")


class HoursUnreadable(Refusal):
    message = N_("时间“%(text)s”的写法不对，请写成 08:00-12:00 13:30-17:00")


class PartsTooLarge(Refusal):
    message = N_("各部分合计%(seats)s座，不能多于整厅的%(most)s座")


class PartUnreadable(Refusal):
    message = N_("看不懂“%(line)s”，请每行写一个部分的名称和座位数，如：东厅 60")


class TooFewParts(Refusal):
    message = N_("请至少写出分隔成的两个部分")


class AlreadyDivided(Refusal):
    message = N_("该厅已经分隔，各部分请分别修改")


class DayKind(StrEnum):
    """What the State Council's calendar makes of a date, as far as opening hours care."""

    PLAIN = "plain"  # the weekday decides
    HOLIDAY = "holiday"  # 法定节假日
    MADE_UP = "made_up"  # 调休上班: a weekend day that is worked


@dataclass(frozen=True)
class Timetable:
    """A venue's hours by weekday, its exceptions by date, and what holidays mean for it."""

    by_weekday: Mapping[int, Hours]
    exceptions: Mapping[date, tuple[Hours, str]]
    holidays: Holidays

    def on(self, day: date, kind: DayKind = DayKind.PLAIN) -> Hours:
        """The spans in which the venue is open on `day`, in minutes; a day worked in exchange counts as a Monday."""
        if day in self.exceptions:
            return self.exceptions[day][0]
        if kind is DayKind.HOLIDAY:
            return () if self.holidays is Holidays.CLOSED else self.by_weekday.get(7, ())
        weekday = 1 if kind is DayKind.MADE_UP else day.isoweekday()
        return self.by_weekday.get(weekday, ())

    def why(self, day: date, kind: DayKind = DayKind.PLAIN) -> str:
        """Why the day has other hours than its weekday, or an empty string."""
        if day in self.exceptions:
            return self.exceptions[day][1] or N_("当天开放时间有调整")
        reasons = {DayKind.HOLIDAY: N_("法定节假日"), DayKind.MADE_UP: N_("调休上班")}
        return reasons.get(kind, "")


def timetable(spans: Iterable[OpeningSpan], exceptions: Iterable[DayException], holidays: Holidays) -> Timetable:
    by_weekday: dict[int, Hours] = {}
    for span in sorted(spans, key=lambda s: (s.weekday, s.opens)):
        by_weekday[span.weekday] = (*by_weekday.get(span.weekday, ()), (span.opens, span.closes))
    changed = {e.on: (((e.opens, e.closes or 0),) if e.opens is not None else (), e.reason) for e in exceptions}
    return Timetable(by_weekday, changed, holidays)


def holds(hours: Hours, starts: int, ends: int) -> bool:
    """Whether [starts, ends) lies inside one span of opening."""
    return any(opens <= starts and ends <= closes for opens, closes in hours)


def read_hours(text: str) -> Hours:
    """ "08:00-12:00 13:30-17:00" as minutes; empty text is a closed day."""
    spans = []
    for part in text.replace("，", " ").replace(",", " ").replace("：", ":").split():
        spans.append(_read_span(part, text))
    spans.sort()
    if any(later[0] < earlier[1] for earlier, later in pairwise(spans)):
        raise HoursUnreadable(text=text)
    return tuple(spans)


def _read_span(part: str, text: str) -> tuple[int, int]:
    halves = part.replace("—", "-").replace("–", "-").replace("至", "-").split("-")
    if len(halves) != 2:
        raise HoursUnreadable(text=text)
    opens, closes = (_read_minute(half, text) for half in halves)
    if not opens < closes:
        raise HoursUnreadable(text=text)
    return opens, closes


def _read_minute(text: str, whole: str) -> int:
    hour, _, minute = text.partition(":")
    if not (hour.isdecimal() and (minute or "0").isdecimal()):
        raise HoursUnreadable(text=whole)
    found = int(hour) * 60 + int(minute or 0)
    if found > DAY_MINUTES or found % STEP or int(minute or 0) > 59:
        raise HoursUnreadable(text=whole)
    return found


def write_minute(minute: int) -> str:
    """08:00"""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def write_hours(hours: Hours) -> str:
    """08:00-12:00 13:30-17:00, as `read_hours` reads it."""
    return " ".join(f"{write_minute(opens)}-{write_minute(closes)}" for opens, closes in hours)


def hours_in_words(by_weekday: Mapping[int, Hours]) -> list[Said]:
    """星期一至星期五 08:00–17:00, one line for each run of days with equal hours."""
    return [
        worded(N_("%(days)s %(hours)s"), days=weekday_run(first, last), hours=_written(hours))
        for first, last, hours in _runs(by_weekday)
    ]


def _written(hours: Hours) -> str:
    return write_hours(hours).replace("-", "–") if hours else worded(N_("不开放"))


def _runs(by_weekday: Mapping[int, Hours]) -> Sequence[tuple[int, int, Hours]]:
    runs: list[tuple[int, int, Hours]] = []
    for weekday in range(1, 8):
        hours = by_weekday.get(weekday, ())
        if runs and runs[-1][2] == hours:
            runs[-1] = (runs[-1][0], weekday, hours)
        else:
            runs.append((weekday, weekday, hours))
    return runs


def tags(text: str) -> tuple[str, ...]:
    """投影、音响 as a list, however it was separated; each once, in the order written."""
    return tuple(dict.fromkeys(part.strip() for part in SEPARATORS.split(text) if part.strip()))


def write_tags(text: str) -> str:
    """The list as it is kept: 投影、音响."""
    return "、".join(tags(text))


def has_all(equipment: str, wanted: Iterable[str]) -> bool:
    """Whether a venue has everything that is wanted."""
    return set(wanted) <= set(tags(equipment))


def way_in_words(venue: Venue, unit: Unit, town_name: str) -> str:
    """How to get there and whom to ask, for a WeChat group or the search box of a map."""
    said = [
        ("地点", f"{town_name}{unit.name}{venue.name}"),
        ("地址", unit.address),
        ("进门", "，".join(part for part in (venue.floor, venue.place) if part)),
        ("停车", venue.parking),
        ("联系", " ".join(part for part in (venue.desk, venue.phone or unit.phone) if part)),
    ]
    return "\n".join(f"{label}：{value}" for label, value in said if value)


def check_parts(parts: Sequence[tuple[str, int]], seats: int, *, is_divided: bool) -> None:
    """A hall is divided once, into two or more parts that together seat no more than the hall."""
    if is_divided:
        raise AlreadyDivided
    if len(parts) < 2:
        raise TooFewParts
    if (total := sum(n for _, n in parts)) > seats:
        raise PartsTooLarge(seats=total, most=seats)


def read_parts(text: str) -> list[tuple[str, int]]:
    """One part a line, 东厅 60: name and seats."""
    parts = []
    for line in filter(None, map(str.strip, text.splitlines())):
        name, _, seats = line.rstrip("座").rpartition(" ")
        if not (name.strip() and seats.isdecimal() and int(seats)):
            raise PartUnreadable(line=line)
        parts.append((name.strip()[:40], int(seats)))
    return parts
