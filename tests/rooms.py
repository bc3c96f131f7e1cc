"""Venues of both towns, for the tests of whatever books them. A conftest that imports the fixtures has them."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlmodel import Session

from app.bookings.models import BookingDraft, Span
from app.kit import clock
from app.kit.db import open_session
from app.kit.scopes import Reach
from app.towns.models import Town
from app.venues import actions
from app.venues.models import Sharing, Venue, VenueDraft, VenueKind

MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # 2026-03-02 09:00 in the towns


def span(day: str = "2026-03-05", starts: str = "14:00", ends: str = "16:00") -> Span:
    """A span of the towns' clock."""
    on = datetime.fromisoformat(day).date()
    return Span(clock.at(on, starts), clock.at(on, ends))


def draft(venue: Venue, when: Span | None = None, **given: object) -> BookingDraft:
    when = when or span()
    said = {"title": "党员学习会", "heads": 12, "contact_name": "老陈", "contact_phone": "13800001234"} | given
    return BookingDraft(venue_id=venue.id, starts_at=when.starts_at, ends_at=when.ends_at, **said)


@pytest.fixture
def acting(app: Flask, reaching: Callable[..., Session]) -> Callable[..., AbstractContextManager[Session]]:
    """A session of a town that commits at the end of the block; what others have loaded stays readable."""

    @contextmanager
    def enter(town: Town) -> Iterator[Session]:
        for other in app.extensions["test_sessions"]:
            other.expunge_all()
        with reaching(town) as session:
            yield session
            session.commit()

    return enter


@pytest.fixture
def now() -> datetime:
    return MONDAY


@pytest.fixture
def venue(engine: sa.Engine, cast) -> Callable[..., Venue]:
    """Add a venue to a town's centre."""

    def add(unit, name: str = "议事厅", actor=None, **given: object) -> Venue:
        said = {"unit_id": unit.id, "name": name, "kind": VenueKind.COUNCIL_ROOM, "seats": 40} | given
        with open_session(engine, Reach.nothing(), now=MONDAY - timedelta(days=1)) as session:
            actor = actor or cast.actor(cast.ma)
            made = actions.add_venue(session, VenueDraft(**said), unit=unit, actor=actor)
            session.commit()
        return made

    return add


@pytest.fixture
def hall(venue, cast) -> Venue:
    """D镇's own 议事厅."""
    return venue(cast.dong_centre)


@pytest.fixture
def room(venue, cast) -> Venue:
    """Q镇's 共享会议室, which D镇 books at once."""
    return venue(cast.qi_centre, "共享会议室", cast.actor(cast.yan), seats=30, sharing=Sharing.AT_ONCE)


@pytest.fixture
def asked(venue, cast) -> Venue:
    """Q镇's 红梅礼堂, for which D镇 must ask."""
    return venue(cast.qi_centre, "红梅礼堂", cast.actor(cast.yan), seats=200, sharing=Sharing.ON_REQUEST)
