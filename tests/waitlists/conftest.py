"""The venues of both towns, and people who wait for them."""

import pytest
from rooms import MONDAY, acting, asked, draft, hall, now, room, venue  # noqa: F401  # fixtures

from app.spaces import actions as spaces
from app.waitlists import actions


@pytest.fixture
def booked(acting, cast):  # noqa: F811  # the fixture itself
    """老陈 of D镇 has booked a venue, or whoever is named."""

    def book(place, when=None, person=None, town=None, at=MONDAY, **given):
        with acting(town or cast.dong) as session:
            actor = cast.actor(person or cast.lao_chen)
            return spaces.book(session, draft(place, when, **given), actor=actor, now=at).id

    return book


@pytest.fixture
def waits(acting, cast):  # noqa: F811  # the fixture itself
    """Somebody joins a venue's list."""

    def join(place, person, town=None, when=None, minutes=0, at=MONDAY, **given):
        with acting(town or cast.dong) as session:
            return actions.join(
                session, draft(place, when, **given), minutes=minutes, actor=cast.actor(person), now=at
            ).id

    return join


@pytest.fixture
def gives_back(acting, cast):  # noqa: F811  # the fixture itself
    """A booking is cancelled."""

    def cancel(booking_id, person=None, town=None, at=MONDAY):
        with acting(town or cast.dong) as session:
            actor = cast.actor(person or cast.lao_chen)
            spaces.cancel(session, booking_id, reason="活动改期", actor=actor, now=at)

    return cancel
