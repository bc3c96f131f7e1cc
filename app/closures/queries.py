"""Whom it concerns when a venue is not open as usual, and which holidays come."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from app.bookings import queries as bookings
from app.bookings.models import Booking
from app.calendar import queries as calendar
from app.calendar.rules import MAKE_UP_DAY, WEEKEND
from app.claims.models import Span
from app.closures import rules
from app.closures.models import HoursDraft
from app.kit import clock
from app.towns import queries as towns
from app.venues import queries as venues
from app.venues.models import DayException, Venue
from app.venues.rules import write_hours

AHEAD = timedelta(days=400)


@dataclass(frozen=True)
class Holiday:
    """A run of days off with one name."""

    name: str
    first: date
    last: date
    warning: str = ""  # the year's 调休 has not been entered: the days may be others


def met_by_closing(session: Session, venue: Venue, span: Span, *, now: datetime) -> Sequence[Booking]:
    """The bookings still to come that a closure would meet, the parts of a hall included."""
    if span.ends_at <= span.starts_at:
        return ()
    numbers = venues.leaf_numbers(session, [venue])[venue.id]
    return [b for b in bookings.affected_by(session, numbers, span, now=now) if b.ends_at > now]


def met_by_hours(session: Session, found: Sequence[Venue], draft: HoursDraft, *, now: datetime) -> Sequence[Booking]:
    """The bookings of these venues still to come that lie outside the hours that a draft sets."""
    leaves = venues.leaf_numbers(session, found)
    ids = {v.id for v in found}
    span = Span(clock.at(draft.first, "00:00"), clock.at(draft.last + timedelta(days=1), "00:00"))
    met = bookings.affected_by(session, {n for parts in leaves.values() for n in parts}, span, now=now)
    hours = (draft.hours,) if draft.hours else ()
    return [b for b in met if b.venue_id in ids and b.ends_at > now and not rules.lies_within(b.span, hours)]


def exceptions_from(session: Session, venue_id: UUID, today: date) -> list[tuple[DayException, str]]:
    """Dates with hours of their own, from today on, and those hours in words (empty: not open)."""
    return [
        (e, write_hours(((e.opens, e.closes or 0),) if e.opens is not None else ()))
        for e in venues.exceptions_of(session, venue_id)
        if e.on >= today
    ]


def holidays_ahead(session: Session, town_id: UUID, today: date) -> list[Holiday]:
    """The statutory holidays of the coming year with their days off, as the partnership's calendar has them."""
    partnership = next(iter(towns.partnerships_of(session, town_id)), None)
    if partnership is None:
        return []
    days = calendar.get_working_days(session, partnership.id, today, today + AHEAD)
    found: list[Holiday] = []
    for n in range(AHEAD.days):
        day = today + timedelta(days=n)
        name = days.name_of(day)
        if name in ("", WEEKEND, MAKE_UP_DAY):
            continue
        if found and found[-1].name == name and found[-1].last == day - timedelta(days=1):
            found[-1] = replace(found[-1], last=day)
        else:
            found.append(Holiday(name, day, day, str(days.warning(day) or "")))
    return found
