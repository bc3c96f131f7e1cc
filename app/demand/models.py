"""What a town needed and could not have, and what the other side could give instead. Nothing is kept here."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.misses.rules import Part
from app.venues.models import VenueKind


@dataclass(frozen=True)
class Need:
    """One kind of venue at one part of the day that a town's people did not get; "" and 0: not asked.

    `tight` is the daytime use in per cent of the town's own venues of that kind where they are nearly always full.
    """

    town_id: UUID
    kind: VenueKind | None
    part: Part
    seats: int = 0
    refused: int = 0
    missed: int = 0
    waited: int = 0
    tight: int | None = None

    @property
    def times(self) -> int:
        return self.refused + self.missed + self.waited


@dataclass(frozen=True)
class Candidate:
    """A venue of the other side. `percent` is its daytime use, None when it was never open."""

    venue_id: UUID
    name: str
    unit: str
    town: str
    kind: VenueKind
    seats: int
    percent: int | None


@dataclass(frozen=True)
class Slot:
    """A free time of a venue, in minutes of the day."""

    day: date
    starts: int
    ends: int


@dataclass(frozen=True)
class Offer:
    """A candidate with its next free time for the need."""

    candidate: Candidate
    slot: Slot


@dataclass(frozen=True)
class Proposal:
    """Which venues could take a need."""

    need: Need
    offers: tuple[Offer, ...]
