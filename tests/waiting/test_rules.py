"""Whose turn it is, in which place somebody stands, how long an offer stands. No database."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from app.waiting import rules
from app.waiting.models import PlaceState, WaitingPlace

HALL, EAST, WEST = UUID(int=10), UUID(int=11), UUID(int=12)
DONG, QI, WAI = UUID(int=1), UUID(int=2), UUID(int=3)
NOON = datetime(2026, 3, 5, 4, tzinfo=UTC)
HOUR = timedelta(hours=1)


def place(number, town=DONG, what=HALL, starts=NOON, ends=NOON + HOUR, **given):
    said = {"minutes": 60, "joined_at": NOON - 24 * HOUR + number * timedelta(minutes=1), **given}
    return WaitingPlace(
        queue=HALL, what=what, subject=uuid4(), number=number, town_id=town, owner_town_id=DONG,
        wanted_from=starts, wanted_until=ends, **said,
    )  # fmt: skip


def numbers(places):
    return [p.number for p in places]


def test_first_come_first_served():
    assert numbers(rules.in_turn([place(3), place(1, QI), place(2)], alternates=False)) == [1, 2, 3]


def test_the_order_of_joining_counts_not_the_number_of_a_partial_queue():
    late = place(1, joined_at=NOON)
    assert numbers(rules.in_turn([late, place(2)], alternates=False)) == [2, 1]


@pytest.mark.parametrize(
    ("last", "expected"),
    [(None, [1, 3, 2, 4]), (QI, [1, 3, 2, 4]), (DONG, [3, 1, 4, 2])],
)
def test_towns_that_share_a_quota_take_turns_beginning_after_the_last(last, expected):
    """Pitfall 21: fair by side when quotas apply; within a town the order of joining holds."""
    waiting = [place(1), place(2), place(3, QI), place(4, QI)]
    assert numbers(rules.in_turn(waiting, alternates=True, last_town=last)) == expected


def test_three_towns_take_turns_and_the_longest_line_comes_last():
    waiting = [place(1), place(2), place(3), place(4, QI), place(5, WAI)]
    assert numbers(rules.in_turn(waiting, alternates=True)) == [1, 4, 5, 2, 3]


def test_nobody_waits_nobody_is_asked():
    assert rules.in_turn([], alternates=True) == []


def test_an_offer_stands_two_hours_or_until_it_can_be_accepted_no_more():
    assert rules.holds_until(NOON, NOON + 5 * HOUR) == NOON + 2 * HOUR
    assert rules.holds_until(NOON, NOON + HOUR) == NOON + HOUR


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (place(1), 2),
        (place(1, QI), 2),  # of whatever town
        (place(3), 1),  # came later
        (place(1, starts=NOON + HOUR, ends=NOON + 2 * HOUR), 1),  # back to back is no rival
        (place(1, starts=NOON - HOUR, ends=NOON + 2 * HOUR), 2),
        (place(1, state=PlaceState.LEFT), 1),
        (place(1, state=PlaceState.OFFERED, holds_until=NOON), 2),
        (place(1, what=EAST), 2),  # a half stands in the whole hall's way
    ],
)
def test_the_place_counts_rivals_who_came_before(other, expected):
    assert rules.position(place(2), [other]) == expected


def test_two_halves_of_a_hall_do_not_stand_in_each_others_way():
    assert rules.position(place(2, what=WEST), [place(1, what=EAST)]) == 1
    assert rules.position(place(2, what=WEST), [place(1, what=HALL)]) == 2


def test_an_offer_lapses_at_its_instant():
    offered = place(1, state=PlaceState.OFFERED, holds_until=NOON)
    assert rules.has_lapsed(offered, NOON)
    assert not rules.has_lapsed(offered, NOON - timedelta(seconds=1))
    assert not rules.has_lapsed(place(1), NOON)


def test_a_wish_is_over_when_nothing_of_its_length_can_begin_any_more():
    short = place(1, ends=NOON + 4 * HOUR)
    assert not rules.is_over(short, NOON + 2 * HOUR)
    assert rules.is_over(short, NOON + 3 * HOUR)
    assert rules.is_over(place(1), NOON)
