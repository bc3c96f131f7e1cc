"""From a decided text to the document that keys fit, and what follows the last key. Pure functions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from app.consents.models import Basis
from app.drafting.models import ItemText, MinutesText, Outcome
from app.drafting.rules import post_after, resolutions_of
from app.kit.errors import Refusal
from app.kit.i18n import N_
from app.meetings.models import MeetingState
from app.partnerships.models import Terms
from app.partnerships.rules import copies_of
from app.resolutions.models import Resolution
from app.resolutions.rules import responsible
from app.topics.models import Carry
from app.typeset.models import Decision, Minutes, Presence
from app.typeset.models import Topic as TopicText

MONDAY = 0
STUDY_WORDS = "会议决定，对此继续研究，提交下次会议审议。"


class NotDrafting(Refusal):
    message = N_("纪要不在起草阶段，请刷新页面查看最新进展")


class SawAnother(Refusal):
    message = N_("您预览之后内容又有修改，请核对最新内容后再提交")


class NotInConsent(Refusal):
    message = N_("纪要没有在征求各方确认，请刷新页面查看最新进展")


class NumberMissing(Refusal):
    message = N_("各方约定由文书登记取号，请先填写文号，如“D委〔2026〕8号”")


@dataclass(frozen=True)
class Setting:
    """What stands around the text: the partnership's terms, its towns with the host first, and who came."""

    terms: Terms
    short_name: str
    towns: Mapping[UUID, str]
    presence: tuple[Presence, ...]


@dataclass(frozen=True)
class Consequence:
    """What happens to a topic when the minutes are issued: carried over for a reason, withdrawn, or closed."""

    topic_id: UUID
    carry: Carry | None = None
    is_withdrawn: bool = False


def check_asking(state: MeetingState, *, seen: int, standing: int) -> None:
    if state is not MeetingState.DRAFTING:
        raise NotDrafting
    if seen != standing:
        raise SawAnother


def check_in_consent(state: MeetingState) -> None:
    if state is not MeetingState.IN_CONSENT:
        raise NotInConsent


def check_number(terms: Terms, entered: str) -> None:
    if terms.takes_numbers and not entered.strip():
        raise NumberMissing


def compose(text: MinutesText, resolutions: Sequence[Resolution], setting: Setting) -> Minutes:
    """The document. A withdrawn topic is left out; one to be studied further says so."""
    numbered = {r.id: r for r in resolutions}
    terms = setting.terms
    return Minutes(
        mark=terms.mark,
        issuer=terms.issuer,
        title=text.title,
        opening=text.opening,
        topics=tuple(_topic(i, numbered, setting) for i in text.items if i.outcome is not Outcome.WITHDRAWN),
        presence=tuple(_presence(line) for line in setting.presence),
        closing=tuple(line for line in text.closing.splitlines() if line.strip()),
        copies_to=copies_of(terms.copies_to),
        printed_by=terms.printed_by,
        terms=(*setting.towns.values(), setting.short_name),
    )


def _presence(line: Presence) -> Presence:
    """Each post as it is said after its unit."""
    people = (replace(p, post=post_after(p.unit, p.post)) for p in line.people)
    return Presence(label=line.label, people=tuple(people))


def _topic(item: ItemText, numbered: Mapping[UUID, Resolution], setting: Setting) -> TopicText:
    summary = [line.strip() for line in item.summary.splitlines() if line.strip()]
    if item.outcome is Outcome.STUDY and "继续研究" not in item.summary:
        summary.append(STUDY_WORDS)
    return TopicText(
        title=item.title,
        summary=tuple(summary),
        decisions=tuple(
            Decision(
                text=r.text,
                number=numbered[r.id].label if r.id in numbered else "",
                responsible=responsible([setting.towns[t] for t in r.town_ids if t in setting.towns], r.unit),
                people=(r.person,) if r.person else (),
                due_on=r.due_on,
            )
            for r in item.resolutions
        ),
    )


def basis_for(text: MinutesText) -> Basis:
    """A resolution marked so makes every key ask for its 党委会 (domain.md §2.2)."""
    return Basis.COMMITTEE if any(r.needs_committee for r in resolutions_of(text)) else Basis.NONE


def outcomes_of(text: MinutesText) -> list[dict[str, Any]]:
    """Topic and outcome of each item, as they are kept for the moment of the last key."""
    return [{"topic_id": str(i.topic_id), "outcome": i.outcome.value} for i in text.items if i.topic_id and i.outcome]


def consequences(outcomes: Sequence[Mapping[str, Any]], standing: frozenset[UUID]) -> list[Consequence]:
    """Carry-over by the first two rules of domain.md §3; the third (open follow-up) waits for the next meeting."""
    return [_consequence(UUID(o["topic_id"]), Outcome(o["outcome"]), standing) for o in outcomes]


def _consequence(topic_id: UUID, outcome: Outcome, standing: frozenset[UUID]) -> Consequence:
    if outcome is Outcome.STUDY:
        return Consequence(topic_id, Carry.MORE_STUDY)
    if outcome is Outcome.WITHDRAWN:
        return Consequence(topic_id, is_withdrawn=True)
    return Consequence(topic_id, Carry.STANDING if topic_id in standing else None)


def passages_of(content: Minutes) -> dict[str, str]:
    """A document as labelled passages, to compare what was put to the towns before and after."""
    found = {"标题": content.title, "会议概况": content.opening}
    for topic in content.topics:
        found[f"{topic.title}·会议情况"] = "\n".join(topic.summary)
        for place, decision in enumerate(topic.decisions, 1):
            due = f"{decision.due_on:%Y-%m-%d}" if decision.due_on else ""
            who = "；".join(filter(None, ("、".join(decision.responsible), "、".join(decision.people), due)))
            found[f"{topic.title}·议定事项{place}"] = f"{decision.text}（{who}）" if who else decision.text
    found["结尾"] = "\n".join(content.closing)
    for line in content.presence:
        found[line.label] = "、".join(p.name + (f"（{p.note}）" if p.note else "") for p in line.people)
    return found


def chase_words(due_on: date, today: date) -> str:
    """What the host's office is told of unwritten minutes: the day before, on the day, then each Monday."""
    if today == due_on - timedelta(days=1):
        return "明天到期"
    if today == due_on:
        return "今天到期"
    if today > due_on and today.weekday() == MONDAY:
        return f"已逾期{(today - due_on).days}天"
    return ""
