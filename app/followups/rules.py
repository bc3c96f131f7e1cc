"""How a followup moves from open to closed, when it is overdue, when somebody is reminded. Pure; today comes in."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from uuid import UUID

from app.followups.models import Followup, FollowupPart, FollowupState
from app.kit.errors import Refusal
from app.kit.i18n import N_

DONE = frozenset({FollowupState.CLOSED, FollowupState.WITHDRAWN})


class NoTown(Refusal):
    message = N_("请至少指定一个责任镇")


class NotResponsible(Refusal):
    message = N_("本镇不是该事项的责任镇")


class AlreadyReported(Refusal):
    message = N_("本镇已报完成，等待对方确认；如需补充，请对方退回")


class AlreadyDone(Refusal):
    message = N_("该事项%(state)s，不能再办理")


class NotReported(Refusal):
    message = N_("还有责任镇没有报完成：%(towns)s")


class NotYoursToConfirm(Refusal):
    message = N_("本镇负责的事项要由其他镇确认")


class NotTheSigner(Refusal):
    message = N_("办结由本镇书记或经授权的同志确认；文书和党政办主任可以退回")


class AlreadyConfirmed(Refusal):
    message = N_("本镇已经确认")


class ReasonMissing(Refusal):
    message = N_("请写明原因，对方会看到")


class NoteMissing(Refusal):
    message = N_("请写一句办理情况")


def confirmers(responsible: Collection[UUID], towns: Sequence[UUID]) -> tuple[UUID, ...]:
    """Who confirms a report: the towns that do not do it themselves; when all do it, each for the others."""
    others = tuple(t for t in towns if t not in responsible)
    return others or tuple(towns)


def state_of(parts: Iterable[FollowupPart]) -> FollowupState:
    """What the towns' parts make of the whole, as long as nobody has closed it."""
    parts = list(parts)
    if parts and all(p.reported_on for p in parts):
        return FollowupState.REPORTED
    if any(p.percent or p.reported_on for p in parts):
        return FollowupState.IN_PROGRESS
    return FollowupState.OPEN


def percent_of(parts: Sequence[FollowupPart]) -> int:
    """The mean of the towns' parts; a reported part counts whole."""
    if not parts:
        return 0
    return round(sum(100 if p.reported_on else p.percent for p in parts) / len(parts))


def is_overdue(followup: Followup, today: date) -> bool:
    """Past its day and not yet reported done by everybody."""
    waiting = followup.state in {FollowupState.OPEN, FollowupState.IN_PROGRESS}
    return waiting and followup.due_on is not None and followup.due_on < today


@dataclass(frozen=True)
class Reminder:
    """Somebody is to be reminded; `mark` makes the event unique."""

    mark: str
    title: str


def reminder_for(due_on: date | None, today: date) -> Reminder | None:
    """Seven days before, one day before, and each week from the Monday after the day has passed (domain.md §4).

    A day that was missed is caught up on the next run: the mark is the same, so nobody hears it twice.
    """
    if due_on is None:
        return None
    left = (due_on - today).days
    if left < 0:
        monday = today - timedelta(days=today.weekday())
        return Reminder(f"overdue:{monday}", N_("议定事项已超过完成时限")) if monday > due_on else None
    if left <= 1:
        return Reminder(f"1:{due_on}", N_("议定事项明天到期") if left else N_("议定事项今天到期"))
    if left <= 7:
        return Reminder(f"7:{due_on}", N_("议定事项%(days)s天后到期"))
    return None


@dataclass(frozen=True)
class Figures:
    """How a town keeps its word: of what fell due, how much was closed; and in how many days."""

    due: int
    closed: int
    median_days: int | None

    @property
    def rate(self) -> int | None:
        return round(100 * self.closed / self.due) if self.due else None


def figures(followups: Iterable[Followup], today: date) -> Figures:
    """Completion rate over what is closed or fell due by today, median days from assignment to closing."""
    counted = [f for f in followups if f.state is not FollowupState.WITHDRAWN]
    closed = [f for f in counted if f.state is FollowupState.CLOSED]
    due = [f for f in counted if f.state is FollowupState.CLOSED or (f.due_on and f.due_on < today)]
    days = [(f.closed_on - f.assigned_on).days for f in closed if f.closed_on]
    return Figures(len(due), len(closed), round(median(days)) if days else None)


def who(followup: Followup, towns: Sequence[str]) -> str:
    """D镇、Q镇 · 党群服务中心 · 王喆"""
    return " · ".join(part for part in ("、".join(towns), followup.unit_name, followup.person_name) if part)
