"""From when until when an agreement holds, by the calendar alone, and when to think of its renewal. Pure functions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.agreements.models import Agreement, AgreementState
from app.kit.clock import chinese_date
from app.kit.i18n import N_
from app.precedents.models import SWITCH_NAMES, Relation, Switch
from app.towns.models import BasisKind

SOON = timedelta(days=60)
ONE_DAY = timedelta(days=1)


class Life(StrEnum):
    """Computed from the dates, never stored."""

    COMING = "coming"
    IN_FORCE = "in_force"
    ENDING = "ending"
    ENDED = "ended"
    ENDED_EARLY = "ended_early"


LIVES = {
    Life.COMING: N_("尚未生效"),
    Life.IN_FORCE: N_("生效中"),
    Life.ENDING: N_("即将到期"),
    Life.ENDED: N_("已到期"),
    Life.ENDED_EARLY: N_("已解除"),
}
TONES = {
    Life.COMING: "info",
    Life.IN_FORCE: "good",
    Life.ENDING: "warn",
    Life.ENDED: "neutral",
    Life.ENDED_EARLY: "bad",
}
WANTING = {
    BasisKind.VENUES: N_("目前没有有效的场地共享协议作为依据，请尽快签订或者续签"),
    BasisKind.SERVICES: N_("目前没有有效的服务共享协议作为依据，请尽快签订或者续签"),
    BasisKind.PERSONAL_DATA: N_(
        "目前没有有效的协议约定共同处理个人信息，跨镇报名暂停办理，请先签订或者续签服务共享协议"
    ),
}


@dataclass(frozen=True)
class Span:
    """The days on which an agreement holds; `last` None: no end was agreed."""

    first: date | None
    last: date | None
    is_cut: bool = False
    """Ended before its time by a 解除协议."""

    def life(self, today: date) -> Life:
        if self.last is not None and today > self.last:
            return Life.ENDED_EARLY if self.is_cut else Life.ENDED
        if self.first is not None and today < self.first:
            return Life.COMING
        if self.last is not None and self.last - today <= SOON:
            return Life.ENDING
        return Life.IN_FORCE


def span_of(agreement: Agreement, following: Iterable[Agreement]) -> Span:
    """The agreed term, or what a concluded 解除协议 left of it (it is ended from its first day on)."""
    cuts = [
        one.from_on - ONE_DAY
        for one in following
        if one.relation is Relation.TERMINATION and one.state is AgreementState.CONCLUDED and one.from_on
    ]
    last = min(cuts, default=None)
    if last is None or (agreement.until_on and agreement.until_on <= last):
        return Span(agreement.from_on, agreement.until_on)
    return Span(agreement.from_on, last, is_cut=True)


def in_words(span: Span) -> str:
    """2026年3月1日至2029年2月28日"""
    first = chinese_date(span.first) if span.first else "签署之日"
    return f"{first}至{chinese_date(span.last)}" if span.last else f"{first}起长期有效"


def is_due(span: Span, today: date, following: Iterable[Agreement]) -> bool:
    """Its renewal is to be thought of: it ends within 60 days, and nobody has begun to renew or end it."""
    begun = any(one.relation in (Relation.RENEWAL, Relation.TERMINATION) for one in following)
    return span.life(today) is Life.ENDING and not begun


def switched(names: Iterable[str]) -> list[Switch]:
    """What an agreement is the basis of, in the order of the list; unknown words of older contents are passed over."""
    known = set(names)
    return [switch for switch in SWITCH_NAMES if switch.value in known]
