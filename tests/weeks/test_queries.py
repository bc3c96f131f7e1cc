"""The week of a venue: what the days are called, and what is free, taken, or kept for somebody."""

from datetime import date

import pytest
from rooms import MONDAY, draft, span

from app.halls import actions as halls
from app.spaces import actions as spaces
from app.venues import actions as venue_actions
from app.venues.models import Holidays
from app.weeks import queries


@pytest.fixture
def week(session, cast):
    def look(venue, first):
        found = queries.week_of(session, venue, first, reader_town_id=cast.dong.id, now=MONDAY)
        return {day.on.isoformat()[5:]: day for day in found}

    return look


@pytest.mark.parametrize(
    ("first", "day", "hours", "name"),
    [
        (date(2026, 2, 9), "02-14", ((480, 1260),), "调休上班"),  # a Saturday worked has a Monday's hours
        (date(2026, 2, 16), "02-16", (), "除夕"),
        (date(2026, 2, 16), "02-17", (), "春节"),
        (date(2026, 9, 28), "10-01", (), "国庆节"),
        (date(2026, 10, 5), "10-10", ((480, 1260),), "调休上班"),
        (date(2026, 3, 2), "03-03", ((480, 1260),), "元宵节"),  # a festival on which everybody works
    ],
)
def test_holidays_made_up_days_and_festivals_are_named_and_kept(week, hall, first, day, hours, name):
    shown = week(hall, first)[day]
    assert shown.hours == hours
    assert name in shown.names or (name == "除夕" and "春节" in shown.names)


def test_a_venue_that_opens_on_holidays_has_sundays_hours(week, cast, venue):
    shown = week(venue(cast.dong_centre, "书屋", holidays=Holidays.AS_SUNDAY), date(2026, 9, 28))
    assert shown["10-01"].hours == ((540, 1020),)


def test_a_year_that_was_not_entered_warns_and_guesses_nothing(week, hall):
    (said,) = {day.warning for day in week(hall, date(2028, 3, 6)).values()}
    assert "尚未录入2028年调休安排" in said
    assert {day.warning for day in week(hall, date(2026, 3, 2)).values()} == {""}


def test_an_exception_stands_before_the_calendar(session, cast, week, hall):
    days = [date(2026, 2, 17)]
    said = {"span": (540, 660), "reason": "春节值班", "actor": cast.actor(cast.ma)}
    venue_actions.set_exceptions(session, hall, days, **said)
    shown = week(hall, date(2026, 2, 16))["02-17"]
    assert (shown.hours, shown.note) == (((540, 660),), "春节值班")


def test_a_booking_ends_where_it_ends_and_says_what_it_waits_for(session, cast, acting, week, venue):
    tidy = venue(cast.dong_centre, "舞蹈室", gap_after=30)
    with acting(cast.qi) as theirs:
        spaces.book(theirs, draft(tidy, span(), title="广场舞排练"), actor=cast.actor(cast.qian), now=MONDAY)
    day = week(tidy, date(2026, 3, 2))["03-05"]
    assert [(e.starts, e.ends, e.title, e.state) for e in day.entries] == [(840, 960, "广场舞排练", "待审批")]
    assert day.gaps == ((480, 810), (990, 1260))


def test_the_week_of_a_hall_says_which_part_is_taken(session, cast, week, venue):
    hall = venue(cast.dong_centre, "多功能厅", seats=120)
    parts = halls.divide(session, hall, [("东厅", 60), ("西厅", 60)], actor=cast.actor(cast.ma), now=MONDAY)
    for place, when in ((parts[0], span()), (hall, span(starts="18:00", ends="20:00"))):
        spaces.book(session, draft(place, when), actor=cast.actor(cast.lin), now=MONDAY)
    day = week(hall, date(2026, 3, 2))["03-05"]
    assert [e.title for e in day.entries] == ["东厅：党员学习会", "党员学习会"]
