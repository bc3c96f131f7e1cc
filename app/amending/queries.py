"""Who is affected by a change of a series, and how; and what a cancellation would reach."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from app.amending.models import Change
from app.availability.rules import span_in_words
from app.bookings.models import Booking
from app.previews import queries as previews
from app.previews.models import KEEP, OPEN, Choice, ChoiceKind, Plan, Row
from app.recurring import queries as recurring
from app.recurring import rules
from app.recurring.models import Scope


@dataclass(frozen=True)
class Reach:
    """The occurrences that a deed reaches, and those of them that were changed alone."""

    all: tuple[Booking, ...]
    anchor: Booking | None

    @property
    def alone(self) -> tuple[Booking, ...]:
        return tuple(b for b in self.all if rules.is_changed_alone(b) and b is not self.anchor)

    def with_the_series(self, also: AbstractSet[UUID]) -> tuple[Booking, ...]:
        """Without those that were changed alone, but for the ticked ones."""
        kept = {b.id for b in self.alone} - also
        return tuple(b for b in self.all if b.id not in kept)


def reach(
    session: Session, series_id: UUID, *, of: UUID | None, scope: Scope, reader_town_id: UUID, now: datetime
) -> Reach:
    """What is ahead of a series, from one occurrence on; NotFound for who sees none of it."""
    found = recurring.bookings_of(session, series_id, reader_town_id=reader_town_id)
    anchor = next((b for b in found if b.id == of), None)
    return Reach(tuple(rules.reached(found, anchor, scope, now=now)), anchor)


def preview(
    session: Session,
    affected: Sequence[Booking],
    change: Change,
    choices: Mapping[str, Choice],
    *,
    town_id: UUID,
    now: datetime,
) -> Plan:
    """Each affected occurrence before and after; where it cannot be had, what could be instead."""
    rows = [_row(session, b, change, choices) for b in affected]
    if not change.moves:
        return Plan(tuple(replace(r, choice=KEEP if r.choice == OPEN else r.choice) for r in rows))
    skipped = {r.booking_id for r in rows if choices.get(r.name, OPEN).kind is ChoiceKind.SKIP}
    but = frozenset(b.id for b in affected if b.id not in skipped)
    judged, shares = previews.judge(session, rows, choices, town_id=town_id, now=now, but=but)
    return Plan(tuple(judged), (), shares)


def _row(session: Session, booking: Booking, change: Change, choices: Mapping[str, Choice]) -> Row:
    planned = change.applied_to(booking)
    planned.series_mark = rules.mark_of(planned)
    row = Row(booking.series_on or booking.span.day, planned, booking_id=booking.id, before=span_in_words(booking.span))
    return replace(row, choice=choices.get(row.name, OPEN))
