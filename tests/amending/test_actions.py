"""Changing, cancelling and answering a series: as a difference, the past untouched, only the affected told."""

from datetime import date, timedelta

import pytest
from rooms import MONDAY, draft, span
from series_of_bookings import book, occurrences, weekly
from sqlmodel import col, select

from app.amending import actions, queries, rules
from app.amending.models import Change
from app.availability.rules import TooManyPeople
from app.bookings import rules as booking_rules
from app.bookings.models import BookingState
from app.claims.models import Claim
from app.claims.rules import Taken
from app.kit import clock
from app.notifications.models import Notice
from app.previews import rules as previews
from app.previews.models import SKIP
from app.quotas import actions as quotas
from app.quotas.rules import Need
from app.recurring import queries as recurring
from app.recurring.models import Scope
from app.recurring.rules import is_changed_alone
from app.spaces import actions as spaces

LATER = MONDAY + timedelta(days=11)  # the second occurrence, 2026-03-12, is over
EVENING = Change(starts="18:00", ends="20:00")


@pytest.fixture
def series(session, cast, room, now):
    """老陈 of D镇 has Q镇's 共享会议室 on six Thursdays."""
    made = book(session, weekly(room, times=6), cast.actor(cast.lao_chen), now)
    session.commit()
    return made


@pytest.fixture
def amend(session, cast):
    """Change what a scope reaches from the nth occurrence on, as the page does."""

    def change(series, said, *, of=0, scope=Scope.ALL, now=MONDAY, choices=None, also=frozenset()):
        anchor = occurrences(session, series)[of].id
        asked = {"reader_town_id": cast.dong.id, "now": now}
        reach = queries.reach(session, series.id, of=anchor, scope=scope, **asked)
        plan = queries.preview(session, reach.with_the_series(also), said, choices or {}, town_id=cast.dong.id, now=now)
        actor = cast.actor(cast.lao_chen)
        count = actions.change(session, series.id, said, plan, scope=scope, actor=actor, now=now)
        session.commit()
        return count

    return change


def hours(session, series):
    return [clock.wall_time(b.starts_at) for b in occurrences(session, series)]


def notices(session, kind):
    found = session.exec(select(Notice).where(Notice.kind == kind).order_by(col(Notice.made_at)))
    return [n for n in found if n.event.startswith("series:")]


def test_an_edit_keeps_the_rows_and_changes_only_what_differs(session, series, amend):
    """Pitfall 11: no occurrence is deleted and made again."""
    before = occurrences(session, series)
    ids, phones = [b.id for b in before], [b.contact_phone for b in before]
    assert amend(series, EVENING) == 6

    after = occurrences(session, series)
    assert [b.id for b in after] == ids
    assert [b.contact_phone for b in after] == phones
    assert hours(session, series) == ["18:00"] * 6
    assert not any(is_changed_alone(b) for b in after)
    assert (series.starts, series.ends) == ("18:00", "20:00")


def test_this_and_following_leaves_what_was_before(session, series, amend):
    assert amend(series, EVENING, of=4, scope=Scope.FOLLOWING) == 2
    assert hours(session, series) == ["14:00"] * 4 + ["18:00"] * 2
    assert recurring.history_of(session, series.id)[-1].note == "时间改为18:00–20:00"


def test_only_this(session, series, amend):
    assert amend(series, Change(title="专题讨论"), of=2, scope=Scope.THIS) == 1
    assert [b.title for b in occurrences(session, series)].count("专题讨论") == 1


def test_the_past_is_never_touched(session, series, amend):
    """Pitfall 11."""
    assert amend(series, EVENING, now=LATER) == 4
    assert hours(session, series) == ["14:00"] * 2 + ["18:00"] * 4


def test_what_was_changed_alone_is_kept_unless_ticked(session, cast, series, amend, room, now):
    """Pitfall 11: exceptions survive an edit of all."""
    third = occurrences(session, series)[2]
    there = span("2026-03-20", "09:00", "11:00")
    spaces.move(session, third.id, venue_id=room.id, span=there, actor=cast.actor(cast.lao_chen), now=now)
    session.commit()
    assert amend(series, EVENING) == 5
    assert hours(session, series) == ["18:00", "18:00", "09:00", "18:00", "18:00", "18:00"]
    assert amend(series, Change(starts="19:00", ends="20:00"), also=frozenset({third.id})) == 6
    assert set(hours(session, series)) == {"19:00"}
    assert occurrences(session, series)[2].span.day == date(2026, 3, 20), "its own day stays"


def test_only_the_affected_are_told_and_once(session, acting, cast, series, amend):
    """Pitfall 11: one notice for each of the owner's unit, whatever the number of occurrences."""
    amend(series, EVENING)
    with acting(cast.qi) as there:
        told = notices(there, "spaces.booked")
        people = [n.person_id for n in told if ":changed:" in n.event]
        assert people
        assert len(people) == len(set(people))
        assert all("共6次" in n.text for n in told)


def test_a_shift_that_meets_its_own_siblings_is_possible(session, cast, room, now, amend):
    """Every day's afternoon and the venue's gap: each takes what the other leaves."""
    daily = book(session, weekly(room, times=5, weekdays="12345"), cast.actor(cast.lao_chen), now)
    session.commit()
    assert amend(daily, Change(starts="15:00", ends="17:00")) == 5


def test_a_shift_within_the_month_costs_no_quota(session, acting, cast, series, amend, room):
    """Eight hours of March are all taken by the series itself; another hour of the day takes no more."""
    with acting(cast.qi) as there:
        months = [Need(room.id, cast.dong.id, cast.qi.id, date(2026, m, 1), 0, 8 * 60) for m in (3, 4)]
        quotas.set_limit(there, months)
    assert amend(series, EVENING) == 6
    with pytest.raises(previews.NotSettled):
        amend(series, Change(starts="17:00", ends="20:00"))


def test_a_conflict_is_left_as_it_is_or_refuses_the_whole(session, acting, cast, series, amend, room, now):
    with acting(cast.qi) as there:
        evening = span("2026-03-19", "18:00", "20:00")
        spaces.book(there, draft(room, evening), actor=cast.actor(cast.qian), now=now)
    with pytest.raises(previews.NotSettled):
        amend(series, EVENING)
    session.rollback()
    assert hours(session, series) == ["14:00"] * 6
    assert amend(series, EVENING, choices={"choice-2026-03-19": SKIP}) == 5
    assert hours(session, series) == ["18:00", "18:00", "14:00", "18:00", "18:00", "18:00"]


def test_what_is_taken_between_preview_and_confirmation_leaves_all_as_it_was(session, acting, cast, series, room, now):
    found = queries.reach(session, series.id, of=None, scope=Scope.ALL, reader_town_id=cast.dong.id, now=now)
    plan = queries.preview(session, found.all, EVENING, {}, town_id=cast.dong.id, now=now)
    session.commit()
    with acting(cast.qi) as there:
        evening = span("2026-03-19", "18:00", "20:00")
        spaces.book(there, draft(room, evening), actor=cast.actor(cast.qian), now=now)
    with pytest.raises(Taken):
        actions.change(session, series.id, EVENING, plan, scope=Scope.ALL, actor=cast.actor(cast.lao_chen), now=now)
    session.rollback()
    assert hours(session, series) == ["14:00"] * 6
    assert len(session.exec(select(Claim).where(Claim.blocking)).all()) == 7


def test_more_people_than_seats_are_refused_for_all(session, series, amend):
    with pytest.raises(TooManyPeople):
        amend(series, Change(heads=31))


def test_a_colleague_changes_nothing(session, cast, series, now):
    reach = queries.reach(session, series.id, of=None, scope=Scope.ALL, reader_town_id=cast.dong.id, now=now)
    plan = queries.preview(session, reach.all, EVENING, {}, town_id=cast.dong.id, now=now)
    with pytest.raises(rules.NotYourSeries):
        actions.change(session, series.id, EVENING, plan, scope=Scope.ALL, actor=cast.actor(cast.lin), now=now)


def test_cancelled_occurrences_are_kept_with_their_reason_and_their_time_is_free(session, acting, cast, series, now):
    """Of the issues seen elsewhere: a cancelled series still blocking."""
    last = [b.id for b in occurrences(session, series)[3:]]
    chen = cast.actor(cast.lao_chen)
    assert actions.cancel(session, series.id, last, reason="改到线上", actor=chen, now=now) == 3
    session.commit()
    states = [b.state for b in occurrences(session, series)]
    assert states == [BookingState.CONFIRMED] * 3 + [BookingState.CANCELLED] * 3
    assert {b.reason for b in occurrences(session, series)[3:]} == {"改到线上"}
    assert len(session.exec(select(Claim).where(Claim.blocking)).all()) == 3
    with acting(cast.qi) as there:
        told = notices(there, "spaces.cancelled")
        assert len(told) == len({n.person_id for n in told}) > 0
        assert "共3次" in told[0].text
        assert "改到线上" in told[0].text


def test_cancelling_asks_for_a_reason_and_spares_the_past(session, cast, series):
    ids, chen = [b.id for b in occurrences(session, series)], cast.actor(cast.lao_chen)
    with pytest.raises(rules.ReasonMissing):
        actions.cancel(session, series.id, ids, reason=" ", actor=chen, now=MONDAY)
    assert actions.cancel(session, series.id, ids, reason="活动结束", actor=chen, now=LATER) == 4
    with pytest.raises(rules.NobodyConcerned):
        actions.cancel(session, series.id, ids, reason="活动结束", actor=chen, now=LATER)


def test_a_colleague_cancels_nothing(session, cast, series, now):
    ids = [b.id for b in occurrences(session, series)]
    with pytest.raises(booking_rules.NotYourBooking):
        actions.cancel(session, series.id, ids, reason="不用了", actor=cast.actor(cast.lin), now=now)


def test_the_owner_answers_all_at_once_and_the_booker_hears_once(session, acting, cast, asked, now):
    series = book(session, weekly(asked, times=5), cast.actor(cast.lao_chen), now)
    ids = [b.id for b in occurrences(session, series)]
    session.commit()
    with acting(cast.qi) as there:
        done = actions.approve(there, series.id, ids, actor=cast.actor(cast.qian), now=now)
        assert all(o.is_done for o in done)
    session.expire_all()
    assert {b.state for b in occurrences(session, series)} == {BookingState.CONFIRMED}
    told = notices(session, "spaces.approved")
    assert [n.person_id for n in told] == [cast.lao_chen.id]
    assert "共5次" in told[0].text


def test_declining_one_of_many_leaves_the_others(session, acting, cast, asked, now):
    """Pitfall 12."""
    series = book(session, weekly(asked, times=5), cast.actor(cast.lao_chen), now)
    third = occurrences(session, series)[2].id
    session.commit()
    with acting(cast.qi) as there:
        actions.decline(there, series.id, [third], reason="当天有换届选举", actor=cast.actor(cast.qian), now=now)
    session.expire_all()
    states = [b.state for b in occurrences(session, series)]
    assert states == [BookingState.REQUESTED] * 2 + [BookingState.DECLINED] + [BookingState.REQUESTED] * 2
    held = session.exec(select(Claim.booking_id).where(Claim.blocking)).all()
    assert sorted(held) == sorted(b.id for b in occurrences(session, series) if b.id != third)


def test_what_a_colleague_answered_first_does_not_stop_the_rest(session, acting, cast, asked, now):
    series = book(session, weekly(asked, times=3), cast.actor(cast.lao_chen), now)
    ids = [b.id for b in occurrences(session, series)]
    session.commit()
    with acting(cast.qi) as there:
        actions.approve(there, series.id, ids[:1], actor=cast.actor(cast.qian), now=now)
    with acting(cast.qi) as there:
        outcomes = actions.approve(there, series.id, ids, actor=cast.actor(cast.yan), now=now)
        assert sorted(o.is_done for o in outcomes) == [False, True, True]
