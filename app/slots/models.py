"""A time for several at once: what is wanted, and what was found. No table."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from app.claims.models import Span
from app.kit.clock import at


@dataclass(frozen=True)
class Wish:
    """`minutes` at a stretch on one of `days` days from `first`, within [starts, ends) of the towns' day."""

    first: date
    days: int
    minutes: int
    starts: int
    ends: int
    weekdays: frozenset[int]
    venue_ids: tuple[UUID, ...]
    person_ids: tuple[UUID, ...]

    def dates(self) -> list[date]:
        every = (self.first + timedelta(days=n) for n in range(self.days))
        return [day for day in every if day.isoweekday() in self.weekdays]


@dataclass(frozen=True)
class Busy:
    """A person's time that is taken, by what does not matter here."""

    person_id: UUID
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Slot:
    """All are free from `starts` until `until`; `ends` is where the wanted length ends."""

    day: date
    starts: int
    ends: int
    until: int

    @property
    def span(self) -> Span:
        midnight = at(self.day, "00:00")
        return Span(midnight + timedelta(minutes=self.starts), midnight + timedelta(minutes=self.ends))


@dataclass(frozen=True)
class Somebody:
    """A person to choose."""

    id: UUID
    name: str
    post: str
    town_name: str
    is_own: bool

    @property
    def words(self) -> str:
        return f"{self.name}（{' '.join(part for part in (self.town_name, self.post) if part)}）"
