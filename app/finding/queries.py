"""What is free for a wish; and the day table of every venue of all towns that a reader may book."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from app.availability import queries as availability
from app.availability.queries import FreeVenue
from app.bookings import queries as bookings
from app.claims import queries as claims
from app.claims.models import Span, minute_of
from app.finding import rules
from app.finding.models import Criteria, Found, Hit, Offer, Other, Place
from app.finding.rules import Cell, CellKind
from app.kit import clock
from app.photos import queries as photos
from app.photos.models import VenuePhoto
from app.towns import queries as towns
from app.towns.models import Unit
from app.venues import queries as venues
from app.venues.models import Venue
from app.venues.rules import tags, write_minute

Taken = dict[int, list[Cell]]


@dataclass(frozen=True)
class Row:
    venue: Place
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class DayTable:
    """One row a venue; `hours` are the full hours over the columns, four quarter hours each."""

    day: date
    hours: tuple[int, ...]
    rows: tuple[Row, ...]


def day_table(session: Session, town_id: UUID, asked: Criteria, *, now: datetime) -> DayTable:
    """The day's first date, for the venues that fit. As many queries for forty venues as for one."""
    day, every = asked.first, venues.venues_for(session, town_id)
    places = _places(session, every, asked, town_id)
    found = [v for v in every if rules.fits(places[v.id], asked)]
    laid = venues.layout(session, found)
    open_at = availability.openness(session, found, day, day, reader_town_id=town_id, tables=laid.tables)
    edges = rules.frame(open_at.hours(v, day) for v in found)
    taken = _taken(session, laid.numbers, availability.whole_day(day), now)
    free = free_days(session, found, town_id, day, day, now)
    rows = tuple(
        Row(places[v.id], rules.cells(open_at.hours(v, day), _of(taken, laid.numbers[v.id]), edges, free.of(v.id, day)))
        for v in found
    )
    return DayTable(day, tuple(range(edges[0], edges[1], rules.HOUR)), rows)


def _of(taken: Taken, numbers: Iterable[int]) -> list[Cell]:
    """What is taken of any part, each booking once."""
    cells = {(c.starts, c.ends, c.booking_id, c.title): c for n in numbers for c in taken.get(n, ())}
    return list(cells.values())


def _taken(session: Session, leaves: Mapping[UUID, Iterable[int]], span: Span, now: datetime) -> Taken:
    """By venue number, in minutes of the day; titles only of bookings that the reader may see."""
    numbers = {n for parts in leaves.values() for n in parts}
    busy = claims.busy(session, numbers, span, now=now)
    titles = bookings.titles_of(session, {b.booking_id for b in busy})
    midnight = minute_of(clock.at(span.day, "00:00"))
    taken: Taken = {}
    for b in busy:
        seen = b.booking_id if b.booking_id in titles else None
        cell = Cell(CellKind.TAKEN, b.starts - midnight, b.ends - midnight, titles.get(b.booking_id, "已预约"), seen)
        taken.setdefault(b.number, []).append(cell)
    for s in claims.shut(session, numbers, span):
        cell = Cell(CellKind.CLOSED, s.starts - midnight, s.ends - midnight, "临时关闭")
        taken.setdefault(s.number, []).append(cell)
    return taken


def search(session: Session, town_id: UUID, asked: Criteria, *, now: datetime) -> Found:
    """What is free for a wish; when nothing is, what comes near it. As many queries for forty venues as for one."""
    found = venues.venues_for(session, town_id)
    places = _places(session, found, asked, town_id)
    days = asked.days()
    if not days or not found:
        return Found(())
    fitting = [v for v in found if rules.fits(places[v.id], asked)]
    free = free_days(session, fitting, town_id, days[0], days[-1], now)
    offered = {v.id: _offers(free, v.id, days, asked) for v in fitting}
    hits = sorted((_hit(places[v.id], offered[v.id]) for v in fitting if offered[v.id]), key=rules.by_distance)
    unplaced = sum(p.distance is None for p in places.values()) if asked.within_km else 0
    if hits or not asked.minutes:
        return Found(tuple(hits), unplaced=unplaced)
    free = free_days(session, found, town_id, days[0], days[-1] + rules.LOOK_FURTHER, now)
    return Found((), _others(found, places, free, asked), unplaced)


def _others(
    found: Sequence[Venue], places: Mapping[UUID, Place], free: "FreeDays", asked: Criteria
) -> tuple[Other, ...]:
    """Whoever asks for a way without steps is never offered steps instead."""
    open_to_all = [v for v in found if places[v.id].is_step_free or not asked.step_free]
    offered = {v.id: _offers(free, v.id, asked.days(), asked) for v in open_to_all}
    same_time = [_hit(places[v.id], offered[v.id]) for v in open_to_all if offered[v.id]]
    wider = asked.any_time(rules.LOOK_FURTHER.days)
    any_time = {v.id: _offers(free, v.id, wider.days(), wider) for v in open_to_all}
    return rules.others(same_time, any_time, places, asked)


@dataclass(frozen=True)
class FreeDays:
    """Per venue and day what the town may book; `longest` minutes at a time."""

    gaps: Mapping[tuple[UUID, date], list[tuple[int, int]]]
    longest: Mapping[UUID, int]

    def of(self, venue_id: UUID, day: date) -> list[tuple[int, int]]:
        return self.gaps.get((venue_id, day), [])


def free_days(
    session: Session, found: Sequence[Venue], town_id: UUID, first: date, last: date, now: datetime
) -> FreeDays:
    """What a town may book of some venues from `first` to `last`, both included."""
    if not found:
        return FreeDays({}, {})
    terms = availability.terms_of(session, town_id, found)
    gaps = availability.free_gaps_between(session, found, first, last, reader_town_id=town_id, now=now)
    left = {(i, day): rules.bookable(free, terms[i], day, now) for (i, day), free in gaps.items() if i in terms}
    return FreeDays(left, {i: held.longest for i, held in terms.items()})


def _offers(free: FreeDays, venue_id: UUID, days: Iterable[date], asked: Criteria) -> list[Offer]:
    longest = free.longest.get(venue_id, 0)
    return [o for day in days for o in rules.offers(free.of(venue_id, day), day, asked, longest)]


def _hit(place: Place, offered: Sequence[Offer]) -> Hit:
    return Hit(place, tuple(offered[: rules.MOST_OFFERS]), max(0, len(offered) - rules.MOST_OFFERS))


def _places(session: Session, found: Sequence[Venue], asked: Criteria, town_id: UUID) -> dict[UUID, Place]:
    units = venues.units_by_id(session, found)
    shown = photos.first_of(session, [v.id for v in found])
    near = place_of(towns.get_unit(session, asked.near_unit_id)) if asked.near_unit_id else None
    views = availability.as_free(session, town_id, found)
    return {
        v.id: _place(v, view, units[v.unit_id], near, shown.get(v.id)) for v, view in zip(found, views, strict=True)
    }


def _place(
    venue: Venue, view: FreeVenue, unit: Unit, near: tuple[float, float] | None, photo: VenuePhoto | None
) -> Place:
    there = place_of(unit)
    return Place(
        id=venue.id,
        name=venue.name,
        unit_name=unit.name,
        town_id=venue.town_id,
        town_name=view.town_name,
        is_own=view.is_own,
        at_once=view.at_once,
        seats=venue.seats,
        tags=tags(venue.equipment),
        is_step_free=venue.is_step_free,
        tier=unit.tier,
        kind=venue.kind,
        floor=venue.floor,
        distance=rules.distance_km(near, there) if near and there else None,
        photo_id=photo.id if photo else None,
        photo_alt=photo.alt if photo else "",
    )


def place_of(unit: Unit) -> tuple[float, float] | None:
    """(longitude, latitude) of a unit, if somebody has entered them."""
    if unit.longitude is None or unit.latitude is None:
        return None
    return unit.longitude, unit.latitude


@dataclass(frozen=True)
class Choices:
    """What a search can be narrowed by: only what there is."""

    towns: list[tuple[UUID, str]]
    tags: list[str]
    units: list[tuple[UUID, str]]


def choices(session: Session, town_id: UUID) -> Choices:
    """The reader's town first; equipment by how often venues have it; units that have coordinates."""
    found = venues.venues_for(session, town_id)
    units = venues.units_by_id(session, found).values()
    partners = venues.partner_ids(session, town_id)
    names = towns.names_of(session, [town_id, *sorted(partners)])
    counted = Counter(tag for venue in found for tag in tags(venue.equipment))
    return Choices(
        [(i, names[i]) for i in (town_id, *sorted(partners, key=lambda i: names[i]))],
        [tag for tag, _ in sorted(counted.items(), key=lambda item: (-item[1], item[0]))],
        [(u.id, f"{names[u.town_id]} {u.name}") for u in units if place_of(u)],
    )


def offer_in_words(offer: Offer) -> str:
    """3月5日 星期四 14:00–17:30"""
    day = f"{offer.day.month}月{offer.day.day}日 {clock.weekday_name(offer.day)}"
    return f"{day} {write_minute(offer.starts)}–{write_minute(offer.until)}"
