"""Which venue of the other side is proposed for what a town could not have."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from app.demand import rules
from app.demand.models import Candidate, Need, Slot
from app.misses.rules import Part
from app.usage.rules import Share
from app.venues.models import VenueKind

DONG = uuid4()
DAY = date(2026, 3, 5)
K = VenueKind


def candidate(name: str, kind: VenueKind, seats: int, percent: int | None = 20) -> Candidate:
    return Candidate(uuid4(), name, "Q镇党群服务中心", "Q镇", kind, seats, percent)


def need(kind: VenueKind | None = K.HALL, part: Part = Part.AFTERNOON, **given: int) -> Need:
    return Need(DONG, kind, part, **({"refused": 1} | given))


def test_needs_for_the_same_add_up_and_the_most_frequent_comes_first():
    found = rules.merged(
        [need(refused=1, seats=40), need(K.DANCE_ROOM, refused=2), need(refused=0, missed=3, seats=100), need(waited=1)]
    )
    assert [(n.kind, n.times, n.seats) for n in found] == [(K.HALL, 6, 100), (K.DANCE_ROOM, 2, 0)]


def test_a_kind_that_is_always_full_is_a_need_before_anybody_is_refused():
    full = [(40, Share(900, 1000, 900, 1000)), (60, Share(900, 1000, 900, 1000))]
    (found,) = rules.tight_kinds(DONG, {K.HALL: full, K.CANTEEN: [(80, Share(100, 1000, 100, 1000))], K.OTHER: []})
    assert (found.kind, found.tight, found.seats, found.times) == (K.HALL, 90, 60, 0)


@pytest.mark.parametrize(
    ("kind", "wanted", "does"),
    [
        (K.HALL, K.HALL, True),
        (K.PARTY_ROOM, K.HALL, True),
        (K.COUNCIL_ROOM, K.MEETING_ROOM, True),
        (K.CANTEEN, K.HALL, False),
        (K.CANTEEN, None, True),
        (K.HEALTH_ROOM, K.MEETING_ROOM, False),
    ],
)
def test_rooms_stand_in_for_each_other_where_the_same_can_be_done(kind, wanted, does):
    assert rules.serves(kind, wanted) is does


def test_the_idlest_room_of_the_same_kind_is_proposed_with_its_next_free_time():
    big, small = candidate("红梅礼堂", K.HALL, 200), candidate("小厅", K.HALL, 30)
    party, full = candidate("党员之家", K.PARTY_ROOM, 100, 5), candidate("大厅", K.HALL, 150, 85)
    morning, later = Slot(DAY, 480, 720), Slot(DAY + timedelta(days=1), 780, 1080)
    free = {c.venue_id: [morning, later] for c in (big, small, party, full)}
    (found,) = rules.proposals([need(seats=80)], [small, party, full, big], free)
    assert [o.candidate.name for o in found.offers] == ["红梅礼堂", "党员之家"]
    assert found.offers[0].slot == Slot(DAY + timedelta(days=1), 780, 900)


def test_a_need_that_nobody_can_take_is_named_without_an_offer():
    (found,) = rules.proposals([need(K.CANTEEN)], [candidate("红梅礼堂", K.HALL, 200)], {})
    assert found.offers == ()


@pytest.mark.parametrize(
    ("part", "free", "found"),
    [
        (Part.MORNING, (480, 1080), (480, 600)),
        (Part.AFTERNOON, (480, 1080), (720, 840)),
        (Part.EVENING, (480, 1080), None),
        (Part.EVENING, (480, 1150), (1080, 1150)),
        (Part.AFTERNOON, (480, 770), None),
        (Part.ANY, (1000, 1080), (1000, 1080)),
    ],
)
def test_the_free_time_lies_in_the_part_of_the_day_that_was_wanted(part, free, found):
    slot = rules.slot_for(part, [Slot(DAY, *free)])
    assert (slot and (slot.starts, slot.ends)) == found


def test_a_need_is_told_in_a_sentence():
    said = rules.in_words(need(seats=60, refused=2, missed=3, waited=1, tight=87), "D镇")
    assert said == (
        "D镇下午需要60座以上的多功能厅：申请未获同意或无人答复2次，查找无结果3次，候补未得1次，本镇同类场地白天使用率87%。"
    )
