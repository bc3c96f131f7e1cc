from datetime import date

import pytest

from app.calendar import queries
from app.calendar.models import DayKind
from app.kit.errors import NotFound


def test_a_month_marks_days_off_and_make_up_days(session, cast):
    view = queries.month_view(session, cast.pair.id, 2026, 10)
    cells = {c.day: c for week in view.weeks for c in week}
    assert cells[date(2026, 10, 1)].mark is DayKind.OFF
    assert cells[date(2026, 10, 10)].mark is DayKind.WORK
    assert cells[date(2026, 10, 18)].festivals == ("重阳节",)
    assert cells[date(2026, 10, 17)].mark is None
    assert not cells[date(2026, 10, 17)].is_working_day


def test_weeks_start_on_monday(session, cast):
    view = queries.month_view(session, cast.pair.id, 2026, 11)
    assert all(week[0].day.weekday() == 0 for week in view.weeks)


def test_a_year_shows_the_librarys_days_before_anybody_touched_it(session, cast):
    view = queries.year_view(session, cast.pair.id, 2026)
    assert view.from_library
    assert view.warning is None
    assert len(view.days) == 39
    assert len(view.months) == 12


def test_an_unpublished_year_says_so(session, cast):
    view = queries.year_view(session, cast.pair.id, 2028)
    assert not view.is_complete
    assert str(view.warning) == "本系统尚未录入2028年调休安排（请核对国务院办公厅通知）"


@pytest.mark.parametrize(("year", "month"), [(1990, 1), (2026, 13), (2026, 0), (3000, 5)])
def test_there_is_no_such_month(session, cast, year, month):
    with pytest.raises(NotFound):
        queries.month_view(session, cast.pair.id, year, month)
