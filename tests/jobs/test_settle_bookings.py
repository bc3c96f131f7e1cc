"""Requests that nobody answered are written down once, and who asked is told once."""

from datetime import timedelta

from rooms import MONDAY, acting, asked, draft, span, venue  # noqa: F401  # fixtures
from sqlmodel import select

from app.bookings.models import Booking, BookingState
from app.notifications.models import Notice
from app.spaces import actions
from jobs import settle_bookings


def test_a_request_that_nobody_answered_expires_once(engine, cast, acting, asked):  # noqa: F811
    with acting(cast.dong) as session:
        actions.book(session, draft(asked), actor=cast.actor(cast.lao_chen), now=MONDAY)
    limit = span().starts_at - timedelta(hours=2)
    assert settle_bookings.run(engine, MONDAY + timedelta(hours=23)) == 0
    assert settle_bookings.run(engine, limit - timedelta(minutes=1)) == 1  # passed on to the clerk, see tests/answers
    assert settle_bookings.run(engine, limit - timedelta(minutes=1)) == 0
    assert settle_bookings.run(engine, limit) == 1
    assert settle_bookings.run(engine, limit) == 0
    with acting(cast.dong) as session:
        assert session.exec(select(Booking.state)).one() is BookingState.EXPIRED
        told = session.exec(select(Notice).where(Notice.kind == "spaces.expired")).all()
        assert [n.person_id for n in told] == [cast.lao_chen.id]
