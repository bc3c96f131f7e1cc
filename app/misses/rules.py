"""What of a search's criteria is kept. Pure."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from app.kit.i18n import N_
from app.misses.models import Wanted

NOON, EVENING = 12 * 60, 18 * 60


class Part(StrEnum):
    """The part of a day that somebody wanted."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    ANY = ""


PARTS = {Part.MORNING: N_("上午"), Part.AFTERNOON: N_("下午"), Part.EVENING: N_("晚上"), Part.ANY: N_("全天")}


def part_of(starts: int, ends: int) -> Part:
    """Morning, afternoon or evening by where most of the span lies; the whole day when none was asked."""
    if not ends:
        return Part.ANY
    middle = (starts + ends) // 2
    return Part.MORNING if middle < NOON else Part.AFTERNOON if middle < EVENING else Part.EVENING


def wanted(criteria: Mapping[str, Any], on: date) -> Wanted:
    """The kept part of a search: day, span, seats, kind and tier; free words are dropped."""
    return Wanted(
        wanted_on=_day(criteria.get("first"), on),
        starts=_minute(criteria.get("starts")),
        ends=_minute(criteria.get("ends")),
        seats=int(criteria.get("seats") or 0),
        kind=str(criteria.get("kind") or "")[:24],
        tier=str(criteria.get("tier") or "")[:24],
    )


def _day(text: object, otherwise: date) -> date:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return otherwise


def _minute(text: object) -> int:
    hour, _, minute = str(text or "").partition(":")
    return int(hour) * 60 + int(minute) if hour.isdecimal() and minute.isdecimal() else 0
