"""Time given back, joined for, accepted and lapsed at one instant by several processes. `--rounds` makes it longer."""

import multiprocessing as mp
from collections import Counter
from datetime import timedelta

import pytest
from racing import race
from rooms import MONDAY, draft, span
from sqlmodel import col, select

from app.audit import actions as audit
from app.bookings.models import Booking, BookingState
from app.claims.models import Claim
from app.kit.db import transaction
from app.kit.errors import Refusal
from app.kit.scopes import Reach
from app.notifications.models import Notice
from app.spaces import actions as spaces
from app.waitlists import actions

LAPSE = MONDAY + timedelta(hours=2)
A_MOMENT = timedelta(milliseconds=1)


def each_round(engine, gate, reach, deeds, now):
    """One deed a round, all processes at once; what came of each."""
    outcomes = []
    for deed, arguments in deeds:
        gate.wait(60)
        try:
            with transaction(engine, reach, now=now) as session:
                outcomes.append(deed(session, *arguments, now))
        except Refusal as refusal:
            outcomes.append(type(refusal).__name__)
        except Exception as error:  # the parent asserts that there was none
            outcomes.append(repr(error))
    return outcomes


def cancel(session, booking_id, actor, now):
    return str(spaces.cancel(session, booking_id, reason="活动改期", actor=actor, now=now).state)


def book(session, wanted, actor, now):
    return str(spaces.book(session, wanted, actor=actor, now=now).state)


def join(session, wanted, actor, now):
    return str(actions.join(session, wanted, actor=actor, now=now).state)


def accept(session, booking_id, actor, now):
    return str(actions.accept(session, booking_id, actor=actor, now=now).state)


def settle(session, town_id, now):
    return str(actions.settle(session, town_id, now=now))


@pytest.fixture
def days(request):
    """A weekday of its own for every round."""
    wanted, day = [], span().starts_at
    while len(wanted) < request.config.getoption("--rounds"):
        if day.weekday() < 5 and not (4 <= day.day <= 6 and day.month == 4):
            wanted.append(f"{day:%Y-%m-%d}")
        day += timedelta(days=1)
    return wanted


@pytest.fixture
def together(backend, cast):
    """Runs columns of deeds, each column a process; outcomes by column."""

    def run(*columns):
        audit.use_key("of-this-test-only")
        gate = mp.get_context("spawn").Barrier(len(columns))
        return race(backend, [(each_round, (gate, _reach(cast, town), deeds, now)) for town, deeds, now in columns])

    return run


def _reach(cast, town):
    return Reach(frozenset({town.id}), frozenset({cast.pair.id}))


@pytest.mark.timeout(300)
def test_two_who_give_back_at_once_make_exactly_one_offer(cast, acting, hall, booked, waits, days, together):
    """Pitfall 21: the wish needs what both give back; neither alone sees it, and nobody comes in between."""
    whole = [span(day) for day in days]
    early = [booked(hall, span(day, "14:00", "15:00")) for day in days]
    late = [booked(hall, span(day, "15:00", "16:00"), cast.qian, cast.qi) for day in days]
    first = [waits(hall, cast.lin, when=when) for when in whole]
    second = [waits(hall, cast.zhu, when=when) for when in whole]
    chen, qian, ma, he = (cast.actor(p) for p in (cast.lao_chen, cast.qian, cast.ma, cast.he))
    gave, gave_too, jumped, joined = together(
        (cast.dong, [(cancel, (b, chen)) for b in early], MONDAY),
        (cast.qi, [(cancel, (b, qian)) for b in late], MONDAY),
        (cast.dong, [(book, (draft(hall, when), ma)) for when in whole], MONDAY),
        (cast.dong, [(join, (draft(hall, when), he)) for when in whole], MONDAY),
    )
    assert set(gave + gave_too) == {"cancelled"}
    assert set(jumped) == {"Taken"}
    assert set(joined) == {"waiting"}
    with acting(cast.dong) as session:
        states = {b.id: b.state for b in session.exec(select(Booking))}
        assert {states[b] for b in first} == {BookingState.OFFERED}
        assert {states[b] for b in second} == {BookingState.WAITING}
        told = session.exec(select(Notice.person_id).where(Notice.kind == "waitlists.offered")).all()
        assert Counter(told) == {cast.lin.id: len(days)}


@pytest.mark.timeout(300)
def test_who_accepts_while_the_offer_lapses_has_it_or_the_next_has_it(
    cast, acting, hall, booked, waits, gives_back, days, together
):
    whole = [span(day) for day in days]
    before = [booked(hall, when) for when in whole]
    first = [waits(hall, cast.lin, when=when) for when in whole]
    second = [waits(hall, cast.zhu, when=when) for when in whole]
    for booking_id in before:
        gives_back(booking_id)
    lin, zhu, ma = (cast.actor(p) for p in (cast.lin, cast.zhu, cast.ma))
    accepted, _, then, jumped = together(
        (cast.dong, [(accept, (b, lin)) for b in first], LAPSE - A_MOMENT),
        (cast.dong, [(settle, (cast.dong.id,)) for _ in days], LAPSE),
        (cast.dong, [(accept, (b, zhu)) for b in second], LAPSE),
        (cast.dong, [(book, (draft(hall, when), ma)) for when in whole], LAPSE),
    )
    assert set(accepted) <= {"confirmed", "OfferOver", "OfferLapsed"}
    assert set(then) <= {"confirmed", "NotOffered"}
    assert set(jumped) == {"Taken"}
    with acting(cast.dong) as session:
        states = {b.id: b.state for b in session.exec(select(Booking))}
        held = session.exec(select(Claim.booking_id).where(col(Claim.blocking))).all()
    for one, other, first_said, next_said in zip(first, second, accepted, then, strict=True):
        assert sum(b in {one, other} for b in held) == 1
        has_it = states[one] is BookingState.CONFIRMED
        assert (first_said == "confirmed") is has_it
        assert states[other] is (BookingState.WAITING if has_it else states[other])
        assert next_said == "NotOffered" or not has_it


@pytest.mark.timeout(300)
def test_nobody_waits_for_what_was_given_back_while_they_joined(cast, acting, hall, booked, days, together):
    """Either the giver sees the new wish and offers it the time, or who joins reads that it is free."""
    whole = [span(day) for day in days]
    before = [booked(hall, when) for when in whole]
    chen, lin = cast.actor(cast.lao_chen), cast.actor(cast.lin)
    gave, joined = together(
        (cast.dong, [(cancel, (b, chen)) for b in before], MONDAY),
        (cast.dong, [(join, (draft(hall, when), lin)) for when in whole], MONDAY),
    )
    assert set(gave) == {"cancelled"}
    assert set(joined) <= {"waiting", "TimeIsFree"}
    with acting(cast.dong) as session:
        states = session.exec(select(Booking.state).where(Booking.person_id == cast.lin.id)).all()
    assert states == [BookingState.OFFERED] * joined.count("waiting")
