"""Who may do what with a 督办事项, and what state it leads to. Pure; today comes in."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from app.accounts.models import Assignment, Role
from app.errands.models import Deed, Errand, ErrandState
from app.kit.errors import Refusal
from app.kit.i18n import N_

LEADERS = frozenset({Role.SECRETARY, Role.OFFICE_HEAD})
WAITING = frozenset({ErrandState.OPEN, ErrandState.IN_PROGRESS})


class DueInThePast(Refusal):
    message = N_("完成时限不能早于今天")


class NotALeader(Refusal):
    message = N_("督办事项由书记或党政办主任交办、办结和撤销")


class NotInCharge(Refusal):
    message = N_("只有责任人和责任单位的工作人员可以填报办理情况")


class WrongState(Refusal):
    message = N_("该事项现为“%(state)s”，不能办理此项")


class NoteMissing(Refusal):
    message = N_("请写一句说明")


LEADS: dict[Deed, tuple[frozenset[ErrandState], ErrandState]] = {
    Deed.PROGRESS: (WAITING, ErrandState.IN_PROGRESS),
    Deed.REPORTED: (WAITING, ErrandState.REPORTED),
    Deed.RETURNED: (frozenset({ErrandState.REPORTED}), ErrandState.IN_PROGRESS),
    Deed.CLOSED: (WAITING | {ErrandState.REPORTED}, ErrandState.CLOSED),
    Deed.WITHDRAWN: (WAITING | {ErrandState.REPORTED}, ErrandState.WITHDRAWN),
}


def after(errand: Errand, deed: Deed, *, state_name: str) -> ErrandState:
    before, then = LEADS[deed]
    if errand.state not in before:
        raise WrongState(state=state_name)
    return then


def check_due(due_on: date, today: date) -> None:
    if due_on < today:
        raise DueInThePast


def is_leader(roles: Iterable[Assignment], town_id: UUID) -> bool:
    return any(r.role in LEADERS and r.town_id == town_id for r in roles)


def is_in_charge(errand: Errand, person_id: UUID | None, roles: Iterable[Assignment]) -> bool:
    """The person named, anybody of the unit, and the town's clerk on their behalf."""
    here = [r for r in roles if r.town_id == errand.town_id]
    return person_id == errand.person_id or any(r.unit_id == errand.unit_id or r.role is Role.CLERK for r in here)


def is_overdue(errand: Errand, today: date) -> bool:
    return errand.state in WAITING and errand.due_on < today
