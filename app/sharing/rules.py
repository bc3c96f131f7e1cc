"""What stands in the way of changing a share policy, and what keys are turned on. Pure."""

from typing import Any

from app.kit.errors import Refusal
from app.kit.i18n import N_
from app.policies.rules import Rule
from app.sharing.models import ChangeState, PolicyChange


class NothingChanged(Refusal):
    message = N_("规则没有变化")


class NotTheOwner(Refusal):
    message = N_("只有场地所在镇的文书或党政办主任可以提出修改")


class ChangePending(Refusal):
    message = N_("该规则有一项收紧的修改正在征求双方确认，请先办结或撤回，再作放宽的修改")


class NotOpen(Refusal):
    message = N_("该项修改已办结，请刷新页面查看")


class ReasonMissing(Refusal):
    message = N_("请写明原因，对方会看到")


def check_open(change: PolicyChange) -> None:
    if change.state is not ChangeState.OPEN:
        raise NotOpen


def content_of(change: PolicyChange, before: Rule, after: Rule, reason: str, names: dict[str, str]) -> dict[str, Any]:
    """What both towns turn their keys on: the venue, the towns, both rules, in figures and in words."""
    return {
        "venue_id": str(change.venue_id),
        "town_id": str(change.town_id),
        **names,
        "before": before.as_json(),
        "after": after.as_json(),
        "words_before": before.words(),
        "words_after": after.words(),
        "reason": reason,
    }


def title_of(venue_name: str, borrower: str) -> str:
    return f"调整{venue_name}对{borrower}的共享规则"
