"""What somebody looks for, and what is found. No table: a search stands in its address."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from app.claims.models import Span
from app.kit.clock import at
from app.towns.models import Tier
from app.venues.models import DAY_MINUTES, VenueKind

WORKDAYS, WEEKEND = 8, 9  # beside 1 to 7 for one weekday; 0 is any day
DAYS_OF = {0: range(1, 8), WORKDAYS: range(1, 6), WEEKEND: range(6, 8)}


@dataclass(frozen=True)
class Criteria:
    """Times in minutes of the towns' day: `minutes` at a stretch within [starts, ends); 0: whatever is free."""

    first: date
    last: date
    weekday: int = 0
    starts: int | None = None
    ends: int | None = None
    minutes: int = 0
    seats: int = 0
    equipment: tuple[str, ...] = ()
    step_free: bool = False
    tier: Tier | None = None
    kind: VenueKind | None = None
    town_id: UUID | None = None
    near_unit_id: UUID | None = None
    within_km: int = 0

    @property
    def window(self) -> tuple[int, int]:
        return self.starts or 0, self.ends or DAY_MINUTES

    def days(self) -> list[date]:
        """The days asked for, without those of other weekdays."""
        wanted = DAYS_OF.get(self.weekday, (self.weekday,))
        every = (self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1))
        return [day for day in every if day.isoweekday() in wanted]

    def any_time(self, days: int) -> "Criteria":
        """The same place at any time, until `days` later."""
        later = self.last + timedelta(days=days)
        return replace(self, starts=None, ends=None, weekday=0, last=later)

    def asked(self) -> dict[str, str | int]:
        """The search as a flat record without any person in it; every key is always there."""
        return {
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
            "weekday": self.weekday,
            "starts": _wall(self.starts),
            "ends": _wall(self.ends),
            "minutes": self.minutes,
            "seats": self.seats,
            "equipment": "、".join(sorted(self.equipment)),
            "step_free": int(self.step_free),
            "tier": self.tier.value if self.tier else "",
            "kind": self.kind.value if self.kind else "",
            "town_id": str(self.town_id or ""),
            "near_unit_id": str(self.near_unit_id or ""),
            "within_km": self.within_km,
        }


def _wall(minute: int | None) -> str:
    return "" if minute is None else f"{minute // 60:02d}:{minute % 60:02d}"


@dataclass(frozen=True)
class Place:
    """A venue as a search judges and shows it. `distance` in km; None: nothing to measure from, or no coordinates."""

    id: UUID
    name: str
    unit_name: str
    town_id: UUID
    town_name: str
    is_own: bool
    at_once: bool
    seats: int
    tags: tuple[str, ...]
    is_step_free: bool
    tier: Tier
    kind: VenueKind
    floor: str = ""
    distance: float | None = None
    photo_id: UUID | None = None
    photo_alt: str = ""


@dataclass(frozen=True, order=True)
class Offer:
    """Free from `starts` until `until`; a booking would be proposed from `starts` to `ends`."""

    day: date
    starts: int
    ends: int
    until: int

    @property
    def span(self) -> Span:
        midnight = at(self.day, "00:00")
        return Span(midnight + timedelta(minutes=self.starts), midnight + timedelta(minutes=self.ends))


@dataclass(frozen=True)
class Hit:
    """A venue that fits, with its first free times; `more` is how many others there are."""

    place: Place
    offers: tuple[Offer, ...]
    more: int = 0


@dataclass(frozen=True)
class Other:
    """What could be had instead, and in what it differs from what was asked."""

    place: Place
    offer: Offer
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Found:
    hits: tuple[Hit, ...]
    others: tuple[Other, ...] = ()
    unplaced: int = 0  # venues left out because nobody entered where they are
