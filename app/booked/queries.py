"""What a town's people have booked, wherever it is: searched, by page, or all of it for a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from app.bookings import queries as bookings
from app.bookings.models import ON_THE_LIST, Booking
from app.bookings.queries import Line
from app.kit.paging import Page, page_of
from app.venues.models import Venue

SIZE = 20
MOST = 5000


@dataclass(frozen=True)
class Filter:
    """Empty means everything from now on, without the single occurrences of series (they have pages of their own)."""

    words: str = ""
    person_id: UUID | None = None
    is_past: bool = False
    with_series: bool = False


def page_of_town(session: Session, town_id: UUID, wanted: Filter, number: int, *, now: datetime) -> Page[Line]:
    page = page_of(session, _found(town_id, wanted, now), number, size=SIZE)
    return Page(bookings.lines_of(session, page.rows), page.number, page.pages, page.total)


def all_of_town(session: Session, town_id: UUID, wanted: Filter, *, now: datetime) -> list[Line]:
    """For the file; at most `MOST`."""
    rows: Sequence[Booking] = session.exec(_found(town_id, wanted, now).limit(MOST)).all()
    return bookings.lines_of(session, rows)


def _found(town_id: UUID, wanted: Filter, now: datetime) -> SelectOfScalar[Booking]:
    found = select(Booking).where(Booking.town_id == town_id, col(Booking.state).not_in(ON_THE_LIST))
    found = found.where(col(Booking.ends_at) <= now if wanted.is_past else col(Booking.ends_at) > now)
    if wanted.person_id:
        found = found.where(Booking.person_id == wanted.person_id)
    if not wanted.with_series:
        found = found.where(col(Booking.series_id).is_(None))
    if wanted.words:
        found = found.where(_says(f"%{wanted.words}%"))
    return found.order_by(*_order(wanted))


def _says(words: str) -> sa.ColumnElement[bool]:
    places = select(Venue.id).where(col(Venue.name).like(words))
    said = (col(Booking.title).like(words), col(Booking.team).like(words), col(Booking.venue_id).in_(places))
    return or_(*said)


def _order(wanted: Filter) -> tuple[sa.UnaryExpression[datetime], sa.UnaryExpression[UUID]]:
    """What comes next first; of what is past the latest first."""
    begins = col(Booking.starts_at)
    return (begins.desc() if wanted.is_past else begins.asc(), col(Booking.id).asc())
