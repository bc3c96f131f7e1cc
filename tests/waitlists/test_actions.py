"""Waiting for what is taken, on both databases and from both towns."""

from datetime import timedelta

import pytest
import series_of_bookings
from rooms import MONDAY, draft, span
from sqlmodel import col, select

from app.amending import actions as amending
from app.answers import actions as answers
from app.arrivals import actions as arrivals
from app.bookings import queries as bookings
from app.bookings.models import Booking, BookingState, Deed
from app.claims.models import Claim, ClosureDraft, ClosureKind
from app.claims.rules import Taken
from app.closures import actions as closures
from app.halls import actions as halls
from app.kit.errors import NotFound
from app.notifications.models import Notice
from app.policies.models import SharePolicy
from app.quotas.models import QuotaMonth
from app.spaces import actions as spaces
from app.venues.models import Sharing
from app.waiting.models import PlaceState, WaitingPlace
from app.waitlists import actions, queries, rules
from app.weeks import queries as weeks
from jobs import serve_waiters

HOUR = timedelta(hours=1)
WAITING, OFFERED, UNMET = BookingState.WAITING, BookingState.OFFERED, BookingState.UNMET


@pytest.fixture
def state(acting, cast):
    """How a wish stands, as its own town sees it."""

    def of(booking_id, town=None):
        with acting(town or cast.dong) as session:
            return session.exec(select(Booking.state).where(Booking.id == booking_id)).one()

    return of


@pytest.fixture
def told(acting, cast):
    """Who of a town was told of a kind of event."""

    def of(kind, town=None):
        with acting(town or cast.dong) as session:
            found = select(Notice.person_id).where(Notice.kind == f"waitlists.{kind}", Notice.channel == "page")
            return session.exec(found.order_by(col(Notice.made_at), col(Notice.id))).all()

    return of


def test_the_first_in_the_queue_is_offered_what_is_given_back(
    cast, acting, hall, booked, waits, gives_back, state, told
):
    """Pitfall 21: one after the other, nobody else is told, and the offer holds the time."""
    before = booked(hall)
    first, second = waits(hall, cast.lin), waits(hall, cast.zhu)
    gives_back(before)

    assert (state(first), state(second)) == (OFFERED, WAITING)
    assert told("offered") == [cast.lin.id]
    with acting(cast.dong) as session:
        held = session.exec(select(Claim).where(col(Claim.blocking))).one()
        assert (held.booking_id, held.lapses_at) == (first, MONDAY + 2 * HOUR)
        wish = bookings.get_booking(session, first, reader_town_id=cast.dong.id)
        assert queries.wish_of(session, wish, now=MONDAY).holds_until == MONDAY + 2 * HOUR


def test_a_queue_jumper_does_not_get_what_is_held(cast, acting, hall, booked, waits, gives_back):
    before = booked(hall)
    waits(hall, cast.lin)
    gives_back(before)
    with pytest.raises(Taken):
        booked(hall, person=cast.ma)


def test_what_the_other_town_gives_back_reaches_who_waits_in_the_owners(
    cast, hall, room, booked, waits, gives_back, state
):
    """Q镇 cancels on D镇's venue; the waiter is D镇's, whose rows Q镇 does not see."""
    before = booked(hall, person=cast.qian, town=cast.qi)
    wish = waits(hall, cast.lin)
    gives_back(before, cast.qian, cast.qi)
    assert state(wish) is OFFERED


def test_what_is_accepted_is_confirmed_or_asked_as_the_terms_say(cast, acting, room, asked, booked, waits, gives_back):
    for place, expected in ((room, BookingState.CONFIRMED), (asked, BookingState.REQUESTED)):
        before = booked(place, person=cast.qian, town=cast.qi)
        wish = waits(place, cast.lin)
        gives_back(before, cast.qian, cast.qi)
        with acting(cast.dong) as session:
            accepted = actions.accept(session, wish, actor=cast.actor(cast.lin), now=MONDAY + HOUR)
            assert accepted.state is expected
            assert [t.deed for t in bookings.history_of(session, wish)] == [Deed.JOINED, Deed.OFFERED, Deed.ACCEPTED]
            claim = session.exec(select(Claim).where(Claim.booking_id == wish, col(Claim.blocking))).one()
            assert claim.lapses_at == (None if expected is BookingState.CONFIRMED else span().starts_at - 2 * HOUR)
    with acting(cast.qi) as there:
        answers.approve(there, wish, actor=cast.actor(cast.qian), now=MONDAY + 2 * HOUR)


def test_an_offer_that_lapses_goes_to_the_next_when_the_job_runs(
    cast, engine, acting, hall, booked, waits, gives_back, state, told
):
    before = booked(hall)
    first, second = waits(hall, cast.lin), waits(hall, cast.zhu)
    gives_back(before)
    for moment, expected in ((2 * HOUR - timedelta(seconds=1), (OFFERED, WAITING)), (2 * HOUR, (UNMET, OFFERED))):
        serve_waiters.run(engine, MONDAY + moment)
        assert (state(first), state(second)) == expected
    assert serve_waiters.run(engine, MONDAY + 2 * HOUR) == 0
    with acting(cast.dong) as session, pytest.raises(rules.OfferOver):
        actions.accept(session, first, actor=cast.actor(cast.lin), now=MONDAY + 2 * HOUR)
    assert told("lapsed") == [cast.lin.id]
    assert sorted(told("offered")) == sorted([cast.lin.id, cast.zhu.id])


def test_without_any_job_a_lapsed_offer_goes_to_the_next_and_not_to_who_comes_along(
    cast, acting, hall, booked, waits, gives_back
):
    """Pitfalls 17 and 21: the next in the queue accepts without having been told; the passer-by does not get it."""
    before = booked(hall)
    first, second = waits(hall, cast.lin), waits(hall, cast.zhu)
    gives_back(before)
    late = MONDAY + 3 * HOUR
    with pytest.raises(Taken):
        booked(hall, person=cast.ma, at=late)
    with acting(cast.dong) as session:
        assert actions.accept(session, second, actor=cast.actor(cast.zhu), now=late).state is BookingState.CONFIRMED
        wish = bookings.get_booking(session, first, reader_town_id=cast.dong.id)
        assert wish.state is UNMET


def test_without_any_job_and_any_waiter_a_lapsed_offer_blocks_nobody(cast, hall, booked, waits, gives_back):
    """Pitfall 17."""
    before = booked(hall)
    waits(hall, cast.lin)
    gives_back(before)
    booked(hall, person=cast.ma, at=MONDAY + 3 * HOUR)


def test_who_leaves_makes_room_for_the_next(cast, acting, hall, booked, waits, gives_back, state):
    before = booked(hall)
    first, second, third = waits(hall, cast.lin), waits(hall, cast.zhu), waits(hall, cast.ma)
    gives_back(before)
    with acting(cast.dong) as session:
        with pytest.raises(rules.NotYourWish):
            actions.leave(session, first, actor=cast.actor(cast.lao_chen), now=MONDAY)
        actions.leave(session, second, actor=cast.actor(cast.zhu), now=MONDAY)
        actions.leave(session, first, actor=cast.actor(cast.lin), now=MONDAY)
    assert (state(first), state(second), state(third)) == (UNMET, UNMET, OFFERED)


@pytest.mark.parametrize("way", ["decline", "expire", "move", "shorten", "no_show", "closure"])
def test_however_time_is_freed_it_is_offered_in_the_same_act(cast, acting, hall, asked, booked, waits, state, way):
    """Pitfall 9: no way around the queue."""
    place = asked if way in {"decline", "expire"} else hall
    before = None if way == "closure" else booked(place)
    if way == "closure":
        with acting(cast.dong) as session:
            said = ClosureDraft(
                venue_id=hall.id,
                starts_at=span().starts_at,
                ends_at=span().ends_at,
                kind=ClosureKind.UPKEEP,
                reason="检修",
            )
            closed = closures.close_venue(session, said, actor=cast.actor(cast.ma), now=MONDAY).id
    when = span(starts="15:00", ends="16:00")
    wish = waits(place, cast.qian, cast.qi, when) if place is asked else waits(place, cast.lin, when=when)
    late = span().starts_at
    with acting(cast.qi if place is asked else cast.dong) as session:
        chen, ma, qian = cast.actor(cast.lao_chen), cast.actor(cast.ma), cast.actor(cast.qian)
        if way == "decline":
            answers.decline(session, before, reason="换届选举", actor=qian, now=MONDAY)
        elif way == "expire":
            answers.expire_lapsed(session, cast.qi.id, now=late - HOUR)
        elif way == "move":
            spaces.move(session, before, venue_id=hall.id, span=span("2026-03-06"), actor=chen, now=MONDAY)
        elif way == "shorten":
            spaces.resize(session, before, ends_at=when.starts_at, actor=chen, now=MONDAY)
        elif way == "no_show":
            assert arrivals.settle(session, cast.dong.id, now=late + 20 * timedelta(minutes=1)) == 1
        else:
            closures.lift_closure(session, closed, actor=ma, now=MONDAY)
    assert state(wish, cast.qi if place is asked else cast.dong) is OFFERED


def test_any_two_hours_of_an_afternoon_are_enough(cast, acting, hall, booked, waits, gives_back, state):
    noon, late = booked(hall, span(starts="12:00", ends="15:00")), booked(hall, span(starts="15:00", ends="18:00"))
    wish = waits(hall, cast.lin, when=span(starts="12:00", ends="18:00"), minutes=120)
    whole = waits(hall, cast.zhu, when=span(starts="12:00", ends="18:00"))
    gives_back(late)
    assert (state(wish), state(whole)) == (OFFERED, WAITING)
    with acting(cast.dong) as session:
        held = bookings.get_booking(session, wish, reader_town_id=cast.dong.id).span
        assert held == span(starts="15:00", ends="17:00")
        actions.leave(session, wish, actor=cast.actor(cast.lin), now=MONDAY)
    assert state(whole) is WAITING
    gives_back(noon)
    assert state(whole) is OFFERED


def test_half_a_hall_is_waited_for_and_offered_when_the_whole_is_given_back(
    cast, acting, venue, booked, waits, gives_back, state
):
    """Pitfall 10."""
    whole = venue(cast.dong_centre, "多功能厅", seats=120)
    with acting(cast.dong) as session:
        parts = halls.divide(session, whole, [("东厅", 60), ("西厅", 60)], actor=cast.actor(cast.ma), now=MONDAY)
    before = booked(whole)
    east, west, again = waits(parts[0], cast.lin), waits(parts[1], cast.zhu), waits(whole, cast.ma)
    gives_back(before)
    assert (state(east), state(west), state(again)) == (OFFERED, OFFERED, WAITING)


def test_free_time_is_booked_not_waited_for(cast, hall, waits):
    with pytest.raises(rules.TimeIsFree, match="14:00"):
        waits(hall, cast.lin)


def test_the_same_time_is_not_waited_for_twice(cast, hall, booked, waits):
    booked(hall)
    waits(hall, cast.lin)
    with pytest.raises(rules.AlreadyWaiting):
        waits(hall, cast.lin, when=span(starts="15:00", ends="17:00"))
    waits(hall, cast.lin, team="合唱队")


def test_a_stranger_finds_no_list_and_the_partner_nobodys_wish(cast, acting, hall, booked, waits):
    booked(hall)
    wish = waits(hall, cast.lin)
    with acting(cast.wai) as far, pytest.raises(NotFound):
        actions.join(far, draft(hall), actor=cast.actor(cast.wu), now=MONDAY)
    with acting(cast.qi) as there:
        assert queries.waiting_before(there, hall, span()) == 1
        assert there.exec(select(Booking).where(Booking.id == wish)).first() is None
        with pytest.raises(NotFound):
            actions.accept(there, wish, actor=cast.actor(cast.qian), now=MONDAY)


def test_who_only_waits_is_shown_nowhere_in_the_week(cast, acting, hall, booked, waits, gives_back):
    """Also seen elsewhere: an attendee shown publicly while only on the waiting list. Held time shows no title."""
    before = booked(hall)
    waits(hall, cast.lin, title="林芳的读书会")
    shown = []
    for _ in range(2):
        with acting(cast.dong) as session:
            days = weeks.week_of(session, hall, span().day, reader_town_id=cast.dong.id, now=MONDAY)
            shown.append([e.title for e in days[0].entries])
        if len(shown) == 1:
            gives_back(before)
    assert shown == [["党员学习会"], ["候补保留"]]
    with acting(cast.qi) as there:
        days = weeks.week_of(there, hall, span().day, reader_town_id=cast.qi.id, now=MONDAY)
        assert [(e.title, e.booking_id) for e in days[0].entries] == [("已预约", None)]


def test_an_emergency_takes_what_was_held_and_the_wish_keeps_its_place(
    cast, acting, hall, booked, waits, gives_back, state
):
    before = booked(hall)
    wish = waits(hall, cast.lin)
    gives_back(before)
    said = {"starts_at": span().starts_at, "ends_at": span().ends_at, "kind": ClosureKind.EMERGENCY, "reason": "防汛"}
    with acting(cast.dong) as session:
        shut = closures.close_venue(
            session, ClosureDraft(venue_id=hall.id, **said), actor=cast.actor(cast.he), now=MONDAY
        ).id
    assert state(wish) is WAITING
    with acting(cast.dong) as session:
        closures.lift_closure(session, shut, actor=cast.actor(cast.ma), now=MONDAY + HOUR)
    assert state(wish) is OFFERED


def test_towns_that_share_a_quota_take_turns_and_an_offer_counts(cast, acting, hall, booked, waits, gives_back, state):
    """Pitfalls 21 and 23: Q镇 borrows D镇's hall for at most four hours a month."""
    with acting(cast.dong) as session:
        parties = {"owner_town_id": cast.dong.id, "town_id": cast.qi.id}
        terms = {
            "sharing": Sharing.AT_ONCE,
            "notice": 120,
            "horizon": 60,
            "longest": 240,
            "release_days": 7,
        }
        session.add(SharePolicy(venue_id=hall.id, **parties, **terms, quota=240))
    days = [span(f"2026-03-0{n}") for n in (5, 6)] + [span("2026-03-09")]
    taken = [booked(hall, day) for day in days]
    own = [waits(hall, cast.lin, when=day) for day in days[:2]]
    lent = [waits(hall, cast.qian, cast.qi, when=day) for day in days]
    for booking_id in taken:
        gives_back(booking_id)
    # 5 March: D镇 came first; 6 March: Q镇's turn; 9 March: only Q镇 waits.
    assert [state(w) for w in own] == [OFFERED, WAITING]
    assert [state(w, cast.qi) for w in lent] == [WAITING, OFFERED, OFFERED]
    with acting(cast.qi) as there:
        assert there.exec(select(QuotaMonth.taken)).one() == 240
        actions.leave(there, lent[2], actor=cast.actor(cast.qian), now=MONDAY)
        assert there.exec(select(QuotaMonth.taken)).one() == 120


def test_wishes_that_nothing_came_of_are_counted_as_unmet_demand(cast, acting, hall, booked, waits, gives_back, state):
    before = booked(hall)
    wish, offered = waits(hall, cast.lin), waits(hall, cast.zhu, when=span(starts="15:00", ends="16:00"))
    end = span().ends_at
    with acting(cast.dong) as session:
        actions.settle(session, cast.dong.id, now=end)
        found = queries.unmet(session, [cast.dong.id], since=MONDAY, until=end)
        assert [(u.venue_id, u.minutes) for u in found] == [(hall.id, 120), (hall.id, 60)]
        places = session.exec(select(WaitingPlace.state)).all()
        assert places == [PlaceState.ENDED, PlaceState.ENDED]
    assert (state(wish), state(offered)) == (UNMET, UNMET)
    assert before


def test_a_cancelled_series_blocks_nothing_and_who_waits_is_offered_its_time(cast, acting, hall, booked, waits, state):
    """Also seen elsewhere: a cancelled series that still blocks."""
    with acting(cast.dong) as session:
        chen = cast.actor(cast.lao_chen)
        series = series_of_bookings.book(session, series_of_bookings.weekly(hall), chen, MONDAY)
        ids = [b.id for b in series_of_bookings.occurrences(session, series)]
        series_id = series.id
    wish = waits(hall, cast.lin)
    with acting(cast.dong) as session:
        assert amending.cancel(session, series_id, ids, reason="停办", actor=chen, now=MONDAY) == 4
    assert state(wish) is OFFERED
    booked(hall, span("2026-03-12"))
