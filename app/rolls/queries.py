"""A day's sessions with their numbers, one session's list, and which lists are due to be closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.kit import clock
from app.kit.errors import NotFound
from app.rolls import rules
from app.services.models import Service
from app.sessions import queries as sessions
from app.sessions.models import ServiceSession, SessionState
from app.sessions.queries import Line, Search
from app.signups.models import COMING, SignUp, SignUpState


@dataclass(frozen=True)
class DayLine:
    """A session of the day with its numbers."""

    line: Line
    coming: int
    there: int


def day_of(session: Session, town_id: UUID, day: date) -> list[DayLine]:
    """A town's sessions of a day, the earliest first, with how many come and how many are there."""
    first = clock.at(day, "00:00")
    lines = sessions.lines(session, Search(first, first + timedelta(days=1), town_ids=[town_id], only_published=False))
    counted = _counted(session, [line.id for line in lines])
    return [
        DayLine(
            line,
            sum(counted.get((line.id, state), 0) for state in COMING),
            counted.get((line.id, SignUpState.ATTENDED), 0),
        )
        for line in lines
    ]


def _counted(session: Session, ids: Sequence[UUID]) -> dict[tuple[UUID, SignUpState], int]:
    keys = col(SignUp.session_id), col(SignUp.state)
    found = sa.select(*keys, sa.func.count()).where(col(SignUp.session_id).in_(ids)).group_by(*keys).order_by(*keys)
    return {(row[0], row[1]): row[2] for row in session.execute(found)}


def get_own_session(session: Session, occasion_id: UUID, *, town_id: UUID) -> tuple[ServiceSession, Service]:
    """A session of the counter's own town: who came is ticked there; to anybody else the list is not there."""
    occasion, service = sessions.get_session(session, occasion_id, reader_town_id=town_id)
    if occasion.town_id != town_id:
        raise NotFound
    return occasion, service


def find_by_code(session: Session, code: str, *, town_id: UUID) -> SignUp | None:
    """A sign-up by its slip's code, among those that concern the reader's town."""
    found = select(SignUp).where(SignUp.code == code.strip().upper())
    sign_up = session.exec(found).first()
    return sign_up if sign_up and town_id in (sign_up.home_town_id, sign_up.provider_town_id) else None


def lists_to_settle(session: Session, town_id: UUID, *, now: datetime) -> Sequence[UUID]:
    """Sessions that ended a day ago, whose list was used and is not closed: an untouched list blames nobody."""
    found = (
        select(ServiceSession.id)
        .where(ServiceSession.town_id == town_id, ServiceSession.state == SessionState.OPEN)
        .where(ServiceSession.starts_at > now - rules.SETTLED_WITHIN)
        .where(ServiceSession.ends_at <= now - rules.SETTLED_AFTER)
        .where(_somebody(SignUpState.ATTENDED), _somebody(SignUpState.SIGNED))
    )
    return session.exec(found.order_by(col(ServiceSession.starts_at), col(ServiceSession.id))).all()


def _somebody(state: SignUpState) -> sa.ColumnElement[bool]:
    """Whether anybody of a session stands in this state."""
    there = sa.select(col(SignUp.id)).where(col(SignUp.session_id) == col(ServiceSession.id))
    return there.where(col(SignUp.state) == state).exists()
