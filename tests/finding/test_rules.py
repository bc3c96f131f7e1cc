"""A day cut into cells that always add up; a wish, and what comes near it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.availability.rules import Terms
from app.finding import rules
from app.finding.models import Criteria, Hit, Offer, Place
from app.finding.rules import Cell, CellKind
from app.towns.models import Tier
from app.venues.models import VenueKind

OPEN = ((480, 720), (780, 1080))
WHOLE = (0, 1440)


def taken(starts, ends, title="占用"):
    return Cell(CellKind.TAKEN, starts, ends, title)


def test_free_hours_closed_noon_and_what_is_taken():
    found = rules.cells(OPEN, [taken(540, 615)], (480, 1080), [WHOLE])
    assert [(c.kind.value, c.starts, c.ends) for c in found] == [
        ("free", 480, 540),
        ("taken", 540, 615),
        ("free", 615, 660),
        ("free", 660, 720),
        ("closed", 720, 780),
        ("free", 780, 840),
        ("free", 840, 900),
        ("free", 900, 960),
        ("free", 960, 1020),
        ("free", 1020, 1080),
    ]


def test_a_closed_day_is_one_cell():
    assert [(c.kind, c.columns) for c in rules.cells((), [], (480, 1080), [WHOLE])] == [(CellKind.CLOSED, 40)]


def test_halves_taken_at_overlapping_times_stand_side_by_side():
    found = rules.cells(OPEN, [taken(480, 600, "东厅"), taken(540, 660, "西厅")], (480, 1080), [WHOLE])
    assert [(c.title, c.starts, c.ends) for c in found[:2]] == [("东厅", 480, 600), ("西厅", 600, 660)]


@pytest.mark.parametrize(
    ("hours", "edges"), [([OPEN, ((510, 1270),)], (480, 1320)), ([], (480, 1080)), ([()], (480, 1080))]
)
def test_the_frame_is_full_hours_around_all_venues(hours, edges):
    assert rules.frame(hours) == edges


QUARTERS = st.integers(0, 96).map(lambda n: n * 15)


@given(
    st.lists(st.tuples(st.integers(0, 1440), st.integers(1, 400)), max_size=8),
    st.lists(st.tuples(QUARTERS, QUARTERS), max_size=3),
)
def test_a_row_always_fills_its_columns(spans, mine):
    found = rules.cells(OPEN, [taken(a, a + n) for a, n in spans], (480, 1080), mine)
    assert found[0].starts == 480
    assert found[-1].ends == 1080
    assert all(one.ends == other.starts for one, other in pairwise(found))
    assert sum(c.columns for c in found) == 40


def test_what_is_open_but_not_ours_is_said():
    found = rules.cells(((480, 720),), [], (480, 720), [(600, 720)])
    assert [(c.kind.value, c.starts, c.ends) for c in found] == [
        ("barred", 480, 600),
        ("free", 600, 660),
        ("free", 660, 720),
    ]


THURSDAY, FRIDAY = date(2026, 3, 5), date(2026, 3, 6)
D, Q = uuid4(), uuid4()
ASKED = Criteria(THURSDAY, THURSDAY, starts=14 * 60, ends=16 * 60, minutes=120)
HERE = Place(
    uuid4(), "议事厅", "D镇党群服务中心", D, "D镇", True, True, 40, ("投影",), True, Tier.TOWN, VenueKind.COUNCIL_ROOM
)
SMALL = replace(HERE, id=uuid4(), name="书屋", seats=20, tags=(), kind=VenueKind.READING_ROOM)
THERE = replace(
    HERE, id=uuid4(), name="共享会议室", town_id=Q, town_name="Q镇", is_own=False, kind=VenueKind.MEETING_ROOM
)


def test_two_hours_on_a_tuesday_afternoon():
    asked = replace(ASKED, last=date(2026, 3, 31), weekday=2, starts=12 * 60, ends=18 * 60)
    assert [d.isoformat() for d in asked.days()] == ["2026-03-10", "2026-03-17", "2026-03-24", "2026-03-31"]
    (offer,) = rules.offers([(480, 700), (800, 1080)], asked.days()[0], asked, 240)
    assert (offer.starts, offer.ends, offer.until) == (810, 930, 1080)


@pytest.mark.parametrize(
    ("gaps", "found"),
    [
        ([(840, 960)], [(840, 960)]),
        ([(480, 1080)], [(840, 960)]),
        ([(855, 1080)], []),
        ([(480, 945)], []),
    ],
)
def test_an_exact_span_is_free_or_not(gaps, found):
    assert [(o.starts, o.ends) for o in rules.offers(gaps, THURSDAY, ASKED, 240)] == found


def test_whoever_names_no_time_is_offered_two_hours_of_each_free_span():
    anything = Criteria(THURSDAY, THURSDAY)
    made = rules.offers([(485, 540), (600, 900)], THURSDAY, anything, 240)
    assert [(o.starts, o.ends, o.until) for o in made] == [(495, 540, 540), (600, 720, 900)]


def test_longer_than_the_terms_allow_is_not_offered():
    assert rules.offers([(480, 1080)], THURSDAY, replace(ASKED, starts=None, ends=None, minutes=300), 240) == []


def test_notice_and_horizon_bound_what_is_bookable():
    now = datetime(2026, 3, 5, 1, 0, tzinfo=UTC)  # 09:00
    assert rules.bookable([(480, 1080)], Terms(True, notice=120, horizon=60), THURSDAY, now) == [(661, 1080)]
    assert rules.bookable([(480, 1080)], Terms(True, notice=120, horizon=60), FRIDAY, now) == [(480, 1080)]
    assert rules.bookable([(480, 1080)], Terms(True, horizon=0), FRIDAY, now) == []


@pytest.mark.parametrize(
    ("change", "missed"),
    [
        ({}, ()),
        ({"seats": 41}, ("只有40座",)),
        ({"equipment": ("投影", "音响")}, ("没有音响",)),
        ({"kind": VenueKind.HALL}, ("是议事厅",)),
        ({"tier": Tier.GRID}, ("属镇党群服务中心",)),
        ({"within_km": 5}, ("没有登记坐标",)),
        ({"step_free": True}, ()),
    ],
)
def test_what_a_venue_lacks_is_said_in_words(change, missed):
    assert rules.misses(HERE, replace(ASKED, **change)) == missed


def test_a_distance_is_that_of_the_map():
    assert rules.distance_km((121.4737, 31.2304), (121.6555, 31.8093)) == pytest.approx(66.6, abs=0.3)  # 上海-启东
    assert rules.distance_km((121.5, 31.6), (121.5, 31.6)) == 0
    assert rules.misses(replace(HERE, distance=7.26), replace(ASKED, within_km=5)) == ("距离7.3公里",)
    assert rules.fits(replace(HERE, distance=4.9), replace(ASKED, within_km=5))


def test_the_three_alternatives_differ_and_say_in_what():
    asked = replace(ASKED, seats=30, town_id=D)
    offer = Offer(THURSDAY, 840, 960, 960)
    later = [Offer(FRIDAY, 480, 600, 720), Offer(THURSDAY, 960, 1080, 1200)]
    places = {p.id: p for p in (HERE, SMALL, THERE)}
    found = rules.others([Hit(SMALL, (offer,)), Hit(THERE, (offer,))], {HERE.id: later}, places, asked)
    assert [(o.place.name, o.offer.starts, "，".join(o.reasons)) for o in found] == [
        ("议事厅", 960, "条件相同，当天其他时间"),
        ("共享会议室", 840, "同一时间，是Q镇的场地"),
        ("书屋", 840, "同一时间，只有20座"),
    ]


def test_a_room_that_holds_all_comes_before_an_own_one_that_does_not():
    asked, offer = replace(ASKED, seats=30), Offer(THURSDAY, 840, 960, 960)
    larger = replace(THERE, kind=VenueKind.HALL, name="报告厅", id=UUID(int=77))
    places = {p.id: p for p in (SMALL, THERE, larger)}
    found = rules.others([Hit(SMALL, (offer,)), Hit(larger, (offer,)), Hit(THERE, (offer,))], {}, places, asked)
    assert [o.place.name for o in found][-1] == "书屋"


def test_another_time_is_the_nearest_one():
    offered = [Offer(FRIDAY, 840, 960, 960), Offer(THURSDAY, 480, 600, 780), Offer(THURSDAY, 1020, 1140, 1140)]
    assert rules.nearest(offered, ASKED) == Offer(THURSDAY, 660, 780, 780)
    assert rules.nearest([], ASKED) is None


def test_what_is_kept_of_a_search_is_flat_and_complete():
    kept = replace(ASKED, equipment=("音响", "投影"), step_free=True, town_id=D).asked()
    assert kept == {
        "first": "2026-03-05",
        "last": "2026-03-05",
        "weekday": 0,
        "starts": "14:00",
        "ends": "16:00",
        "minutes": 120,
        "seats": 0,
        "equipment": "投影、音响",
        "step_free": 1,
        "tier": "",
        "kind": "",
        "town_id": str(D),
        "near_unit_id": "",
        "within_km": 0,
    }
