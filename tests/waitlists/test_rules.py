"""What may be waited for, where it fits, and when an offer can be accepted. No database."""

from datetime import timedelta
from uuid import uuid4

import pytest
from rooms import MONDAY, span

from app.bookings.models import Booking, BookingState
from app.waiting.models import WaitingPlace
from app.waitlists import rules

AFTERNOON = span(starts="12:00", ends="18:00")


@pytest.mark.parametrize("minutes", [30, 60, 345, 360])
def test_part_of_the_time_may_be_enough(minutes):
    rules.check_length(AFTERNOON, minutes)


@pytest.mark.parametrize("minutes", [15, 50, 375, 0, -60])
def test_a_length_that_cannot_be_is_refused(minutes):
    with pytest.raises(rules.LongerThanTheTime):
        rules.check_length(AFTERNOON, minutes)


def starts(gaps, minutes=120, window=AFTERNOON):
    return [s.of_day()[0] / 60 for s in rules.possible_spans(window, minutes, gaps)]


def test_what_fits_begins_on_the_quarters_inside_the_window_and_the_free_time():
    assert starts([(8 * 60, 14 * 60 + 30)]) == [12, 12.25, 12.5]
    assert starts([(13 * 60 + 5, 15 * 60 + 20)]) == [13.25]
    assert starts([(8 * 60, 12 * 60), (17 * 60, 21 * 60)]) == []


def test_the_whole_span_fits_once_or_not_at_all():
    assert starts([(8 * 60, 21 * 60)], 360) == [12]
    assert starts([(12 * 60 + 15, 21 * 60)], 360) == []


def test_gaps_that_touch_name_a_start_once():
    assert starts([(12 * 60, 14 * 60), (12 * 60, 14 * 60)]) == [12]


def place(minutes):
    return WaitingPlace(
        queue=uuid4(), what=uuid4(), subject=uuid4(), number=1, town_id=uuid4(), owner_town_id=uuid4(),
        wanted_from=AFTERNOON.starts_at, wanted_until=AFTERNOON.ends_at, minutes=minutes, joined_at=MONDAY,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("minutes", "tail"), [(360, "18:00"), (60, "之间任意1小时"), (90, "之间任意1小时30分钟"), (30, "之间任意30分钟")]
)
def test_a_wish_in_words(minutes, tail):
    assert rules.wish_in_words(place(minutes)).endswith(tail)


def wish(state, lapses_at=None):
    return Booking(
        venue_id=uuid4(), starts_at=AFTERNOON.starts_at, ends_at=AFTERNOON.ends_at, title="读书会", town_id=uuid4(),
        owner_town_id=uuid4(), made_at=MONDAY, state=state, lapses_at=lapses_at,
    )  # fmt: skip


def test_an_offer_can_be_accepted_until_its_last_instant_and_not_at_it():
    held = wish(BookingState.OFFERED, MONDAY)
    rules.check_offer(held, MONDAY - timedelta(microseconds=1), state_name="")
    with pytest.raises(rules.OfferLapsed, match="2026年3月2日09:00"):
        rules.check_offer(held, MONDAY, state_name="")


@pytest.mark.parametrize(
    ("state", "refusal"),
    [
        (BookingState.WAITING, rules.NotOffered),
        (BookingState.CONFIRMED, rules.OfferOver),
        (BookingState.UNMET, rules.OfferOver),
    ],
)
def test_only_what_is_held_can_be_accepted(state, refusal):
    with pytest.raises(refusal):
        rules.check_offer(wish(state), MONDAY, state_name="")
