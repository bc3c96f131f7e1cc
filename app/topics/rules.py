"""When a topic may be edited, passed, placed, carried over or withdrawn. Pure; the time comes in."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from app.kit.errors import Refusal
from app.kit.i18n import N_
from app.topics.models import CARRIES, Carry, DraftState, Topic, TopicCall, TopicState


class NotEditable(Refusal):
    message = N_("议题%(state)s，不能再修改")


class NotSubmitted(Refusal):
    message = N_("议题不在待审定状态")


class ReasonMissing(Refusal):
    message = N_("请写明原因")


class NotTheSecretary(Refusal):
    message = N_("议题由本镇书记审定")


class NotInPool(Refusal):
    message = N_("议题%(state)s，不能列入议程")


class NotOnAgenda(Refusal):
    message = N_("议题没有列入议程")


class NeedsNod(Refusal):
    message = N_("议题在截止时间之后提出，须先经%(towns)s文书同意，或列入下一次会议")


class NotYourTopic(Refusal):
    message = N_("只有提出议题的镇可以撤回")


class OnAgendaAlready(Refusal):
    message = N_("议题已列入议程，请先由承办方文书移出议程再撤回")


class OwnNod(Refusal):
    message = N_("逾期议题由其他镇的文书同意")


class NotLate(Refusal):
    message = N_("议题没有逾期，不需要同意")


class NothingRefused(Refusal):
    message = N_("没有不同意见，无需列入议题")


class NoPapersLeft(Refusal):
    message = N_("没有找到这份材料")


EDITABLE = frozenset({DraftState.PREPARED, DraftState.RETURNED})


def is_late(topic: Topic, call: TopicCall | None) -> bool:
    """Passed after the deadline of the meeting. What came back from an earlier meeting is never late."""
    return call is not None and not topic.carried_from and topic.passed_at > call.closes_at


def lacking_nods(topic: Topic, call: TopicCall | None, nodded: Collection[UUID], towns: Sequence[UUID]) -> list[UUID]:
    """The towns whose clerk has still to accept a late topic; nobody when it is in time."""
    if not is_late(topic, call):
        return []
    return [t for t in towns if t != topic.town_id and t not in nodded]


def check_placing(topic: Topic, lacking: Sequence[str], *, state_name: str) -> None:
    if topic.state is not TopicState.POOL:
        raise NotInPool(state=state_name)
    if lacking:
        raise NeedsNod(towns="、".join(lacking))


def check_withdrawal(topic: Topic, town_id: UUID | None, reason: str, *, state_name: str) -> None:
    if topic.town_id != town_id:
        raise NotYourTopic
    if topic.state is TopicState.PLACED:
        raise OnAgendaAlready
    if topic.state is not TopicState.POOL:
        raise NotInPool(state=state_name)
    if not reason.strip():
        raise ReasonMissing


def is_past_deadline(call: TopicCall | None, now: datetime) -> bool:
    return call is not None and now > call.closes_at


def title_of_disagreement(about: str) -> str:
    """关于“…”不同意见的协商, short enough for an agenda."""
    room = 60 - len("关于“”不同意见的协商")
    return f"关于“{about if len(about) <= room else about[: room - 1] + '…'}”不同意见的协商"


def words_of_disagreement(reason: str, counter_text: str) -> str:
    """What the refusing town says, as the topic's summary."""
    counter = f"\n建议的表述：{counter_text}" if counter_text else ""
    return f"不同意见：{reason}{counter}"[:2000]


def origin_in_words(topic: Topic) -> str:
    """Why a topic is in the pool again, or an empty string."""
    if topic.carry is not None and topic.carried_from:
        return CARRIES[topic.carry]
    return CARRIES[Carry.STANDING] if topic.is_standing else ""
