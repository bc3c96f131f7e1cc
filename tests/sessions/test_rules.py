"""How many places a home town has, and when one can sign up: without a database."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from app.kit import clock
from app.services.models import Service, ServiceState
from app.sessions import rules
from app.sessions.models import OccasionDraft, ServiceSession, SessionState
from app.sessions.rules import Share

START = datetime(2026, 3, 5, 6, 0, tzinfo=UTC)  # 14:00 in the towns
DONG, QI, WAI = uuid4(), uuid4(), uuid4()


def occasion(**given) -> ServiceSession:
    said = {
        "starts_at": START,
        "ends_at": START + timedelta(hours=2),
        "places": 10,
        "taken": 0,
        "opens_at": None,
        "closes_at": None,
        "released_at": rules.released_at(START),
        "state": SessionState.OPEN,
    }
    return ServiceSession.model_construct(**said | given)


@pytest.mark.parametrize(
    ("shares", "town", "free"),
    [
        ([], DONG, 10),
        ([Share(QI, 4)], DONG, 6),
        ([Share(QI, 4)], QI, 10),
        ([Share(QI, 4, 3), Share(DONG, 0, 5)], DONG, 1),
        ([Share(QI, 4, 6), Share(DONG, 2, 1)], WAI, 2),
        ([Share(QI, 4, 0), Share(DONG, 0, 6)], DONG, 0),
        ([Share(QI, 4, 0), Share(DONG, 6, 0)], WAI, 0),
        ([Share(QI, 0, 10)], QI, 0),
    ],
)
def test_what_is_kept_for_others_is_not_ones_own(shares, town, free):
    before, after = rules.released_at(START) - timedelta(seconds=1), rules.released_at(START)
    room = rules.room(occasion(), shares, town, before)
    left = 10 - sum(s.taken for s in shares)
    assert (room.free, room.left) == (free, left)
    assert rules.room(occasion(), shares, town, after).free == left
    assert rules.room(occasion(), shares, town, before, late=True).free == left


def test_every_town_can_take_what_is_kept_for_it_whoever_comes_first():
    """Whatever the order, as long as the rule is asked each time, nobody's kept places are gone."""
    counters = {DONG: Share(DONG, 3), QI: Share(QI, 4), WAI: Share(WAI)}
    before = rules.released_at(START) - timedelta(days=1)
    for town in [WAI] * 9 + [DONG] * 9 + [QI] * 9:
        if rules.room(occasion(), counters.values(), town, before).free:
            counters[town] = Share(town, counters[town].reserved, counters[town].taken + 1)
    assert (counters[WAI].taken, counters[DONG].taken, counters[QI].taken) == (3, 3, 4)


def test_reserved_places_open_at_midnight_three_days_before():
    assert rules.released_at(START) == clock.at(clock.to_town(START).date() - timedelta(days=3), "00:00")
    assert rules.released_at(START, 0) == clock.at(clock.to_town(START).date(), "00:00")


@pytest.mark.parametrize(
    ("given", "at", "refusal"),
    [
        ({}, START - timedelta(minutes=1), None),
        ({}, START, rules.SignUpClosed),
        ({"closes_at": START - timedelta(hours=2)}, START - timedelta(hours=2), rules.SignUpClosed),
        ({"opens_at": START - timedelta(hours=5)}, START - timedelta(hours=6), rules.SignUpNotOpen),
        ({"state": SessionState.CANCELLED}, START - timedelta(days=1), rules.SessionCancelled),
        ({}, START + timedelta(hours=2), rules.SessionOver),
    ],
)
def test_when_one_can_sign_up(given, at, refusal):
    service = Service.model_construct(state=ServiceState.PUBLISHED, by_sign_up=True)
    assert rules.takes_sign_ups(service, occasion(**given), at) is (refusal is None)
    if refusal:
        with pytest.raises(refusal):
            rules.check_open(occasion(**given), at, phone="")


def test_walk_ins_come_until_the_end():
    rules.check_open(occasion(), START + timedelta(hours=1), phone="", late=True)
    with pytest.raises(rules.SessionOver):
        rules.check_open(occasion(), START + timedelta(hours=2), phone="", late=True)


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"ends_at": START}, rules.BadSpan),
        ({"ends_at": START + timedelta(hours=15)}, rules.BadSpan),
        ({"opens_at": START}, rules.ClosesTooLate),
        ({"closes_at": START + timedelta(hours=3)}, rules.ClosesTooLate),
    ],
)
def test_a_session_that_makes_no_sense_is_refused(given, refusal):
    draft = OccasionDraft(**{"starts_at": START, "ends_at": START + timedelta(hours=2), "places": 3} | given)
    with pytest.raises(refusal):
        rules.check_draft(draft, START - timedelta(days=9))


def test_what_is_pasted_into_a_group_leaves_out_what_is_not_said():
    assert rules.plain_text([("时间", "今天"), ("说明", "")], "体检") == "【体检】\n时间：今天"


def test_a_title_does_not_say_the_meal_twice():
    assert rules.title_of("社区食堂", "午餐") == "社区食堂（午餐）"
    assert rules.title_of("社区食堂午餐", "午餐") == "社区食堂午餐"
