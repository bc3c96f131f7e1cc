"""Who orders the agenda, and whether it fits into the meeting. Pure functions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.agenda.models import AgendaItem, ItemKind
from app.kit.errors import NotAllowed, Refusal, Stale
from app.kit.i18n import N_
from app.meetings import rules as meetings
from app.meetings.models import Meeting


class NotTheOrderer(NotAllowed):
    message = N_("议程由承办方文书编排；其他镇的文书只能列入或者撤下本镇的议题")


class OpeningIsFixed(Refusal):
    message = N_("“上次议定事项落实情况”固定为第一项，不能移动或者撤下")


class OrderIsStale(Stale):
    message = N_("议程已被他人调整，请核对最新顺序后再排序")


class OtherPartnership(Refusal):
    message = N_("该议题不属于本联合体，不能列入本次会议")


@dataclass(frozen=True)
class Load:
    """The agenda's minutes against the meeting's length."""

    total: int
    length: int

    @property
    def over(self) -> int:
        return max(0, self.total - self.length)


def check_open(meeting: Meeting) -> None:
    """The agenda of a meeting that took place is part of its record."""
    meetings.check_state(meeting, *meetings.AHEAD)


def check_orderer(meeting: Meeting, town_id: UUID | None) -> None:
    if town_id != meeting.host_id:
        raise NotTheOrderer


def check_placer(meeting: Meeting, topic_town_id: UUID | None, town_id: UUID | None) -> None:
    """The host places any topic, the others their own."""
    if town_id not in (meeting.host_id, topic_town_id):
        raise NotTheOrderer


def check_movable(item: AgendaItem) -> None:
    if item.kind is ItemKind.FOLLOWUPS:
        raise OpeningIsFixed


def check_same(items: Iterable[AgendaItem], order: Sequence[UUID]) -> None:
    """Raise unless `order` names exactly the items there are: nobody's item gets lost by an old page."""
    if sorted(i.id for i in items) != sorted(order):
        raise OrderIsStale


def load_of(items: Iterable[AgendaItem], length: int) -> Load:
    return Load(sum(item.minutes for item in items), length)


def starts_of(items: Sequence[AgendaItem], first: datetime) -> list[datetime]:
    """When each item begins, one after the other."""
    begins, at = [], first
    for item in items:
        begins.append(at)
        at += timedelta(minutes=item.minutes)
    return begins


def moved(order: Sequence[UUID], item_id: UUID, step: int) -> list[UUID]:
    """The order with one item a place up (-1) or down (+1); at the ends nothing changes."""
    found = list(order)
    here = found.index(item_id)
    there = min(max(here + step, 0), len(found) - 1)
    found.insert(there, found.pop(here))
    return found
