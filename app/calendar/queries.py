"""Reading a partnership's calendar: working days for reckoning with, and years and months to look at."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.calendar import rules
from app.calendar.models import CalendarDay, CalendarYear, DayKind
from app.calendar.rules import WorkingDays
from app.festivals import rules as festivals
from app.kit.errors import NotFound
from app.kit.i18n import Said
from app.kit.prepared import Prepared
from app.towns.queries import STANDING_TOGETHER

YEARS_SHOWN = range(2004, 2101)
WEEKS = calendar.Calendar(firstweekday=0)
_TOLD: dict[str, sa.types.TypeEngine[Any]] = {
    "of": sa.Uuid(),
    "year": sa.Integer(),
    "is_complete": sa.Boolean(),
    "day": sa.Date(),
    "kind": CalendarDay.__table__.c.kind.type,  # type: ignore[attr-defined]  # a table model has a table
    "name": sa.Text(),
}


def _arm(**known: Any) -> Any:
    """Rows of one kind: the columns they have, nothing for the others."""
    return sa.select(*(known.get(n, sa.cast(sa.null(), kind)).label(n) for n, kind in _TOLD.items()))


def _calendar_of(partnership_id: Any) -> Prepared:
    """A partnership, its years and its special days, by one question: every booking asks it."""
    years = _arm(year=col(CalendarYear.year), is_complete=col(CalendarYear.is_complete))
    days = _arm(day=col(CalendarDay.day), kind=col(CalendarDay.kind), name=col(CalendarDay.name))
    between = col(CalendarDay.day).between(sa.bindparam("first"), sa.bindparam("last"))
    return Prepared(
        sa.union_all(
            _arm(of=partnership_id),
            years.where(col(CalendarYear.partnership_id) == partnership_id),
            days.where(col(CalendarDay.partnership_id) == partnership_id, between),
        )
    )


OF_ONE = _calendar_of(sa.bindparam("of_one", type_=sa.Uuid()))
OF_BOTH = _calendar_of(STANDING_TOGETHER.limit(1).scalar_subquery())


@dataclass(frozen=True)
class DayCell:
    """One day on a month's page. `mark` is OFF, WORK or None; colour is never the only cue, so it is also written."""

    day: date
    in_month: bool
    mark: DayKind | None
    is_working_day: bool
    name: str
    festivals: tuple[str, ...]


@dataclass(frozen=True)
class MonthView:
    year: int
    month: int
    weeks: tuple[tuple[DayCell, ...], ...]

    @property
    def first(self) -> date:
        return date(self.year, self.month, 1)


@dataclass(frozen=True)
class YearView:
    """A year of the calendar. `status` is None while nothing is entered and the library does not know the year."""

    year: int
    status: CalendarYear | None
    is_complete: bool
    from_library: bool
    days: Sequence[CalendarDay]
    months: tuple[MonthView, ...]
    festivals: tuple[festivals.Festival, ...]
    warning: Said | None


def get_working_days(session: Session, partnership_id: UUID, from_on: date, until_on: date) -> WorkingDays:
    """The calendar from `from_on` to `until_on` and a year around it, to reckon with as often as one likes."""
    years = range(from_on.year - 1, until_on.year + 3)
    _, days = _working_days(session, OF_ONE, {"of_one": partnership_id}, years)
    return days


def common_days(session: Session, one: UUID, other: UUID, from_on: date, until_on: date) -> WorkingDays | None:
    """Of the years of these days, by the calendar of the partnership that holds both towns, if there is one."""
    years = range(from_on.year, until_on.year + 1)
    partnership_id, days = _working_days(session, OF_BOTH, {"one": one, "other": other}, years)
    return days if partnership_id else None


def _working_days(
    session: Session, asked: Prepared, whose: dict[str, UUID], years: range
) -> tuple[UUID | None, WorkingDays]:
    within = {"first": date(years[0], 1, 1), "last": date(years[-1], 12, 31)}
    rows = asked.run(session, whose | within).all()
    special = {r.day: (r.kind, r.name) for r in rows if r.day}
    entered = {r.year: r.is_complete for r in rows if r.year in years}
    for year in set(years) & rules.published_years() - entered.keys():
        special |= rules.published_marks(year)
        entered[year] = True
    days = WorkingDays(frozenset(y for y, is_complete in entered.items() if is_complete), special)
    return next((r.of for r in rows if r.of), None), days


def revisions(session: Session, partnership_id: UUID) -> dict[int, int]:
    """How often each year was changed; whoever keeps dates compares."""
    found = select(CalendarYear.year, CalendarYear.revision).where(CalendarYear.partnership_id == partnership_id)
    return dict(session.exec(found.order_by(col(CalendarYear.year))).all())


def find_year(session: Session, partnership_id: UUID, year: int) -> CalendarYear | None:
    found = select(CalendarYear).where(CalendarYear.partnership_id == partnership_id, CalendarYear.year == year)
    return session.exec(found).first()


def find_day(session: Session, partnership_id: UUID, day: date) -> CalendarDay | None:
    found = select(CalendarDay).where(CalendarDay.partnership_id == partnership_id, CalendarDay.day == day)
    return session.exec(found).first()


def days_of(session: Session, partnership_id: UUID, year: int) -> Sequence[CalendarDay]:
    """The days off and make-up days of a year that stand in the table, by day."""
    return _special_days(session, partnership_id, range(year, year + 1))


def year_view(session: Session, partnership_id: UUID, year: int) -> YearView:
    _check_year(year)
    first, last = date(year, 1, 1), date(year, 12, 31)
    days = get_working_days(session, partnership_id, first, last)
    status = find_year(session, partnership_id, year)
    return YearView(
        year,
        status,
        days.is_entered(year),
        status is None and days.is_entered(year),
        days_of(session, partnership_id, year) if status else _library_rows(partnership_id, year),
        tuple(_month(days, year, month) for month in range(1, 13)),
        festivals.of_year(year),
        days.warning(first),
    )


def month_view(session: Session, partnership_id: UUID, year: int, month: int) -> MonthView:
    _check_year(year)
    if not 1 <= month <= 12:
        raise NotFound
    days = get_working_days(session, partnership_id, date(year, month, 1), date(year, month, 28))
    return _month(days, year, month)


def _check_year(year: int) -> None:
    if year not in YEARS_SHOWN:
        raise NotFound


def _month(days: WorkingDays, year: int, month: int) -> MonthView:
    weeks = WEEKS.monthdatescalendar(year, month)
    return MonthView(year, month, tuple(tuple(_cell(days, day, month) for day in week) for week in weeks))


def _cell(days: WorkingDays, day: date, month: int) -> DayCell:
    name = days.name_of(day)
    is_working = days.is_working_day(day)
    mark = DayKind.WORK if name == rules.MAKE_UP_DAY else DayKind.OFF if name not in ("", rules.WEEKEND) else None
    return DayCell(
        day, day.month == month, mark, is_working, name if mark else "", tuple(f.name for f in festivals.on(day))
    )


def _library_rows(partnership_id: UUID, year: int) -> list[CalendarDay]:
    found = (
        CalendarDay.model_validate(d, update={"partnership_id": partnership_id}) for d in rules.published_days(year)
    )
    return sorted(found, key=lambda d: d.day)


def _special_days(session: Session, partnership_id: UUID, years: range) -> Sequence[CalendarDay]:
    found = select(CalendarDay).where(
        CalendarDay.partnership_id == partnership_id,
        col(CalendarDay.day) >= date(years[0], 1, 1),
        col(CalendarDay.day) <= date(years[-1], 12, 31),
    )
    return session.exec(found.order_by(col(CalendarDay.day))).all()
