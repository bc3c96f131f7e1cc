"""Moved, cancelled, its venue lost: what becomes of a session, its booking and its hours of sign-up."""

from datetime import timedelta

import pytest
from catalogue import occasion_draft
from rooms import span
from sqlmodel import select

from app.arrivals.rules import is_released
from app.bookings.models import Booking, BookingState
from app.claims.models import ClosureDraft, ClosureKind
from app.claims.rules import Taken
from app.closures import actions as closures
from app.notifications.models import Notice
from app.programmes import actions, queries, rules
from app.services.rules import NotTheProvider, ReasonMissing
from app.sessions.models import ServiceSession, SessionState


@pytest.fixture
def planned(acting, cast, service, room, now):
    """A session in Q镇's 共享会议室, with sign-up from a week before until the eve."""

    def plan(when=None, **given):
        with acting(cast.qi) as there:
            when = when or span("2026-03-20")
            hours = {"opens_at": when.starts_at - timedelta(days=7), "closes_at": when.starts_at - timedelta(days=1)}
            draft = occasion_draft(when, **{"venue_id": room.id} | hours | given)
            return actions.plan(there, plan.service.id, draft, actor=cast.actor(cast.qian), now=now)

    plan.service = service()
    return plan


def change(when, venue_id=None, reason="场地检修", place=""):
    return rules.Change(when.starts_at, when.ends_at, venue_id, place, reason)


def test_a_session_moves_with_its_venue_and_its_hours_of_sign_up(acting, cast, planned, room, now):
    one, later = planned(), span("2026-03-25")
    with acting(cast.qi) as there:
        moved = actions.move(there, one.id, change(later, room.id), actor=cast.actor(cast.qian), now=now)
        booking = there.get(Booking, moved.occasion.booking_id)
    assert (booking.starts_at, moved.occasion.starts_at) == (later.starts_at, later.starts_at)
    assert moved.occasion.closes_at == later.starts_at - timedelta(days=1)
    assert moved.occasion.was_at == one.starts_at
    assert "3月20日" in moved.before
    with acting(cast.qi) as there:
        with pytest.raises(ReasonMissing):
            actions.move(there, one.id, change(span(), reason=" "), actor=cast.actor(cast.qian), now=now)
        with pytest.raises(rules.NothingChanged):
            actions.move(there, one.id, change(later, room.id), actor=cast.actor(cast.qian), now=now)


def test_where_the_new_time_is_taken_everything_stays(acting, cast, planned, room, now):
    one, other = planned(), planned(span("2026-03-25"), label="乙班")
    with pytest.raises(Taken), acting(cast.qi) as there:
        actions.move(there, one.id, change(other.span, room.id), actor=cast.actor(cast.qian), now=now)
    with acting(cast.qi) as there:
        kept = there.get(ServiceSession, one.id)
        assert (kept.starts_at, kept.venue_id) == (one.starts_at, room.id)


def test_without_a_venue_any_more_the_booking_is_given_back(acting, cast, planned, now):
    one = planned()
    with acting(cast.qi) as there:
        moved = actions.move(there, one.id, change(one.span, place="广场"), actor=cast.actor(cast.qian), now=now)
        assert moved.occasion.booking_id is None
        assert there.exec(select(Booking.state)).one() is BookingState.CANCELLED


def test_its_booking_is_changed_on_the_sessions_page_only_and_never_a_no_show(acting, cast, planned):
    one = planned()
    with acting(cast.qi) as there:
        booking = there.get(Booking, one.booking_id)
        assert booking.is_bound
        assert not is_released(booking, is_staffed=False)
        assert booking.url == f"/sessions/{one.id}"


def test_cancelling_gives_the_venue_back_and_is_the_providers(acting, cast, planned, now):
    one = planned()
    with acting(cast.dong) as there, pytest.raises(NotTheProvider):
        actions.cancel(there, one.id, reason="下雨", actor=cast.actor(cast.lao_chen), now=now)
    with acting(cast.qi) as there:
        actions.cancel(there, one.id, reason="医生外出", actor=cast.actor(cast.qian), now=now)
        assert there.exec(select(Booking.state)).one() is BookingState.CANCELLED
        assert there.get(ServiceSession, one.id).state is SessionState.CANCELLED


def test_a_venue_taken_in_an_emergency_is_found_out_and_the_unit_is_told(acting, cast, planned, room, now):
    one = planned()
    with acting(cast.qi) as there:
        shut = {"starts_at": one.starts_at, "ends_at": one.ends_at, "kind": ClosureKind.EMERGENCY, "reason": "台风安置"}
        closure = ClosureDraft(venue_id=room.id, **shut)
        closures.close_venue(there, closure, actor=cast.actor(cast.xu), now=now)
    with acting(cast.qi) as there:
        assert [o.id for o in queries.lost_venues(there, cast.qi.id, now=now)] == [one.id]
        lost = actions.lose_venue(there, one.id, now=now)
        assert (lost.occasion.venue_id, lost.occasion.place) == (None, "地点另行通知")
        assert "台风安置" in lost.occasion.reason
        assert actions.lose_venue(there, one.id, now=now) is None
        assert queries.lost_venues(there, cast.qi.id, now=now) == []
    with acting(cast.qi) as there:
        told = there.exec(select(Notice).where(Notice.kind == "programmes.venue_lost")).all()
    assert [notice.url for notice in told] == [f"/sessions/{one.id}/move"] * len(told)
    assert told
