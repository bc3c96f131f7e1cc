"""Choices, alternatives and collisions, as values."""

from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest
from rooms import span

from app.bookings.models import OccurrenceDraft
from app.claims.rules import Taken
from app.previews import rules
from app.previews.models import KEEP, OPEN, SKIP, Choice, ChoiceKind, Idea, Option, Plan, Row, Share
from app.venues.models import Venue

HERE, THERE = UUID(int=1), UUID(int=2)  # part of tests' names: the same in every process
DAY = date(2026, 3, 5)


def wish(day="2026-03-05", starts="14:00", ends="16:00", venue_id=HERE):
    when = span(day, starts, ends)
    return OccurrenceDraft(venue_id=venue_id, starts_at=when.starts_at, ends_at=when.ends_at, title="读书会", heads=5)


def row(day="2026-03-05", **given):
    return Row(date.fromisoformat(day), wish(day), **({"choice": KEEP} | given))


def other(starts="10:00", ends="12:00", venue_id=THERE):
    return Choice(ChoiceKind.OTHER, venue_id, span("2026-03-05", starts, ends))


@pytest.mark.parametrize("choice", [OPEN, KEEP, SKIP, other()])
def test_a_choice_survives_the_form(choice):
    assert rules.read_choice(choice.value) == choice


@pytest.mark.parametrize(
    "text", ["", "nonsense", "other", "other|x|2026-03-05|10:00|12:00", f"other|{HERE}|2026-13-05|10:00|12:00"]
)
def test_what_cannot_be_read_is_undecided(text):
    assert rules.read_choice(text) == OPEN


def test_a_row_wants_what_was_chosen():
    assert row().wanted == wish()
    assert row(choice=SKIP).wanted is None
    moved = row(choice=other()).wanted
    assert (moved.venue_id, moved.span) == (THERE, span("2026-03-05", "10:00", "12:00"))


def test_a_row_is_open_until_something_can_be_done():
    assert row(choice=OPEN).is_open
    assert row(troubles=(Taken(),)).is_open, "it cannot be kept"
    assert row(choice=other(), objection=Taken()).is_open, "the alternative is gone"
    assert not row(choice=SKIP, troubles=(Taken(),)).is_open
    assert not row(choice=other(), troubles=(Taken(),)).is_open


def test_an_undecided_or_empty_plan_is_refused():
    with pytest.raises(rules.NotSettled, match="还有1次"):
        rules.check(Plan((row(), row("2026-03-12", choice=OPEN))))
    with pytest.raises(rules.NothingChosen):
        rules.check(Plan((row(choice=SKIP),)))


def test_the_ready_answers_to_all_open_rows():
    same_time = Option(other("14:00", "16:00"), "同一时间，Q镇的场地", "共享会议室")
    open_row = row(choice=OPEN, troubles=(Taken(),), options=(same_time,))
    assert [r.choice for r in rules.preset([row(), open_row], "swap")] == [KEEP, same_time.choice]
    assert [r.choice for r in rules.preset([row(), open_row], "skip")] == [KEEP, SKIP]
    assert rules.preset([replace(open_row, options=())], "swap")[0].choice == OPEN, "nothing is skipped unasked"


@pytest.mark.parametrize(
    ("second", "gap", "met"),
    [
        (wish(starts="15:00", ends="17:00"), 0, {1}),
        (wish(starts="16:00", ends="17:00"), 0, set()),
        (wish(starts="16:00", ends="17:00"), 30, {1}),
        (wish(starts="15:00", ends="17:00", venue_id=THERE), 0, set()),
    ],
)
def test_two_wishes_for_one_hour_meet(second, gap, met):
    assert rules.collisions([wish(), second], {HERE: gap}) == met


def test_alternatives_are_the_nearest_ones():
    places = [
        Venue(id=i, name="", unit_id=uuid4(), seats=9, number=n, town_id=uuid4())
        for n, i in enumerate((HERE, THERE), 1)
    ]
    gaps = {
        (HERE, DAY): [(8 * 60, 14 * 60), (16 * 60, 21 * 60)],
        (HERE, date(2026, 3, 6)): [(8 * 60, 21 * 60)],
        (HERE, date(2026, 3, 7)): [(8 * 60, 21 * 60)],
        (THERE, DAY): [(13 * 60, 17 * 60)],
    }
    found = rules.ideas(wish(), places, gaps, busy_days={DAY, date(2026, 3, 6)})
    assert found == [
        Idea(HERE, span("2026-03-05", "12:00", "14:00")),
        Idea(HERE, span("2026-03-05", "16:00", "18:00")),
        Idea(HERE, span("2026-03-07", "14:00", "16:00")),
        Idea(THERE, span("2026-03-05", "14:00", "16:00")),
    ], "the day on which the series meets anyway is left out"


def test_an_alternative_is_named_by_its_difference():
    here, later = Idea(HERE, span("2026-03-05", "10:00", "12:00")), Idea(HERE, span("2026-03-06"))
    assert rules.words_of(here, wish(), "议事厅") == "10:00–12:00"
    assert rules.words_of(later, wish(), "议事厅") == "2026年3月6日 星期五 14:00–16:00"
    assert rules.words_of(Idea(THERE, span()), wish(), "共享会议室（30座）") == "共享会议室（30座）"


def test_a_share_of_the_quota_in_words():
    share = Share(UUID(int=1), "共享会议室", date(2026, 10, 1), taken=120, quota=720, asked=480)
    assert share.words == "共享会议室2026年10月：本系列用8小时，限额12小时，此前已用2小时，之后剩余2小时"
    assert "超出限额" in str(share.spent(180))
    free = Share(UUID(int=1), "共享会议室", date(2026, 10, 1), taken=120, quota=None, asked=480)
    assert free.words == "共享会议室2026年10月：本系列用8小时"
