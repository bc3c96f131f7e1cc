"""A series before it is booked, and as it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, func, select

from app.accounts import queries as accounts
from app.accounts.models import Assignment
from app.bookings import queries as bookings
from app.bookings.models import Booking, BookingState, BookingStep
from app.calendar import queries as calendar
from app.calendar.rules import WEEKEND, WorkingDays
from app.kit.errors import NotFound
from app.kit.i18n import Said
from app.previews import queries as previews
from app.previews.models import Choice, Plan, Row
from app.recurrence import rules as recurrence
from app.recurring import rules
from app.recurring.models import BookingSeries, SeriesDeed, SeriesDraft, SeriesStep
from app.towns import queries as towns
from app.venues import queries as venues
from app.venues.models import Venue


def plan(session: Session, draft: SeriesDraft, choices: Mapping[str, Choice], *, town_id: UUID, now: datetime) -> Plan:
    """A series as it would be booked now: what is free, what is in the way, what could be had instead."""
    days = recurrence.expand(draft)
    planned = [draft.occurrence(day) for day in days.days]
    rows = [
        Row(day, p.model_copy(update={"series_mark": rules.mark_of(p)}))
        for day, p in zip(days.days, planned, strict=True)
    ]
    rows, shares = previews.judge(session, rows, choices, town_id=town_id, now=now)
    worked = _working_days(session, town_id, days.days)
    noted = tuple(replace(row, note=_note(worked, row.on)) for row in rows)
    warning = worked.warning(*days.days) if worked else None
    return Plan(noted, (*days.gaps(draft), *([warning] if warning else [])), shares)


def _working_days(session: Session, town_id: UUID, days: Sequence[date]) -> WorkingDays | None:
    """The calendar of a partnership of the town; a town that stands alone has none."""
    for partnership in towns.partnerships_of(session, town_id)[:1]:
        return calendar.get_working_days(session, partnership.id, min(days), max(days))
    return None


def _note(worked: WorkingDays | None, day: date) -> str:
    """国庆节, 调休上班; a plain weekend is in the weekday already."""
    name = worked.name_of(day) if worked else ""
    return "" if name == WEEKEND else name


@dataclass(frozen=True)
class Occurrence:
    """A line of a series' page."""

    booking: bookings.Line
    on: date
    is_changed_alone: bool
    reason: str


@dataclass(frozen=True)
class Told:
    at: datetime
    deed: SeriesDeed
    who: str
    count: int
    note: str


def find_series(session: Session, series_id: UUID) -> BookingSeries | None:
    """The series' own row; a town that only lends some occurrences a venue sees those, not the row."""
    return session.get(BookingSeries, series_id)


def lock_series(session: Session, series_id: UUID) -> BookingSeries | None:
    """The row, held until the transaction ends, so that two lines of its history never want one number."""
    found = select(BookingSeries).where(BookingSeries.id == series_id).with_for_update()
    return session.exec(found.execution_options(populate_existing=True)).first()


def ahead(found: Sequence[Booking], *, now: datetime) -> list[Booking]:
    return rules.reached(found, None, now=now)


def bookings_of(session: Session, series_id: UUID, *, reader_town_id: UUID) -> Sequence[Booking]:
    """The occurrences that the reader's town may see, in the order of the rule's days; NotFound when there is none."""
    found = session.exec(
        select(Booking).where(Booking.series_id == series_id).order_by(col(Booking.series_on), col(Booking.id))
    ).all()
    mine = [b for b in found if reader_town_id in (b.town_id, b.owner_town_id)]
    if not mine:
        raise NotFound
    return mine


def lock_bookings(session: Session, ids: Sequence[UUID]) -> Sequence[Booking]:
    """These bookings as they are now, held until the transaction ends; always locked in one order."""
    found = select(Booking).where(col(Booking.id).in_(ids)).order_by(col(Booking.id)).with_for_update()
    locked = session.exec(found.execution_options(populate_existing=True)).all()
    return sorted(locked, key=lambda b: (b.series_on or b.span.day, b.starts_at))


def occurrences(session: Session, found: Sequence[Booking]) -> list[Occurrence]:
    lines = bookings.lines_of(session, found)
    return [
        Occurrence(line, b.series_on or b.span.day, rules.is_changed_alone(b), b.reason)
        for line, b in zip(lines, found, strict=True)
    ]


def waiting_for(
    session: Session, found: Sequence[Booking], roles: Sequence[Assignment], *, town_id: UUID, now: datetime
) -> list[Booking]:
    """The requests among these that somebody with these roles answers."""
    asked = [b for b in found if b.state is BookingState.REQUESTED and b.owner_town_id == town_id]
    places = venues_of(session, asked)
    alive = [b for b in asked if not (b.lapses_at and b.lapses_at <= now)]
    return [b for b in alive if venues.answers_for(roles, places[b.venue_id].unit_id, town_id)]


def venues_of(session: Session, found: Sequence[Booking]) -> dict[UUID, Venue]:
    ids = {b.venue_id for b in found}
    return {v.id: v for v in session.exec(select(Venue).where(col(Venue.id).in_(ids)).order_by(col(Venue.number)))}


def steps_of(session: Session, booking_ids: Sequence[UUID]) -> dict[UUID, tuple[int, datetime]]:
    """How many lines the history of each booking has, and when the last was written."""
    count, last = func.count(col(BookingStep.id)), func.max(BookingStep.at)
    found = select(BookingStep.booking_id, count, last).where(col(BookingStep.booking_id).in_(booking_ids))
    rows = session.exec(found.group_by(col(BookingStep.booking_id)).order_by(col(BookingStep.booking_id))).all()
    return {booking_id: (number, at) for booking_id, number, at in rows}


def rule_in_words(series: BookingSeries) -> list[Said]:
    return recurrence.in_words(series)


def next_step(session: Session, series_id: UUID) -> int:
    found = select(func.max(SeriesStep.number)).where(SeriesStep.series_id == series_id)
    return (session.exec(found).one() or 0) + 1


def history_of(session: Session, series_id: UUID) -> list[Told]:
    found = select(SeriesStep).where(SeriesStep.series_id == series_id).order_by(col(SeriesStep.number))
    steps = session.exec(found).all()
    people = accounts.names_of(session, [s.person_id for s in steps])
    places = towns.names_of(session, [s.person_town_id for s in steps])
    return [
        Told(s.at, s.deed, places.get(s.person_town_id, "") + people.get(s.person_id, ""), s.count, s.note)
        for s in steps
    ]


@dataclass(frozen=True)
class SeriesLine:
    """A series in a list: how many occurrences are ahead, and when the next is."""

    series: BookingSeries
    venue_name: str
    person_name: str
    ahead: int
    next_at: datetime


def series_of_town(session: Session, town_id: UUID, *, now: datetime) -> list[SeriesLine]:
    """A town's series that still have something ahead, the next first."""
    ahead, next_at = func.count(col(Booking.id)), func.min(col(Booking.starts_at))
    found = (
        select(BookingSeries, ahead, next_at)
        .join(Booking, col(Booking.series_id) == col(BookingSeries.id))
        .where(BookingSeries.town_id == town_id, Booking.starts_at > now, col(Booking.state).in_(rules.LIVE))
        .group_by(col(BookingSeries.id))
    )
    rows = session.exec(found.order_by(next_at, col(BookingSeries.id))).all()
    people = accounts.names_of(session, [series.person_id for series, _, _ in rows])
    places = _venue_names(session, [series.venue_id for series, _, _ in rows])
    return [SeriesLine(s, places.get(s.venue_id, ""), people.get(s.person_id, ""), n, at) for s, n, at in rows]


def _venue_names(session: Session, ids: Sequence[UUID]) -> dict[UUID, str]:
    """Each venue with its unit: a town has many corners of the same name."""
    found = session.exec(select(Venue).where(col(Venue.id).in_(ids)).order_by(col(Venue.number))).all()
    units = venues.units_by_id(session, found)
    return {v.id: f"{units[v.unit_id].name} {v.name}" if v.unit_id in units else v.name for v in found}
