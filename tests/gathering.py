"""A joint meeting of the cast: hosted by D镇, Thursday 2026-04-09 14:00–16:00, seen from Monday 2026-03-02."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from cast import Cast
from flask import Flask
from sqlmodel import Session

from app.accounts.models import Person
from app.kit import clock
from app.kit.db import open_session
from app.kit.scopes import Reach
from app.meetings import actions, queries
from app.meetings.models import Arrangements, Meeting
from app.participants.models import Participant, Standing
from app.towns.models import Town
from app.venues import actions as venue_actions
from app.venues.models import Sharing, Venue, VenueDraft, VenueKind

MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # 09:00 in the towns
DAY = date(2026, 4, 9)
STARTS, ENDS = clock.at(DAY, "14:00"), clock.at(DAY, "16:00")
Acting = Callable[[Town], AbstractContextManager[Session]]


@pytest.fixture
def acting(app: Flask, reaching: Callable[..., Session]) -> Acting:
    """A session of a town that commits at the end of the block."""

    @contextmanager
    def enter(town: Town, now: datetime = MONDAY) -> Iterator[Session]:
        for other in app.extensions["test_sessions"]:
            other.expunge_all()
        with reaching(town, now=now) as session:
            yield session
            session.commit()

    return enter


@pytest.fixture
def room(engine: sa.Engine, cast: Cast) -> Venue:
    """Q镇's 共享会议室, which D镇 books at once: the venue lies across the border."""
    return _venue(engine, cast.qi_centre, "共享会议室", cast.actor(cast.yan), parking="北门停车场")


@pytest.fixture
def hall(engine: sa.Engine, cast: Cast) -> Venue:
    """D镇's own 议事厅."""
    return _venue(engine, cast.dong_centre, "议事厅", cast.actor(cast.ma))


def _venue(engine: sa.Engine, unit: object, name: str, actor: object, **given: object) -> Venue:
    draft = VenueDraft(
        unit_id=unit.id, name=name, kind=VenueKind.COUNCIL_ROOM, seats=40, sharing=Sharing.AT_ONCE, **given
    )
    with open_session(engine, Reach.nothing(), now=MONDAY - timedelta(days=1)) as session:
        made = venue_actions.add_venue(session, draft, unit=unit, actor=actor)
        session.commit()
    return made


@pytest.fixture
def planned(acting: Acting, cast: Cast) -> Callable[..., Meeting]:
    """Plan a meeting without a series."""

    def plan(number: int = 12, host: Town | None = None, day: date = DAY, **given: object) -> Meeting:
        said: dict[str, object] = {
            "partnership_id": cast.pair.id,
            "number": number,
            "title": f"第{number}次轮值联席会议",
            "host_id": (host or cast.dong).id,
            "starts_at": clock.at(day, "14:00"),
            "ends_at": clock.at(day, "16:00"),
            "original_on": day,
            "changed_at": MONDAY,
        }
        made = Meeting(**(said | given))
        with acting(host or cast.dong) as session:
            session.add(made)
        return made

    return plan


@pytest.fixture
def meeting(planned: Callable[..., Meeting]) -> Meeting:
    return planned()


def arrangements(venue: Venue, starts: str = "14:00", ends: str = "16:00", day: date = DAY) -> Arrangements:
    return Arrangements(
        starts_at=clock.at(day, starts),
        ends_at=clock.at(day, ends),
        venue_id=venue.id,
        contact_name="马琳",
        contact_phone="021-59670001",
    )


@pytest.fixture
def confirmed(acting: Acting, cast: Cast, meeting: Meeting, room: Venue) -> Meeting:
    """Confirmed in Q镇's room by D镇's clerk."""
    with acting(cast.dong) as session:
        found = queries.get_meeting(session, meeting.id)
        actions.confirm(session, found, arrangements(room), actor=cast.actor(cast.ma), now=MONDAY)
    return found


@pytest.fixture
def convened(acting: Acting, cast: Cast, confirmed: Meeting) -> Meeting:
    with acting(cast.dong) as session:
        found = queries.get_meeting(session, confirmed.id)
        actions.convene(session, found, actor=cast.actor(cast.ma), now=MONDAY)
    return found


@pytest.fixture
def listed(acting: Acting, cast: Cast, convened: Meeting) -> dict[str, UUID]:
    """Who is on the lists: leaders and workers of both towns, by login; and an observer of Q镇."""
    rows = [
        (cast.dong, cast.shen, "党委", True, Standing.ATTENDEE),
        (cast.dong, cast.lao_chen, "长江新村社区", False, Standing.ATTENDEE),
        (cast.qi, cast.xu, "党委", True, Standing.ATTENDEE),
        (cast.qi, cast.qian, "兴隆社区", False, Standing.OBSERVER),
    ]
    found = {}
    for town in (cast.dong, cast.qi):
        with acting(town) as session:
            for place, (_, person, unit, leads, standing) in enumerate([r for r in rows if r[0] is town], 1):
                row = _participant(convened, person, unit, leads, standing, place)
                session.add(row)
                found[person.login] = row.id
    return found


def _participant(
    meeting: Meeting, person: Person, unit: str, leads: bool, standing: Standing, place: int
) -> Participant:
    return Participant(
        partnership_id=meeting.partnership_id,
        meeting_id=meeting.id,
        town_id=person.town_id,
        person_id=person.id,
        name=person.name,
        unit=unit,
        post=person.post,
        standing=standing,
        is_leader=leads,
        place=place,
    )
