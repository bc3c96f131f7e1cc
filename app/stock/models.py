"""A spreadsheet of units and venues: what it would do, and what a town has already. No table of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from app.tabular.models import BadCell
from app.towns.models import Unit
from app.venues.models import Venue
from app.venues.rules import Hours

UNITS, VENUES = "单位", "场地"  # the names of the two sheets


class Change(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True)
class Entry:
    """A row that can be taken. `values` by the fields' names; `differs` are the columns that would change."""

    row: int
    name: str
    change: Change
    values: Mapping[str, Any]
    differs: tuple[str, ...] = ()


@dataclass(frozen=True)
class CheckRun:
    """What an import would do, before it does it."""

    units: tuple[Entry, ...]
    venues: tuple[Entry, ...]
    bad: tuple[BadCell, ...]

    def entries(self) -> tuple[Entry, ...]:
        return self.units + self.venues

    def count(self, change: str) -> int:
        return sum(entry.change == change for entry in self.entries())

    @property
    def changes_something(self) -> bool:
        return any(entry.change is not Change.SAME for entry in self.entries())


@dataclass(frozen=True)
class Known:
    """What a town has already."""

    units: tuple[Unit, ...]
    venues: tuple[Venue, ...]
    hours: Mapping[UUID, Mapping[int, Hours]]

    def unit_named(self, name: str) -> Unit | None:
        return next((u for u in self.units if u.name == name), None)

    def unit_name(self, unit_id: UUID | None) -> str:
        return next((u.name for u in self.units if u.id == unit_id), "")

    def venue_numbered(self, number: int) -> Venue | None:
        return next((v for v in self.venues if v.number == number), None)

    def venue_named(self, unit_name: str, name: str) -> Venue | None:
        unit = self.unit_named(unit_name)
        return next((v for v in self.venues if unit and v.unit_id == unit.id and v.name == name), None)

    def hall_of(self, venue: Venue) -> str:
        return next((v.name for v in self.venues if v.id == venue.parent_id), "")

    def has_parts(self, venue: Venue) -> bool:
        return any(v.parent_id == venue.id for v in self.venues)
