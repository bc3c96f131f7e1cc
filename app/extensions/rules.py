"""When a posting may be made longer or shorter, and by whom. Pure."""

from datetime import date

from app.extensions.models import ChangeDraft, ChangeKind, ChangeState, RecallReason
from app.kit.errors import NotAllowed, Refusal
from app.kit.i18n import N_
from app.secondments import rules as postings
from app.secondments.models import Secondment
from app.secondments.rules import State

KIND_NAMES = {
    ChangeKind.EXTEND: N_("延期"),
    ChangeKind.END_EARLY: N_("提前结束"),
    ChangeKind.RECALL: N_("派出方召回"),
}
STATE_NAMES = {
    ChangeState.ASKED: N_("征求确认中"),
    ChangeState.AGREED: N_("已生效"),
    ChangeState.WITHDRAWN: N_("已撤回"),
}
RECALL_NAMES = {
    RecallReason.HEALTH: N_("健康原因"),
    RecallReason.DISCIPLINE: N_("纪律审查、监察调查"),
    RecallReason.TRANSFER: N_("工作调动"),
    RecallReason.ELECTION: N_("依法选举任职"),
    RecallReason.EMERGENCY: N_("突发事件应急需要"),
}


class IsOver(Refusal):
    message = N_("该挂职已经结束或尚未商定，不能再变更期限")


class NotLonger(Refusal):
    message = N_("延期后的结束日期应晚于现在的结束日期%(until)s")


class NotEarlier(Refusal):
    message = N_("提前结束的日期应在今天至%(until)s之前")


class ChangeIsOpen(Refusal):
    message = N_("已有一项期限变更正在征求双方确认，请先办结或者撤回")


class ChangeIsSettled(Refusal):
    message = N_("这项变更已经办结")


class NotYourPerson(NotAllowed):
    message = N_("召回由派出方书记决定：人事关系在派出方，挂职方需要结束的，请提请双方商定提前结束")


class NotTheAsker(NotAllowed):
    message = N_("只有提出的一方可以撤回")


def check_change(posting: Secondment, state: State, draft: ChangeDraft, *, today: date) -> None:
    """Longer within 24 months, or shorter from today on."""
    if state not in (State.AGREED, State.ACTIVE):
        raise IsOver
    if draft.kind is ChangeKind.EXTEND:
        if draft.until_on <= posting.until_on:
            raise NotLonger(until=posting.until_on)
        postings.check_longest(posting.from_on, draft.until_on)
    elif not max(today, posting.from_on) <= draft.until_on < posting.until_on:
        raise NotEarlier(until=posting.until_on)


def check_recall(state: State, until_on: date, last_on: date, *, today: date) -> None:
    if state not in (State.AGREED, State.ACTIVE):
        raise IsOver
    if not today <= until_on <= last_on:
        raise NotEarlier(until=last_on)
