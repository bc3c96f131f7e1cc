"""A day of a venue as a row of cells: closed, taken, free hour by hour. Pure; minutes of the towns' day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from uuid import UUID

from app.claims.rules import free_gaps
from app.venues.rules import Hours

QUARTER, HOUR = 15, 60


class CellKind(StrEnum):
    CLOSED = "closed"
    TAKEN = "taken"
    FREE = "free"


@dataclass(frozen=True)
class Cell:
    """A piece of the day; `columns` is its width in quarter hours."""

    kind: CellKind
    starts: int
    ends: int
    title: str = ""
    booking_id: UUID | None = None

    @property
    def columns(self) -> int:
        return (self.ends - self.starts) // QUARTER


def frame(hours: Iterable[Hours]) -> tuple[int, int]:
    """The full hours between which any venue is open; a usual day when none is."""
    spans = [span for day in hours for span in day]
    opens = min((a for a, _ in spans), default=8 * HOUR) // HOUR * HOUR
    closes = -(-max((b for _, b in spans), default=18 * HOUR) // HOUR) * HOUR
    return opens, closes


def cells(hours: Hours, taken: Sequence[Cell], edges: tuple[int, int]) -> tuple[Cell, ...]:
    """The day between the edges, without holes: what is taken, the free hours, and the rest closed."""
    opens, closes = edges
    shown = [cell for cell in (_within(t, opens, closes) for t in taken) if cell.starts < cell.ends]
    pieces = sorted(_apart(shown), key=lambda c: c.starts)
    held = [(c.starts, c.ends) for c in pieces]
    for first, last in hours:
        pieces += [_free(a, b) for gap in free_gaps(held, first, last) for a, b in _by_the_hour(*gap)]
    pieces.sort(key=lambda c: c.starts)
    closed = free_gaps([(c.starts, c.ends) for c in pieces], opens, closes)
    pieces += [Cell(CellKind.CLOSED, a, b) for a, b in closed]
    return tuple(sorted(pieces, key=lambda c: c.starts))


def _free(starts: int, ends: int) -> Cell:
    return Cell(CellKind.FREE, starts, ends)


def _within(cell: Cell, opens: int, closes: int) -> Cell:
    """Cut at the edges and set on whole quarter hours, so that the row's columns add up."""
    starts = max(opens, cell.starts // QUARTER * QUARTER)
    ends = min(closes, -(-cell.ends // QUARTER) * QUARTER)
    return Cell(cell.kind, starts, ends, cell.title, cell.booking_id)


def _apart(taken: Sequence[Cell]) -> list[Cell]:
    """Halves of one hall may be taken at overlapping times: what comes later shows only what is left of it."""
    kept: list[Cell] = []
    for cell in sorted(taken, key=lambda c: (c.starts, c.ends)):
        starts = max(cell.starts, kept[-1].ends if kept else cell.starts)
        if starts < cell.ends:
            kept.append(Cell(cell.kind, starts, cell.ends, cell.title, cell.booking_id))
    return kept


def _by_the_hour(starts: int, ends: int) -> list[tuple[int, int]]:
    """A free span cut at full hours: each piece is a place to begin."""
    cuts = [starts, *range((starts // HOUR + 1) * HOUR, ends, HOUR), ends]
    return [(a, b) for a, b in pairwise(cuts) if a < b]
