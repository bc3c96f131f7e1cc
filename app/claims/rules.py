"""Where a span lies on the number line, and what the database's no means to the person who reads it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.claims.models import CLOSED, DIVIDED, LINE, LONGEST_CLAIM, OVERLAP, Span, minute_of
from app.kit.errors import Refusal
from app.kit.i18n import N_


class Taken(Refusal):
    message = N_("该时段已被预约，请另选时间或场地")


class VenueShut(Refusal):
    message = N_("该时段场地临时关闭，请另选时间或场地")


class HallDivided(Refusal):
    message = N_("该厅已分隔使用，请重新打开页面后再预约")


class TooLongToHold(Refusal):
    message = N_("一次预约连同前后整理时间不能超过24小时")


class Crowded(Refusal):
    message = N_("此刻预约这一时段的人较多，没有办成，请再提交一次")


class NothingToClaim(Refusal):
    message = N_("没有选择场地")


REFUSALS: dict[str, type[Refusal]] = {
    OVERLAP: Taken,
    CLOSED: VenueShut,
    DIVIDED: HallDivided,
    "ck_claim_length": TooLongToHold,
}
DEADLOCKS = frozenset({"40P01", "40001"})


@dataclass(frozen=True)
class Want:
    """A booking's wish for the undivided parts of a venue; `gap` minutes stay free before the next one."""

    booking_id: UUID
    numbers: Sequence[int]
    span: Span
    gap: int = 0
    lapses_at: datetime | None = None

    def claims(self) -> list[tuple[int, int, int]]:
        """(number, from_key, to_key) of every part."""
        length = self.span.minutes + self.gap
        if length > LONGEST_CLAIM:
            raise TooLongToHold
        return [(n, *key_span(n, self.span, self.gap)) for n in self.numbers]


def key_span(number: int, span: Span, gap: int = 0) -> tuple[int, int]:
    """The span on the number line of venue `number`."""
    return number * LINE + minute_of(span.starts_at), number * LINE + minute_of(span.ends_at) + gap


def free_gaps(busy: Iterable[tuple[int, int]], opens: int, closes: int) -> list[tuple[int, int]]:
    """What is left of [opens, closes) between half-open busy spans, in order; the spans may overlap."""
    gaps, free_from = [], opens
    for starts, ends in sorted(busy):
        if starts > free_from:
            gaps.append((free_from, min(starts, closes)))
        free_from = max(free_from, ends)
        if free_from >= closes:
            return gaps
    gaps.append((free_from, closes))
    return [(a, b) for a, b in gaps if a < b]


def refusal_for(complaint: str) -> Refusal | None:
    """The Refusal that stands behind a database's complaint; None when it is none of ours."""
    return next((refusal() for name, refusal in REFUSALS.items() if name in complaint), None)
