"""Intervals merged in Python: what several have in common."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.slots import rules
from app.slots.models import Busy, Wish

THURSDAY = date(2026, 3, 5)
WHOLE = [(0, 1440)]


@pytest.mark.parametrize(
    ("free", "taken", "found"),
    [
        ([[(480, 1080)], [(540, 720), (780, 1200)]], [], [(540, 720), (780, 1080)]),
        ([[(480, 1080)]], [(600, 660)], [(480, 600), (660, 1080)]),
        ([[(480, 600)], [(600, 720)]], [], []),
        ([[]], [], []),
        ([WHOLE], [], [(480, 1320)]),
    ],
)
def test_what_all_have_in_common_within_the_hours(free, taken, found):
    assert rules.common(free, taken, 480, 1320) == found


spans = st.lists(
    st.tuples(st.integers(0, 95), st.integers(1, 20)).map(lambda s: (s[0], min(96, s[0] + s[1]))), max_size=5
)


@given(st.lists(spans, min_size=1, max_size=4), spans)
def test_it_agrees_with_counting_minute_by_minute(free, taken):
    found = {m for a, b in rules.common(free, taken, 10, 80) for m in range(a, b)}
    expected = {
        m
        for m in range(10, 80)
        if all(any(a <= m < b for a, b in f) for f in free) and not any(a <= m < b for a, b in taken)
    }
    assert found == expected


def test_a_persons_time_is_counted_in_the_minutes_of_its_day():
    busy = [
        Busy(uuid4(), datetime(2026, 3, 5, 6, tzinfo=UTC), datetime(2026, 3, 5, 8, tzinfo=UTC)),
        Busy(uuid4(), datetime(2026, 3, 6, 6, tzinfo=UTC), datetime(2026, 3, 6, 8, tzinfo=UTC)),
    ]
    assert rules.taken_on(busy, THURSDAY) == [(840, 960)]


def test_a_slot_begins_at_a_quarter_hour_and_is_long_enough():
    (slot,) = rules.slots_on(THURSDAY, [(485, 600), (840, 980)], 120)
    assert (slot.starts, slot.ends, slot.until) == (840, 960, 975)
    assert slot.span.minutes == 120


def test_only_the_wanted_weekdays_are_looked_at():
    wish = Wish(THURSDAY, 7, 60, 480, 1080, frozenset({1, 5}), (uuid4(),), ())
    assert [d.isoformat() for d in wish.dates()] == ["2026-03-06", "2026-03-09"]


def test_too_much_at_once_is_refused():
    wish = Wish(THURSDAY, 7, 60, 480, 1080, frozenset({1}), (), ())
    with pytest.raises(rules.NothingChosen):
        rules.check_wish(wish)
    with pytest.raises(rules.TooManyChosen):
        rules.check_wish(Wish(THURSDAY, 7, 60, 0, 1440, frozenset({1}), tuple(uuid4() for _ in range(6)), ()))
