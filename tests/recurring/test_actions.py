"""A series is previewed, resolved and booked in one act, on both databases."""

from datetime import date

import pytest
import sqlalchemy as sa
from rooms import draft, span
from series_of_bookings import book, occurrences, weekly
from sqlmodel import col, select

from app.audit.models import AuditEntry
from app.availability.rules import OutsideHours, ShutThatDay, TooFar
from app.bookings.models import Booking, BookingState
from app.claims.rules import Taken
from app.kit.errors import NotFound
from app.notifications.models import Notice
from app.policies import actions as policies
from app.policies.models import Sharing
from app.policies.rules import Rule
from app.previews import rules as previews
from app.previews.models import SKIP, ChoiceKind
from app.quotas.rules import QuotaSpent
from app.recurring import actions, queries, rules
from app.recurring.models import BookingSeries
from app.spaces import actions as spaces


def plan(session, cast, wanted, now, choices=None, who=None):
    return queries.plan(session, wanted, choices or {}, town_id=(who or cast.lao_chen).town_id, now=now)


def test_every_occurrence_is_a_booking_of_its_own_and_told_once(session, acting, cast, asked, now):
    series = book(session, weekly(asked), cast.actor(cast.lao_chen), now)
    session.commit()

    booked = occurrences(session, series)
    assert [b.series_on.isoformat() for b in booked] == ["2026-03-05", "2026-03-12", "2026-03-19", "2026-03-26"]
    assert {b.state for b in booked} == {BookingState.REQUESTED}
    assert not any(rules.is_changed_alone(b) for b in booked)
    assert len(session.exec(select(AuditEntry).where(AuditEntry.deed == "spaces.requested")).all()) == 4
    assert len(session.exec(select(AuditEntry).where(AuditEntry.deed == "recurring.booked")).all()) == 1
    with acting(cast.qi) as there:
        told = there.exec(select(Notice).where(Notice.kind == "spaces.requested")).all()
        assert len({n.person_id for n in told}) == len(told), "one notice for each of the owner's unit, not four"
        assert "共4次" in told[0].text
        assert told[0].url == f"/spaces/series/{series.id}"


def test_the_preview_says_what_is_in_the_way_and_who_as_far_as_it_may_be_seen(session, acting, cast, room, now):
    with acting(cast.qi) as there:
        spaces.book(there, draft(room, span("2026-03-12")), actor=cast.actor(cast.qian), now=now)
    spaces.book(session, draft(room, span("2026-03-19"), title="合唱队"), actor=cast.actor(cast.lin), now=now)
    session.commit()
    wanted = weekly(room, times=5, first_on=date(2026, 3, 5))
    found = plan(session, cast, wanted, now)

    troubles = {r.on.isoformat(): [type(t) for t in r.troubles] for r in found.rows if r.troubles}
    assert troubles == {"2026-03-12": [Taken], "2026-03-19": [Taken]}
    assert [r.blocker for r in found.rows] == ["", "", "合唱队", "", ""]
    assert found.open_count == 2
    with pytest.raises(previews.NotSettled, match="还有2次没有定下"):
        actions.book(session, wanted, found, actor=cast.actor(cast.lao_chen), now=now)


def test_conflicts_are_resolved_in_three_ways(session, cast, hall, room, now):
    """Skip, other venue, other time; each of the offered alternatives is really free."""
    for day in ("2026-03-05", "2026-03-12", "2026-03-19"):
        spaces.book(session, draft(hall, span(day)), actor=cast.actor(cast.lin), now=now)
    session.commit()
    wanted = weekly(hall)
    first, second, third, fourth = plan(session, cast, wanted, now).rows
    by_reason = {o.reason: o.choice for o in second.options}
    assert set(by_reason) == {"同一场地，当天其他时间", "同一场地，改日", "同一时间，Q镇的场地"}
    choices = {
        first.name: SKIP,
        second.name: by_reason["同一时间，Q镇的场地"],
        third.name: {o.reason: o.choice for o in third.options}["同一场地，当天其他时间"],
    }
    found = plan(session, cast, wanted, now, choices)
    assert found.open_count == 0
    series = actions.book(session, wanted, found, actor=cast.actor(cast.lao_chen), now=now)
    session.commit()

    booked = occurrences(session, series)
    assert [b.series_on for b in booked] == [second.on, third.on, fourth.on]
    assert [b.venue_id for b in booked] == [room.id, hall.id, hall.id]
    assert [rules.is_changed_alone(b) for b in booked] == [True, True, False]
    assert queries.history_of(session, series.id)[0].note == "跳过1次"


def test_what_was_taken_meanwhile_is_shown_again_and_nothing_is_booked(session, acting, cast, room, now):
    wanted = weekly(room)
    choices = {plan(session, cast, wanted, now).rows[3].name: SKIP}
    shown = plan(session, cast, wanted, now, choices)
    session.commit()
    with acting(cast.qi) as there:
        spaces.book(there, draft(room, span("2026-03-12")), actor=cast.actor(cast.qian), now=now)
    with pytest.raises(Taken):
        actions.book(session, wanted, shown, actor=cast.actor(cast.lao_chen), now=now)
    session.rollback()

    assert session.exec(select(BookingSeries)).all() == []
    assert session.exec(select(Booking).where(col(Booking.series_id).is_not(None))).all() == []
    again = plan(session, cast, wanted, now, choices)
    assert [r.is_open for r in again.rows] == [False, True, False, False]
    assert again.rows[3].choice.kind is ChoiceKind.SKIP


def test_closures_holidays_hours_and_horizon_are_seen_beforehand(session, cast, room, now):
    wanted = weekly(room, times=None, until_on=date(2026, 5, 14), weekdays="14", first_on=date(2026, 3, 30))
    found = {r.on.isoformat(): r for r in plan(session, cast, wanted, now).rows}
    assert [type(t) for t in found["2026-04-06"].troubles] == [ShutThatDay]
    assert found["2026-04-06"].note == "清明节"
    assert [type(t) for t in found["2026-05-04"].troubles] == [TooFar, ShutThatDay]
    assert found["2026-04-09"].troubles == ()
    late = plan(session, cast, weekly(room, starts="20:30", ends="22:00"), now)
    assert {type(t) for t in late.rows[0].troubles} == {OutsideHours}


def test_a_quota_that_runs_out_is_seen_at_the_occurrence_where_it_does(session, acting, cast, room, now):
    """Eight hours a month are four afternoons."""
    with acting(cast.qi) as there:
        rule = Rule(Sharing.AT_ONCE, quota=8 * 60)
        policies.lay_down(there, rule, venue_id=room.id, owner_town_id=cast.qi.id, town_id=cast.dong.id)
    wanted = weekly(room, times=6, weekdays="45", first_on=date(2026, 4, 9))
    found = plan(session, cast, wanted, now)
    assert [(r.on.isoformat(), type(r.objection)) for r in found.rows if r.objection] == [
        ("2026-04-23", QuotaSpent),
        ("2026-04-24", QuotaSpent),
    ]
    assert found.shares[0].words == "共享会议室2026年4月：本系列用8小时，限额8小时，此前已用0小时，之后剩余0小时"
    choices = {r.name: SKIP for r in found.rows if r.objection}
    series = actions.book(
        session, wanted, plan(session, cast, wanted, now, choices), actor=cast.actor(cast.lao_chen), now=now
    )
    session.commit()
    assert sum(b.quota_minutes for b in occurrences(session, series)) == 8 * 60


def test_at_home_a_series_is_planned_for_the_whole_year(session, cast, hall, now):
    wanted = weekly(hall, times=50)
    rows = plan(session, cast, wanted, now).rows
    assert not any(isinstance(t, TooFar) for r in rows for t in r.troubles)


def test_two_choices_for_one_free_hour_are_noticed_before_the_database_does(session, cast, hall, now):
    for day in ("2026-03-05", "2026-03-06"):
        spaces.book(session, draft(hall, span(day)), actor=cast.actor(cast.lin), now=now)
    session.commit()
    wanted = weekly(hall, times=2, weekdays="45")
    rows = plan(session, cast, wanted, now).rows
    other_day = {o.reason: o.choice for o in rows[1].options}["同一场地，改日"]
    again = plan(session, cast, wanted, now, {r.name: other_day for r in rows})
    assert [r.objection is None for r in again.rows] == [True, False]


def test_a_stranger_finds_no_series_and_the_partner_only_what_uses_its_venues(session, acting, cast, hall, room, now):
    series = book(session, weekly(hall), cast.actor(cast.lao_chen), now)
    session.commit()
    with acting(cast.qi) as there, pytest.raises(NotFound):
        queries.bookings_of(there, series.id, reader_town_id=cast.qi.id)
    with acting(cast.wai) as far, pytest.raises(NotFound):
        book(far, weekly(room), cast.actor(cast.wu), now)


def test_the_questions_asked_do_not_grow_with_the_occurrences(session, cast, venue, now):
    """Both spans hold a holiday, so that alternatives are looked for in both."""
    own = venue(cast.dong_centre, "天天开放")
    session.commit()
    few, many = (_statements(session, lambda n=n: plan(session, cast, daily(own, n), now)) for n in (30, 100))
    assert many <= few < 60


def test_a_hundred_occurrences_in_one_act(session, cast, venue, now):
    own = venue(cast.dong_centre, "天天开放")
    rows = plan(session, cast, daily(own, 100), now).rows
    shut = {r.name: SKIP for r in rows if r.troubles}
    series = book(session, daily(own, 100), cast.actor(cast.lao_chen), now, shut)
    session.commit()
    assert len(occurrences(session, series)) == 100 - len(shut)
    assert queries.history_of(session, series.id)[0].note == f"跳过{len(shut)}次"


def daily(own, times):
    return weekly(own, times=times, weekdays="12345")


def _statements(session, deed):
    asked = []
    listen = lambda *given: asked.append(given[2])  # noqa: E731
    sa.event.listen(session.get_bind(), "before_cursor_execute", listen)
    deed()
    sa.event.remove(session.get_bind(), "before_cursor_execute", listen)
    return len(asked)
