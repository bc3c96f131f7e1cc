"""What a resolution must say before it is put to the towns. Pure functions."""

from datetime import date

from app.kit.errors import Refusal
from app.kit.i18n import N_
from app.resolutions.models import ResolutionText


class NobodyResponsible(Refusal):
    message = N_("议定事项“%(text)s”还没有责任单位，请选择负责的镇")


class NobodyNamed(Refusal):
    message = N_("议定事项“%(text)s”还没有落实到具体单位或责任人，请至少填写一项")


class NoDueDay(Refusal):
    message = N_("议定事项“%(text)s”还没有完成时限，请填写日期；长期坚持的，请填写首次通报进展的日期")


class DueBeforeMeeting(Refusal):
    message = N_("议定事项“%(text)s”的完成时限早于开会日期，请核对")


def check_resolution(resolution: ResolutionText, meeting_on: date) -> None:
    """Who, and until when: a resolution that nobody has to carry out by any day is none (domain.md §3)."""
    brief = brief_of(resolution.text)
    if not resolution.town_ids:
        raise NobodyResponsible(text=brief)
    if not (resolution.unit or resolution.person):
        raise NobodyNamed(text=brief)
    if resolution.due_on is None:
        raise NoDueDay(text=brief)
    if resolution.due_on < meeting_on:
        raise DueBeforeMeeting(text=brief)


def brief_of(text: str, most: int = 20) -> str:
    return text if len(text) <= most else f"{text[:most]}…"


def numbered(count: int, last: int) -> range:
    """The numbers that follow the last one taken in the year."""
    return range(last + 1, last + count + 1)


def responsible(towns: list[str], unit: str) -> tuple[str, ...]:
    """责任单位 as the minutes print them: a town is not named beside its own unit."""
    if not unit:
        return tuple(towns)
    return (*(t for t in towns if not unit.startswith(t)), unit)
