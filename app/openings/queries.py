"""When venues are open: their weekly hours, their exceptions, and what the towns' calendar makes of each day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from sqlmodel import Session

from app.calendar import queries as calendar
from app.calendar.rules import MAKE_UP_DAY, WEEKEND, WorkingDays
from app.venues import queries as venues
from app.venues.models import Venue
from app.venues.rules import DayKind, Hours, Timetable


@dataclass(frozen=True)
class Openness:
    """The hours of some venues over some days, with what the calendar makes of each day."""

    tables: Mapping[UUID, Timetable]
    kinds: Mapping[tuple[UUID, date], DayKind]
    calendars: Mapping[UUID, WorkingDays] = field(default_factory=dict)

    def hours(self, venue: Venue, day: date) -> Hours:
        return self.tables[venue.id].on(day, self._kind(venue, day))

    def why(self, venue: Venue, day: date) -> str:
        return self.tables[venue.id].why(day, self._kind(venue, day))

    def name(self, venue: Venue, day: date) -> str:
        """国庆节, 调休上班, or "" for a day that is like any other of its weekday."""
        if self._kind(venue, day) is DayKind.PLAIN:
            return ""
        return self.calendars[venue.town_id].name_of(day)

    def warning(self, venue: Venue, day: date) -> str:
        """What must be said when the year's 调休 has not been entered yet; "" otherwise."""
        said = self.calendars[venue.town_id].warning(day) if venue.town_id in self.calendars else None
        return str(said or "")

    def _kind(self, venue: Venue, day: date) -> DayKind:
        return self.kinds.get((venue.town_id, day), DayKind.PLAIN)


def openness(
    session: Session,
    found: Sequence[Venue],
    first: date,
    last: date,
    *,
    reader_town_id: UUID,
    tables: Mapping[UUID, Timetable] | None = None,
) -> Openness:
    """Hours of the venues from `first` to `last`, both included; `tables` when the caller has asked for them."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    kinds: dict[tuple[UUID, date], DayKind] = {}
    calendars: dict[UUID, WorkingDays] = {}
    for town_id in {v.town_id for v in found}:
        calendar_days = _calendar_between(session, town_id, reader_town_id, first, last)
        if calendar_days:
            calendars[town_id] = calendar_days
            kinds |= {(town_id, day): kind_of(calendar_days, day) for day in days}
    return Openness(venues.timetables(session, found) if tables is None else tables, kinds, calendars)


def _calendar_between(session: Session, town_id: UUID, reader: UUID, first: date, last: date) -> WorkingDays | None:
    """The calendar of a partnership that holds both towns; a town that stands alone has none."""
    return calendar.common_days(session, town_id, reader, first, last)


def kind_of(days: WorkingDays, day: date) -> DayKind:
    name = days.name_of(day)
    if name == MAKE_UP_DAY:
        return DayKind.MADE_UP
    return DayKind.PLAIN if name in ("", WEEKEND) else DayKind.HOLIDAY
