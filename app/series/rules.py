"""What may be agreed about a series, and why a town hosts. Pure; the rotation itself is in app/rotation."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from app.cadence.models import AvoidDraft, CadenceDraft
from app.cadence.rules import check_cadence
from app.calendar.rules import Adjustment
from app.kit.clock import chinese_date
from app.kit.errors import Refusal
from app.kit.i18n import N_, Said, worded
from app.rotation import rules as rotation
from app.rotation.rules import Way
from app.series.models import Proposal, ProposalKind, ProposalState, SeriesDraft, SeriesState, Turn, TurnState

MOVABLE = frozenset({TurnState.PLANNED, TurnState.FIXED})


class NotActive(Refusal):
    message = N_("轮值安排尚未经各镇确认")


class TurnIsOver(Refusal):
    message = N_("第%(number)s次会议已经召开或取消，不能再调整承办镇")


class LaterTurnHeld(Refusal):
    message = N_("其后的会议已经召开，第%(number)s次会议的承办不能再变")


class NotThatTown(Refusal):
    message = N_("该镇不在本轮值安排中")


class SwapWithItself(Refusal):
    message = N_("请选择另一个镇对调")


class OwesThisTurn(Refusal):
    message = N_("本次是还轮，不能再对调；如不能承办，请提出因故不承办")


class NotTheHost(Refusal):
    message = N_("第%(number)s次会议不由该镇承办")


class ReasonMissing(Refusal):
    message = N_("请写明原因")


class AlreadyProposed(Refusal):
    message = N_("已有一项征求各镇确认的提议，请先办完或撤回")


class AlreadyJoined(Refusal):
    message = N_("该镇已在轮值次序中")


class WrongOrder(Refusal):
    message = N_("承办次序须包含每个镇，且每个镇只出现一次")


class NoticeAfterTopics(Refusal):
    message = N_("发通知的天数须不多于议题截止的天数")


class FirstDayPast(Refusal):
    message = N_("第一次会议所在月份已经过去，请选择本月或以后的月份")


class NotTheProposer(Refusal):
    message = N_("只能由提出的镇撤回")


class NotOpen(Refusal):
    message = N_("这项提议已经办结")


class NobodyProposes(Refusal):
    message = N_("只有成员镇的工作人员可以提出")


def check_draft(draft: SeriesDraft, *, towns: Sequence[UUID], today: date) -> None:
    """Raise a Refusal unless the draft can be put to the towns, who are all its members in some order."""
    check_cadence(draft, draft.avoid)
    if len(draft.order) != len(set(draft.order)) or set(draft.order) != set(towns):
        raise WrongOrder
    if draft.notice_days > draft.topic_close_days:
        raise NoticeAfterTopics
    if draft.first_on.replace(day=1) < today.replace(day=1):
        raise FirstDayPast


def check_active(state: SeriesState) -> None:
    if state is not SeriesState.ACTIVE:
        raise NotActive


def check_turn(turn: Turn) -> None:
    if turn.state not in MOVABLE:
        raise TurnIsOver(number=turn.number)


def check_movable(turn: Turn, turns: Sequence[Turn]) -> None:
    """A turn's host may change only while nothing that was reckoned from it has been held."""
    check_turn(turn)
    if any(t.number > turn.number and t.state is TurnState.HELD for t in turns):
        raise LaterTurnHeld(number=turn.number)


def check_swap(turn: Turn, taker: UUID, members: Sequence[UUID]) -> None:
    """The giver is the town whose turn it is and who would host it."""
    if taker not in members:
        raise NotThatTown
    if turn.host_id != turn.whose_id:
        raise OwesThisTurn
    if taker == turn.host_id:
        raise SwapWithItself


def check_skip(turn: Turn, town: UUID, reason: str) -> None:
    """Only the host can be unable to host, and it says why (force majeure)."""
    if turn.host_id != town:
        raise NotTheHost(number=turn.number)
    if not reason.strip():
        raise ReasonMissing


def check_join(town: UUID, members: Sequence[UUID], towns: Sequence[UUID]) -> None:
    if town in members:
        raise AlreadyJoined
    if town not in towns:
        raise NotThatTown


def check_alone(others: Sequence[Proposal], turn_id: UUID | None) -> None:
    """One open proposal about a turn, and one about the series, at a time."""
    if any(p.turn_id == turn_id for p in others if p.state is ProposalState.OPEN):
        raise AlreadyProposed


def check_open(proposal: Proposal) -> None:
    if proposal.state is not ProposalState.OPEN:
        raise NotOpen


def why_host(turn: rotation.HostedTurn, names: Mapping[UUID, str]) -> list[Said]:
    """How the host of a turn was chosen, in the order in which the rule was applied."""
    said = [worded(N_("%(town)s因故不承办，欠一次，今后先还"), town=names[t]) for t in turn.skipped_by]
    if turn.whose and turn.host:
        said += _choice(turn, turn.whose, names)
    else:
        said.append(worded(N_("会议取消，不计入任何镇的次数")))
    if any(swap.giver in names and swap.taker in names for swap in turn.lapsed):
        said.append(worded(N_("原约定的对调未能执行，已作废")))
    return said


def _choice(turn: rotation.HostedTurn, whose: UUID, names: Mapping[UUID, str]) -> list[Said]:
    standing = next(s for s in turn.before if s.town == whose)
    town: dict[str, object] = {"town": names[whose], "count": standing.count}
    if turn.way is Way.OWED:
        return [worded(N_("%(town)s此前因故未承办，欠的一次在本次还上"), **town)]
    equal = [s for s in turn.before if s.count == standing.count and s.town not in turn.skipped_by]
    fewest = N_("%(town)s计入次数最少（%(count)s次），轮到承办")
    first = N_("计入次数最少的有几个镇（各%(count)s次），按约定次序轮到%(town)s承办")
    said = [worded(first if len(equal) > 1 else fewest, **town)]
    host: dict[str, object] = {"town": names[whose], "host": names[turn.host] if turn.host else ""}
    if turn.way is Way.SWAPPED:
        said.append(worded(N_("经各镇确认对调，由%(host)s承办，次数记在%(town)s，由%(town)s日后还轮"), **host))
    if turn.way is Way.REPAID:
        said.append(worded(N_("%(host)s在此前的对调中欠%(town)s一次，本次由%(host)s还轮，次数记在%(town)s"), **host))
    return said


def moved_in_words(turn: Turn) -> Said | None:
    """Why the day is not the one that the rule names; None when it is."""
    if turn.day == turn.nominal_on:
        return None
    if not turn.is_postponed and turn.cause:
        return Adjustment(turn.nominal_on, turn.day, turn.cause).sentence
    days: dict[str, object] = {"original": chinese_date(turn.nominal_on), "day": chinese_date(turn.day)}
    if turn.is_postponed and turn.cause:
        return worded(N_("原定%(original)s，改期至%(day)s，原因：%(cause)s"), **(days | {"cause": turn.cause}))
    return worded(N_("原定%(original)s，由承办镇确定为%(day)s"), **days)


def title_of(proposal: Proposal, names: Mapping[UUID, str], number: int | None) -> Said:
    """What a proposal asks, in one line."""
    said: dict[str, object] = {
        "number": number or "",
        "town": names.get(proposal.town_id, "") if proposal.town_id else "",
        "other": names.get(proposal.other_id, "") if proposal.other_id else "",
        "name": str(proposal.draft.get("name", "")),
    }
    return worded(_TITLES[proposal.kind], **said)


_TITLES = {
    ProposalKind.FOUND: N_("设立轮值安排：%(name)s"),
    ProposalKind.TERMS: N_("调整轮值安排：%(name)s"),
    ProposalKind.SWAP: N_("第%(number)s次会议由%(town)s对调给%(other)s承办"),
    ProposalKind.SKIP: N_("第%(number)s次会议%(town)s因故不承办"),
    ProposalKind.JOIN: N_("%(town)s加入轮值"),
}


def terms_in_words(draft: SeriesDraft) -> list[Said]:
    """The numbers, as the page and the proposal say them."""
    days = "、".join(f"{day}天" for day in sorted(draft.reminder_days, reverse=True))
    return [
        worded(N_("会前%(days)s天截止征集议题"), days=draft.topic_close_days),
        worded(N_("会前%(days)s天发会议通知"), days=draft.notice_days),
        worded(N_("会前%(days)s各提醒参会一次"), days=days),
        worded(N_("会后%(days)s个工作日内起草会议纪要"), days=draft.minutes_days),
        worded(
            N_("提前排定%(count)s次会议，会前%(days)s天起由承办镇确认时间地点"),
            count=draft.plan_ahead,
            days=draft.confirm_from_days,
        ),
    ]


def content_of(draft: SeriesDraft, words: Sequence[Said]) -> dict[str, object]:
    """What the keys fit: the whole draft, and the words that the signers read."""
    return {"terms": draft.model_dump(mode="json"), "words": [str(s) for s in words]}


def cadence_of(row: CadenceDraft, avoid: Sequence[AvoidDraft], order: Sequence[UUID]) -> SeriesDraft:
    """A draft that says what is in force, to be changed."""
    data = {name: getattr(row, name) for name in SeriesDraft.model_fields if hasattr(row, name)}
    kept = [AvoidDraft.model_validate(a, from_attributes=True) for a in avoid]
    return SeriesDraft.model_validate(data | {"avoid": kept, "order": list(order)})
