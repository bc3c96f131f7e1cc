"""When an unanswered request is passed on, and how several answers are summed up. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.bookings.models import Deed
from app.bookings.rules import AlreadyAnswered, Lapsed
from app.calendar.rules import WorkingDays
from app.kit import clock
from app.kit.errors import NotFound, Refusal
from app.kit.i18n import N_

STEPS = 2  # the unit's head, then the town's clerk
MORNING = "00:00"


class NothingTicked(Refusal):
    message = N_("请勾选钥匙已交接或已清理")


class TickedBefore(Refusal):
    message = N_("该项此前已登记")


class NothingChosen(Refusal):
    message = N_("请先勾选要办理的申请")


HAND_OVERS = {Deed.KEYS: N_("钥匙已交接"), Deed.CLEANED: N_("已清理")}


@dataclass(frozen=True)
class Outcome:
    """What became of one of several answers."""

    booking_id: UUID
    refusal: Refusal | None = None

    @property
    def is_done(self) -> bool:
        return self.refusal is None

    @property
    def was_faster(self) -> bool:
        """Somebody else, or the time limit."""
        return isinstance(self.refusal, AlreadyAnswered | Lapsed | NotFound)


def tally(outcomes: Sequence[Outcome]) -> tuple[int, int, list[Outcome]]:
    """How many were done, how many others had settled already, and those that a rule refused."""
    refused = [o for o in outcomes if not o.is_done and not o.was_faster]
    return sum(o.is_done for o in outcomes), sum(o.was_faster for o in outcomes), refused


def passed_on_at(asked_at: datetime, step: int, days: WorkingDays) -> datetime:
    """After so many whole working days, at the hour of the asking; what is asked on a day off counts from its end."""
    local = clock.to_town(asked_at)
    day, hour = local.date(), f"{local:%H:%M}"
    if not days.is_working_day(day):
        day, hour = days.on_or_after(day), MORNING
    for _ in range(step):
        day = days.on_or_after(day + timedelta(days=1))
    return clock.at(day, hour)


def step_due(asked_at: datetime, days: WorkingDays, now: datetime) -> int:
    """How often an unanswered request should have been passed on by now."""
    return sum(1 for step in range(1, STEPS + 1) if passed_on_at(asked_at, step, days) <= now)
