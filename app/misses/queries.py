"""How often nothing was found, and what was wanted then. Counted by the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, func

from app.misses import rules
from app.misses.models import MissedSearch
from app.misses.rules import Part


@dataclass(frozen=True)
class Missed:
    """What one town's people did not find, and how often; `seats` is the most that was asked for."""

    town_id: UUID
    kind: str
    tier: str
    part: Part
    seats: int
    times: int


_COUNTED: list[Any] = [func.max(MissedSearch.seats), func.count()]


def missed(session: Session, partnership_id: UUID, *, first: date, last: date) -> list[Missed]:
    """Searches without result between two days, the most frequent first."""
    keys: list[Any] = [
        MissedSearch.town_id, MissedSearch.kind, MissedSearch.tier, MissedSearch.starts, MissedSearch.ends,
    ]  # fmt: skip
    found = (
        sa.select(*keys, *_COUNTED)
        .where(col(MissedSearch.partnership_id) == partnership_id)
        .where(col(MissedSearch.on) >= first, col(MissedSearch.on) <= last)
        .group_by(*keys)
        .order_by(*keys)
    )
    return _joined(session.execute(found).all())


def _joined(rows: Sequence[Any]) -> list[Missed]:
    """Spans of the same part of the day together."""
    kept: dict[tuple[UUID, str, str, Part], tuple[int, int]] = {}
    for town_id, kind, tier, starts, ends, seats, times in rows:
        key = (town_id, kind, tier, rules.part_of(starts, ends))
        most, before = kept.get(key, (0, 0))
        kept[key] = (max(most, seats), before + times)
    listed = [Missed(*key, seats, times) for key, (seats, times) in kept.items()]
    return sorted(listed, key=lambda m: (-m.times, m.kind, m.part))
