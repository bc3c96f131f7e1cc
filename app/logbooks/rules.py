"""What goes into a log book and what stays out. Pure."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from app.kit.errors import NotAllowed, Refusal
from app.kit.i18n import N_
from app.secondments.rules import Standing

ROOM = 11 * 2**20  # bytes of photos; with text and fonts the book stays under 15 MB


class NothingToPrint(Refusal):
    message = N_("还没有日志，不能印制日志册")


class MayNotUnmask(NotAllowed):
    message = N_("只有两镇书记和组织委员可以印制不隐去姓名的日志册")


class ReasonMissing(Refusal):
    message = N_("请写明不隐去姓名的原因")


def check_may_unmask(standing: Standing, reason: str) -> None:
    """A permission and a reason; both are written into the audit chain."""
    if not standing.is_leader:
        raise MayNotUnmask
    if len(reason.strip()) < 4:
        raise ReasonMissing


def choose_photos(sizes: Mapping[UUID, Sequence[int]], room: int = ROOM) -> dict[UUID, int]:
    """How many photos of each entry are printed: all, or as many of each as the room allows, shared out evenly."""
    most = max((len(s) for s in sizes.values()), default=0)
    while most and sum(sum(s[:most]) for s in sizes.values()) > room:
        most -= 1
    return {entry_id: min(len(s), most) for entry_id, s in sizes.items()}
