"""The day table: every venue of all towns that a reader may book, with what is free and what is taken."""

from collections.abc import Iterable
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
from app.finding.rules import Cell, CellKind
from app.kit import clock
from app.venues import queries as venues
from app.venues.models import Venue

Taken = dict[int, list[Cell]]


@dataclass(frozen=True)
class Row:
    venue: FreeVenue
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class DayTable:
    """One row a venue; `hours` are the full hours over the columns, four quarter hours each."""

    day: date
    hours: tuple[int, ...]
    rows: tuple[Row, ...]


def day_table(
    session: Session, town_id: UUID, day: date, *, now: datetime, seats: int = 0, towns_wanted: Iterable[UUID] = ()
) -> DayTable:
    """As many queries for forty venues as for one."""
    found = venues.venues_for(session, town_id, towns_wanted=towns_wanted, seats=seats)
    open_at = availability.openness(session, found, day, day, reader_town_id=town_id)
    edges = rules.frame(open_at.hours(v, day) for v in found)
    taken = _taken(session, found, availability.whole_day(day), now)
    leaves = venues.leaf_numbers(session, found)
    views = availability.as_free(session, town_id, found)
    rows = tuple(
        Row(view, rules.cells(open_at.hours(v, day), _of(taken, leaves[v.id]), edges))
        for v, view in zip(found, views, strict=True)
    )
    return DayTable(day, tuple(range(edges[0], edges[1], rules.HOUR)), rows)


def _of(taken: Taken, numbers: Iterable[int]) -> list[Cell]:
    """What is taken of any part, each booking once."""
    cells = {(c.starts, c.ends, c.booking_id, c.title): c for n in numbers for c in taken.get(n, ())}
    return list(cells.values())


def _taken(session: Session, found: Iterable[Venue], span: Span, now: datetime) -> Taken:
    """By venue number, in minutes of the day; titles only of bookings that the reader may see."""
    numbers = {n for parts in venues.leaf_numbers(session, found).values() for n in parts}
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
