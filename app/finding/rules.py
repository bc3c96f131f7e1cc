"""A day of a venue as a row of cells; what of its free time meets a wish, and what comes near it. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from math import asin, cos, inf, radians, sin, sqrt
from uuid import UUID

from app.availability.rules import Terms
from app.claims.models import minute_of
from app.claims.rules import free_gaps
from app.finding.models import Criteria, Hit, Offer, Other, Place
from app.kit import clock
from app.registry.rules import TIER_NAMES
from app.venues.models import KINDS
from app.venues.rules import Hours

QUARTER, HOUR = 15, 60
USUAL = 120  # what a free span's button proposes when nobody said how long
EARTH_KM = 6371.0
MOST_OTHERS, MOST_OFFERS = 3, 6
LOOK_FURTHER = timedelta(days=7)
MOST_DAYS = 31


class CellKind(StrEnum):
    CLOSED = "closed"
    TAKEN = "taken"
    FREE = "free"
    BARRED = "barred"  # open and empty, but not for the reader: over, too soon, or kept for the owner


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


def cells(
    hours: Hours, taken: Sequence[Cell], edges: tuple[int, int], mine: Sequence[tuple[int, int]]
) -> tuple[Cell, ...]:
    """The day between the edges, without holes: what is taken, what the reader may book (`mine`), the rest."""
    opens, closes = edges
    shown = [cell for cell in (_within(t, opens, closes) for t in taken) if cell.starts < cell.ends]
    pieces = sorted(_apart(shown), key=lambda c: c.starts)
    barred = free_gaps([(a, b) for a, b in mine if a < b], opens, closes)
    held = [(c.starts, c.ends) for c in pieces]
    for first, last in hours:
        pieces += [_free(a, b) for gap in free_gaps(held + barred, first, last) for a, b in _by_the_hour(*gap)]
    held = [(c.starts, c.ends) for c in pieces]
    pieces += [Cell(CellKind.BARRED, a, b) for first, last in hours for a, b in free_gaps(held, first, last)]
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


def distance_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The great circle between two (longitude, latitude), by the haversine formula on the mean earth radius."""
    (lon1, lat1), (lon2, lat2) = (tuple(map(radians, place)) for place in (one, other))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(half))


def fits(place: Place, asked: Criteria) -> bool:
    """Whether the venue itself is what was asked for, whenever it is free."""
    return not misses(place, asked) and asked.town_id in (None, place.town_id)


def misses(place: Place, asked: Criteria) -> tuple[str, ...]:
    """What of the wish a venue does not meet, in words; the town is not among them."""
    lacking = [tag for tag in asked.equipment if tag not in place.tags]
    said = [
        (place.seats < asked.seats, f"只有{place.seats}座"),
        (bool(lacking), f"没有{'、'.join(lacking)}"),
        (asked.step_free and not place.is_step_free, "有台阶"),
        (asked.kind is not None and place.kind is not asked.kind, f"是{KINDS[place.kind]}"),
        (asked.tier is not None and place.tier is not asked.tier, f"属{TIER_NAMES[place.tier]}"),
        (_is_far(place, asked), _far_in_words(place)),
    ]
    return tuple(words for is_so, words in said if is_so)


def by_distance(hit: Hit) -> float:
    """The nearest first; whose place nobody has entered comes last. Nothing changes where nothing is measured."""
    return inf if hit.place.distance is None else hit.place.distance


def _is_far(place: Place, asked: Criteria) -> bool:
    return bool(asked.within_km) and (place.distance is None or place.distance > asked.within_km)


def _far_in_words(place: Place) -> str:
    return "没有登记坐标" if place.distance is None else f"距离{place.distance:.1f}公里"


def bookable(gaps: Sequence[tuple[int, int]], terms: Terms, day: date, now: datetime) -> list[tuple[int, int]]:
    """What a town may book of a day's free spans on its terms: neither too soon nor too far ahead."""
    if (day - clock.to_town(now).date()).days > terms.horizon:
        return []
    soonest = minute_of(now) + terms.notice + 1 - minute_of(clock.at(day, "00:00"))
    return [left for gap in gaps for left in free_gaps([(0, max(0, soonest))], *gap)]


def offers(gaps: Sequence[tuple[int, int]], day: date, asked: Criteria, longest: int) -> list[Offer]:
    """What of a day's bookable spans meets the wish: one offer for each span that is long enough."""
    if asked.minutes > longest:
        return []
    made = []
    for opens, closes in gaps:
        first, last = max(opens, asked.window[0]), min(closes, asked.window[1])
        starts, until = -(-first // QUARTER) * QUARTER, last // QUARTER * QUARTER
        if until - starts < max(asked.minutes, QUARTER):
            continue
        ends = starts + asked.minutes if asked.minutes else min(until, starts + min(USUAL, longest))
        made.append(Offer(day, starts, ends, until))
    return made


def nearest(offered: Iterable[Offer], asked: Criteria) -> Offer | None:
    """Of other times the one nearest to what was asked: the same day first, then the hour of the day."""
    wanted = asked.window[0] if asked.starts is not None else 9 * HOUR
    moved = [_towards(o, wanted) for o in offered]
    return min(moved, key=lambda o: (abs((o.day - asked.first).days), abs(o.starts - wanted), o.starts), default=None)


def _towards(offer: Offer, wanted: int) -> Offer:
    """The start within a free span that is nearest to the wanted one."""
    length = offer.ends - offer.starts
    starts = min(max(offer.starts, wanted), offer.until - length) // QUARTER * QUARTER
    return Offer(offer.day, starts, starts + length, offer.until)


def time_in_words(offer: Offer, asked: Criteria) -> str:
    """In what another time differs from the one asked for."""
    if offer.day in asked.days():
        return "条件相同，当天其他时间" if asked.first == asked.last else "条件相同，其他时间"
    return f"条件相同，改到{clock.weekday_name(offer.day)}"


def others(
    same_time: Sequence[Hit], any_time: Mapping[UUID, Sequence[Offer]], places: Mapping[UUID, Place], asked: Criteria
) -> tuple[Other, ...]:
    """Up to three things to do instead: another time, another venue here, one of the other side; each says why.

    A room that is too small comes last, whoever's it is.
    """
    times = _other_times(any_time, places, asked)
    near = sorted(same_time, key=lambda hit: (len(misses(hit.place, asked)), -hit.place.seats))
    now_free = [Other(h.place, h.offers[0], _why_other(h.place, asked)) for h in near]
    holds_all = [o for o in now_free if o.place.seats >= asked.seats]
    here = [o for o in holds_all if o.place.is_own]
    there = [o for o in holds_all if not o.place.is_own]
    best = [*times[:1], *here[:1], *there[:1]]
    spare = (*here[1:], *there[1:], *times[1:], *(o for o in now_free if o not in holds_all))
    return tuple((*best, *spare)[:MOST_OTHERS])


def _other_times(
    any_time: Mapping[UUID, Sequence[Offer]], places: Mapping[UUID, Place], asked: Criteria
) -> list[Other]:
    """The nearest free time of every venue that is what was asked for, the nearest of all first."""
    found = [(nearest(offered, asked), places[i]) for i, offered in any_time.items() if fits(places[i], asked)]
    later = [(offer, place) for offer, place in found if offer]
    later.sort(key=lambda pair: (abs((pair[0].day - asked.first).days), not pair[1].is_own, pair[0].starts))
    return [Other(place, offer, (time_in_words(offer, asked),)) for offer, place in later]


def _why_other(place: Place, asked: Criteria) -> tuple[str, ...]:
    side = () if asked.town_id in (None, place.town_id) else (f"是{place.town_name}的场地",)
    return ("同一时间", *side, *misses(place, asked))
