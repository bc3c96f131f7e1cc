"""What is weighed together: rows with their choices and alternatives, shares of a quota. Values only, no table."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from app.availability.rules import span_in_words
from app.bookings.models import OccurrenceDraft
from app.claims.models import Span
from app.kit import clock
from app.kit.errors import Refusal
from app.kit.i18n import N_, Said, worded
from app.policies.rules import length_in_words
from app.quotas.rules import QuotaSpent, month_in_words


class ChoiceKind(StrEnum):
    OPEN = ""
    KEEP = "keep"
    SKIP = "skip"
    OTHER = "other"


@dataclass(frozen=True)
class Choice:
    """What is to become of one occurrence; `venue_id` and `span` only with OTHER."""

    kind: ChoiceKind
    venue_id: UUID | None = None
    span: Span | None = None

    @property
    def value(self) -> str:
        """As a form carries it: keep, skip, or other|<venue>|2026-03-10|14:00|16:00."""
        if self.span is None:
            return self.kind.value
        first, last = clock.wall_time(self.span.starts_at), clock.wall_time(self.span.ends_at)
        return f"other|{self.venue_id}|{self.span.day.isoformat()}|{first}|{last}"


OPEN, KEEP, SKIP = Choice(ChoiceKind.OPEN), Choice(ChoiceKind.KEEP), Choice(ChoiceKind.SKIP)


@dataclass(frozen=True)
class Option:
    """A free alternative for an occurrence: how it differs, and what it is."""

    choice: Choice
    reason: str
    words: str

    @property
    def is_same_time(self) -> bool:
        return self.reason.startswith("同一时间")


@dataclass(frozen=True)
class Row:
    """One occurrence of a preview: what the rule asks, what speaks against it, what was chosen instead.

    `objection` speaks against the choice itself: it was free when it was offered and is not any more.
    """

    on: date
    planned: OccurrenceDraft
    troubles: tuple[Refusal, ...] = ()
    blocker: str = ""
    note: str = ""
    options: tuple[Option, ...] = ()
    choice: Choice = OPEN
    objection: Refusal | None = None
    booking_id: UUID | None = None
    before: str = ""

    @property
    def wanted(self) -> OccurrenceDraft | None:
        """What is to be booked; None when it is skipped or undecided."""
        return self.planned if self.choice.kind is ChoiceKind.KEEP else self.other

    @property
    def other(self) -> OccurrenceDraft | None:
        """The chosen alternative."""
        if self.choice.venue_id is None or self.choice.span is None:
            return None
        span = self.choice.span
        moved = {"venue_id": self.choice.venue_id, "starts_at": span.starts_at, "ends_at": span.ends_at}
        return self.planned.model_copy(update=moved)

    @property
    def is_open(self) -> bool:
        """Whether something is still to be decided."""
        unfit = self.choice.kind is ChoiceKind.KEEP and bool(self.troubles)
        return self.choice.kind is ChoiceKind.OPEN or unfit or self.objection is not None

    @property
    def name(self) -> str:
        return f"choice-{self.on.isoformat()}"

    def answers(self, skip: str, keep: str) -> list[tuple[str, str]]:
        """What can be answered, as a form's values with their words; a chosen alternative stays among them."""
        offered = [(o.choice.value, f"{o.reason}：{o.words}") for o in self.options]
        if self.choice.span and not self.objection and self.choice.value not in dict(offered):
            offered.append((self.choice.value, span_in_words(self.choice.span)))
        kept = [] if self.troubles else [(ChoiceKind.KEEP.value, keep)]
        return [*kept, *offered, (ChoiceKind.SKIP.value, skip)]

    @property
    def words(self) -> str:
        return span_in_words(self.planned.span)


@dataclass(frozen=True)
class Thing:
    """What keeps a span of one venue number, in minutes since 1970; `title` as far as the reader may see it."""

    starts: int
    ends: int
    refusal: Refusal
    title: str = ""


@dataclass(frozen=True)
class Idea:
    """Another venue or time for an occurrence, before anybody has asked whether it may be had."""

    venue_id: UUID
    span: Span

    @property
    def values(self) -> dict[str, object]:
        return {"venue_id": self.venue_id, "starts_at": self.span.starts_at, "ends_at": self.span.ends_at}


@dataclass(frozen=True)
class Share:
    """What a series takes of one month's quota of a venue, in minutes; `quota` None: counted, not limited."""

    venue_id: UUID
    venue_name: str
    month: date
    taken: int
    quota: int | None
    asked: int

    @property
    def left(self) -> int | None:
        return None if self.quota is None else max(0, self.quota - self.taken - self.asked)

    @property
    def words(self) -> Said:
        """红梅礼堂2026年10月：本系列用8小时，限额20小时，此前已用2小时，之后剩余10小时"""
        asked = {"venue": self.venue_name, "month": month_in_words(self.month), "asked": length_in_words(self.asked)}
        if self.left is None or self.quota is None:
            return worded(N_("%(venue)s%(month)s：本系列用%(asked)s"), **asked)
        return worded(
            N_("%(venue)s%(month)s：本系列用%(asked)s，限额%(quota)s，此前已用%(taken)s，之后剩余%(left)s"),
            **asked,
            quota=length_in_words(self.quota),
            taken=length_in_words(self.taken),
            left=length_in_words(self.left),
        )

    def spent(self, minutes: int) -> QuotaSpent:
        """Why so many more do not fit."""
        taken = length_in_words(self.taken + self.asked)
        quota, wanted = length_in_words(self.quota or 0), length_in_words(minutes)
        return QuotaSpent(month=month_in_words(self.month), quota=quota, taken=taken, wanted=wanted)


@dataclass(frozen=True)
class Plan:
    """What was previewed: every occurrence, what is to be said of the rule, and the effect on quotas."""

    rows: tuple[Row, ...]
    remarks: tuple[Said, ...] = ()
    shares: tuple[Share, ...] = ()

    @property
    def wanted(self) -> list[OccurrenceDraft]:
        return [draft for row in self.rows if (draft := row.wanted)]

    @property
    def open_count(self) -> int:
        return sum(row.is_open for row in self.rows)

    @property
    def skipped_count(self) -> int:
        return sum(row.choice.kind is ChoiceKind.SKIP for row in self.rows)

    @property
    def trouble_count(self) -> int:
        return sum(bool(row.troubles) for row in self.rows)
