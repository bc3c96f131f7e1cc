"""The items of both checklists, whose they are, and who may stand in. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.handovers.models import Item, Side, Tick, TickDraft
from app.kit.errors import NotAllowed, Refusal
from app.kit.i18n import N_
from app.secondments.rules import Standing, State

SIDE_NAMES = {Side.HOME: N_("派出单位"), Side.HOST: N_("挂职单位"), Side.SECONDEE: N_("挂职人员")}
START = (
    (Item.WORK_HANDED_OVER, Side.HOME, N_("原岗位工作已移交")),
    (Item.STAND_IN_NAMED, Side.HOME, N_("代岗人员已明确")),
    (Item.TIE_ARRANGED, Side.HOME, N_("组织关系（组织生活）已按商定办理")),
    (Item.INSURED, Side.HOME, N_("工伤和意外伤害保险已落实")),
    (Item.PLACE_READY, Side.HOST, N_("办公位置、门禁和考勤已安排")),
    (Item.DUTIES_EXPLAINED, Side.HOST, N_("岗位职责、带教人和工作计划已说明")),
    (Item.RULES_LEARNED, Side.SECONDEE, N_("已学习挂职单位规章和保密、廉洁要求")),
    (Item.REPORTED_AT_HOST, Side.SECONDEE, N_("已到挂职单位报到")),
)
END = (
    (Item.TASKS_LEFT, Side.SECONDEE, N_("未完事项已移交挂职单位")),
    (Item.PAPERS_RETURNED, Side.SECONDEE, N_("工作资料和居民信息已移交，个人未留存")),
    (Item.KEYS_RETURNED, Side.HOST, N_("钥匙、门禁卡、工作证已收回")),
    (Item.ATTENDANCE_SENT, Side.HOST, N_("考勤和请假情况已告知派出单位")),
    (Item.REPORTED_AT_HOME, Side.SECONDEE, N_("已回派出单位报到")),
    (Item.POST_RESUMED, Side.HOME, N_("原岗位工作已交回，代岗结束")),
)
SIDE_OF = {item: side for item, side, _ in (*START, *END)}


class NotYourItem(NotAllowed):
    message = N_("这一项由%(side)s办理")


class TickedInFuture(Refusal):
    message = N_("完成日期不能晚于今天")


class TickedTwice(Refusal):
    message = N_("这一项已经办结")


class NotAgreedYet(Refusal):
    message = N_("双方商定后才能办理交接")


class CannotStandIn(Refusal):
    message = N_("代岗人员应为本镇在册、未外出挂职的其他同志")


class OnlyHome(NotAllowed):
    message = N_("代岗人员由派出方确定")


@dataclass(frozen=True)
class Line:
    item: Item
    side: Side
    text: str
    tick: Tick | None
    is_mine: bool


def sides_of(standing: Standing) -> frozenset[Side]:
    """For whom the reader may tick: themselves, or as mentor or paper handler of a town."""
    sides = {Side.SECONDEE} if standing.is_secondee else set()
    handles = standing.may_handle and not standing.is_secondee
    if standing.is_home_mentor or (handles and standing.is_home_side):
        sides.add(Side.HOME)
    if standing.is_host_mentor or (handles and standing.is_host_side):
        sides.add(Side.HOST)
    return frozenset(sides)


def lines(phase: Sequence[tuple[Item, Side, str]], ticks: Sequence[Tick], standing: Standing) -> tuple[Line, ...]:
    done, mine = {t.item: t for t in ticks}, sides_of(standing)
    return tuple(Line(item, side, text, done.get(item), side in mine) for item, side, text in phase)


def check_tick(standing: Standing, draft: TickDraft, ticks: Sequence[Tick], *, today: date) -> None:
    if standing.state in (State.PROPOSED, State.DROPPED):
        raise NotAgreedYet
    if SIDE_OF[draft.item] not in sides_of(standing):
        raise NotYourItem(side=SIDE_NAMES[SIDE_OF[draft.item]])
    if draft.item in {t.item for t in ticks}:
        raise TickedTwice
    if draft.done_on > today:
        raise TickedInFuture
