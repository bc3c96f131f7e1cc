"""Whose minutes count in which month."""

from datetime import date, timedelta
from uuid import UUID

from rooms import MONDAY, span

from app.quotas import rules
from app.quotas.rules import Need, State

ONE, TWO = UUID(int=1), UUID(int=2)


def need(venue=ONE, month=date(2026, 3, 1), minutes=60):
    return Need(venue, TWO, ONE, month, minutes, 600)


def test_a_month_is_that_of_the_towns_clock():
    assert rules.month_of(span("2026-04-01", "00:00", "01:00").starts_at) == date(2026, 4, 1)  # March in UTC
    assert rules.months_from(date(2026, 11, 23), 3) == [date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1)]


def test_needs_are_summed_by_counter_in_one_order():
    summed = rules.summed([need(TWO), need(), need(minutes=90), need(month=date(2026, 4, 1))])
    assert [(n.venue_id, n.month.month, n.minutes) for n in summed] == [(ONE, 3, 150), (ONE, 4, 60), (TWO, 3, 60)]


def test_a_limit_below_what_is_taken_leaves_nothing_and_takes_nothing_away():
    assert (State(700, 600).left, State(700, 600).has_room(15)) == (0, False)
    assert (State(700, None).left, State(700, None).has_room(9999)) == (None, True)


def test_a_day_ahead_is_refunded():
    assert rules.is_refunded(MONDAY + timedelta(hours=24), MONDAY)
    assert not rules.is_refunded(MONDAY + timedelta(hours=23, minutes=59), MONDAY)
