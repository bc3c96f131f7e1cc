"""Opening hours as people write them, and what holidays make of them."""

from datetime import date
from uuid import uuid4

import pytest

from app.venues import rules
from app.venues.models import DayException, Holidays, OpeningSpan
from app.venues.rules import DayKind

V = uuid4()
THURSDAY, SUNDAY = date(2026, 3, 5), date(2026, 3, 8)


def table(holidays=Holidays.CLOSED, exceptions=()):
    spans = [OpeningSpan(venue_id=V, weekday=d, opens=480, closes=1020) for d in range(1, 6)]
    spans.append(OpeningSpan(venue_id=V, weekday=7, opens=540, closes=720))
    return rules.timetable(spans, exceptions, holidays)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("08:00-12:00 13:30-17:00", ((480, 720), (810, 1020))),
        ("13：30-17：00，8:00至12:00", ((480, 720), (810, 1020))),
        ("09:00—24:00", ((540, 1440),)),
        ("", ()),
    ],
)
def test_hours_are_read_as_people_write_them(text, hours):
    assert rules.read_hours(text) == hours
    assert rules.read_hours(rules.write_hours(hours)) == hours


@pytest.mark.parametrize(
    "text", ["全天", "08:00", "17:00-08:00", "08:00-12:00 11:00-14:00", "08:10-12:00", "08:00-25:00"]
)
def test_what_cannot_be_read_is_said_with_a_pattern(text):
    with pytest.raises(rules.HoursUnreadable, match="08:00-12:00"):
        rules.read_hours(text)


@pytest.mark.parametrize(
    ("day", "kind", "holidays", "hours"),
    [
        (THURSDAY, DayKind.PLAIN, Holidays.CLOSED, ((480, 1020),)),
        (SUNDAY, DayKind.PLAIN, Holidays.CLOSED, ((540, 720),)),
        (THURSDAY, DayKind.HOLIDAY, Holidays.CLOSED, ()),
        (THURSDAY, DayKind.HOLIDAY, Holidays.AS_SUNDAY, ((540, 720),)),
        (SUNDAY, DayKind.MADE_UP, Holidays.CLOSED, ((480, 1020),)),  # pitfall 20: a Sunday that is worked
    ],
)
def test_holidays_and_days_worked_in_exchange(day, kind, holidays, hours):
    assert table(holidays).on(day, kind) == hours


def test_a_date_may_have_its_own_hours():
    closed = DayException(venue_id=V, on=THURSDAY, reason="消防演练")
    assert table(exceptions=[closed]).on(THURSDAY) == ()
    assert table(exceptions=[closed]).why(THURSDAY) == "消防演练"
    longer = DayException(venue_id=V, on=SUNDAY, opens=480, closes=1260, reason="")
    assert table(exceptions=[longer]).on(SUNDAY) == ((480, 1260),)
    assert table(exceptions=[longer]).on(SUNDAY, DayKind.HOLIDAY) == ((480, 1260),)


def test_the_week_in_words():
    assert rules.hours_in_words(table().by_weekday) == [
        "星期一至星期五 08:00–17:00",
        "星期六 不开放",
        "星期日 09:00–12:00",
    ]


def test_a_hall_is_divided_once_into_parts_that_fit():
    assert rules.read_parts("东厅 60\n\n西厅 60座\n") == [("东厅", 60), ("西厅", 60)]
    rules.check_parts([("东厅", 60), ("西厅", 60)], 120, is_divided=False)
    with pytest.raises(rules.PartsTooLarge):
        rules.check_parts([("东厅", 70), ("西厅", 60)], 120, is_divided=False)
    with pytest.raises(rules.AlreadyDivided):
        rules.check_parts([("东厅", 60), ("西厅", 60)], 120, is_divided=True)


@pytest.mark.parametrize("text", ["投影、音响", "投影,音响、", " 投影；音响 投影 ", "投影/音响"])
def test_equipment_is_a_list_however_it_was_typed(text):
    assert rules.write_tags(text) == "投影、音响"
    assert rules.has_all(text, ["音响"])
    assert not rules.has_all(text, ["音响", "白板"])
