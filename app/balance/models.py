"""What the page of giving and taking shows, gathered once; and its printed form. Nothing is kept here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from app.demand.models import Need
from app.indicators.models import Grid, Period
from app.ledger.queries import Sum
from app.usage.queries import Outcome, Used


@dataclass(frozen=True)
class Balance:
    """Everything that the figures are made of. `seen`: the venues of which the reader may read one by one."""

    period: Period
    reader_id: UUID
    names: Mapping[UUID, str]
    """The towns of the partnership by id, in their order."""
    sums: Sequence[Sum]
    used: Sequence[Used]
    seen: frozenset[UUID]
    outcomes: Sequence[Outcome]
    needs: Mapping[UUID, Sequence[Need]]


@dataclass(frozen=True)
class Bars:
    """A chart: one group of bars per label, one bar per series. It shows what the table beside it says."""

    title: str
    labels: tuple[str, ...]
    series: tuple[tuple[str, tuple[float | None, ...]], ...]
    unit: str
    most: float = 0
    """The end of the scale; 0: the largest value."""


@dataclass(frozen=True)
class Section:
    heading: str
    sentences: tuple[str, ...]
    pictures: tuple[str, ...]
    """data: URLs of SVG pictures."""
    grids: tuple[Grid, ...]


@dataclass(frozen=True)
class BalancePaper:
    """The PDF: a plain sheet in the towns' official typefaces."""

    title: str
    facts: tuple[str, ...]
    sections: tuple[Section, ...]
    kind: Literal["balance"] = "balance"
