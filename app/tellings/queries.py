"""Whom a town's workers still have to ring up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.kit.errors import NotFound
from app.sessions import queries as sessions
from app.sessions.models import ServiceSession
from app.signups import queries as signups
from app.signups.models import SignUp, SignUpState
from app.signups.queries import Entry
from app.tellings.models import CAUSES, Cause, Telling


@dataclass(frozen=True)
class Line:
    """A call to make: whom, about which session, what to say."""

    id: UUID
    cause: str
    words: str
    made_at: datetime
    title: str
    when: str
    entry: Entry | None
    tries: int


def _open(what: Any, town_id: UUID, now: datetime) -> Any:
    """Of tellings joined to their sign-ups: still to be told. An offer that was answered needs no call any more."""
    found = what.join(SignUp, col(SignUp.id) == col(Telling.sign_up_id))
    asked = sa.or_(col(Telling.cause) != Cause.OFFERED, col(SignUp.state) == SignUpState.OFFERED)
    still = col(Telling.done_at).is_(None), col(Telling.worth_until) > now
    return found.where(col(Telling.town_id) == town_id, *still, asked)


def count_open(session: Session, town_id: UUID, *, now: datetime) -> int:
    found = _open(select(sa.func.count()).select_from(Telling), town_id, now)
    return int(session.exec(found).one())


def count_for(session: Session, town_id: UUID, person_id: UUID, *, now: datetime) -> int:
    """Of those the ones that a worker signed up, and those who signed up by themselves."""
    mine = sa.or_(col(SignUp.by_person_id) == person_id, col(SignUp.by_person_id).is_(None))
    found = _open(select(sa.func.count()).select_from(Telling), town_id, now)
    return int(session.exec(found.where(mine)).one())


def open_ones(session: Session, town_id: UUID, *, now: datetime, limit: int = 200) -> list[Line]:
    """What is still worth telling, what begins first at the top."""
    found = _open(select(Telling), town_id, now).order_by(col(Telling.worth_until), col(Telling.id))
    return lines_of(session, session.exec(found.limit(limit)).all(), town_id=town_id)


def lines_of(session: Session, found: Sequence[Telling], *, town_id: UUID) -> list[Line]:
    rows = session.exec(
        select(SignUp).where(col(SignUp.id).in_([t.sign_up_id for t in found])).order_by(col(SignUp.id))
    ).all()
    entries = {e.id: e for e in signups.entries_of(session, rows, reader_town_id=town_id)}
    of = {s.id: s.session_id for s in rows}
    held = select(ServiceSession).where(col(ServiceSession.id).in_(set(of.values()))).order_by(col(ServiceSession.id))
    about = {line.id: line for line in sessions.lines_of(session, session.exec(held).all())}
    lines = []
    for telling in found:
        if (session_id := of.get(telling.sign_up_id)) is not None:
            line = about[session_id]
            entry = entries.get(telling.sign_up_id)
            said = (CAUSES[telling.cause], telling.words, telling.made_at, line.title, line.when)
            lines.append(Line(telling.id, *said, entry, telling.tries))
    return lines


def get_telling(session: Session, telling_id: UUID, *, town_id: UUID) -> Telling:
    found = session.get(Telling, telling_id, populate_existing=True)
    if found is None or found.town_id != town_id:
        raise NotFound
    return found
