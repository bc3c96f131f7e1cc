"""Reading queues: who waits for a time, what is due, what was never offered."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, func, or_, select

from app.kit.prepared import Prepared
from app.waiting import rules
from app.waiting.models import OPEN, SESSION, VENUE, PlaceState, WaitingPlace

IS_OPEN = Prepared(
    sa.select(col(WaitingPlace.id))
    .where(col(WaitingPlace.queue).in_(sa.bindparam("queues", expanding=True)), col(WaitingPlace.state).in_(OPEN))
    .limit(1)
)


def find_place(session: Session, subject: UUID) -> WaitingPlace | None:
    """The place of a booking or a sign-up, as it is now."""
    found = select(WaitingPlace).where(WaitingPlace.subject == subject)
    return session.exec(found.execution_options(populate_existing=True)).first()


def places_of(session: Session, subjects: Iterable[UUID]) -> dict[UUID, WaitingPlace]:
    found = select(WaitingPlace).where(col(WaitingPlace.subject).in_(list(subjects)))
    return {p.subject: p for p in session.exec(found.order_by(col(WaitingPlace.joined_at)))}


def open_places(
    session: Session, *queues: UUID, since: datetime | None = None, until: datetime | None = None
) -> Sequence[WaitingPlace]:
    """Who waits in these queues or holds an offer, for a time that meets [since, until); as they are now."""
    if not IS_OPEN.run(session, {"queues": list(queues)}).first():
        return []
    found = select(WaitingPlace).where(col(WaitingPlace.queue).in_(queues), col(WaitingPlace.state).in_(OPEN))
    if since is not None:
        found = found.where(WaitingPlace.wanted_until > since)
    if until is not None:
        found = found.where(WaitingPlace.wanted_from < until)
    found = found.order_by(col(WaitingPlace.joined_at), col(WaitingPlace.number))
    return session.exec(found.execution_options(populate_existing=True)).all()


def due_places(session: Session, owner_town_id: UUID, *, now: datetime, thing: str = VENUE) -> Sequence[WaitingPlace]:
    """Offers that have lapsed and wishes whose time has come, of a town's queues for venues (or sessions)."""
    found = select(WaitingPlace).where(WaitingPlace.owner_town_id == owner_town_id, _is_due(now))
    found = found.where(WaitingPlace.thing == thing)
    due = session.exec(found.order_by(col(WaitingPlace.queue), col(WaitingPlace.number))).all()
    return [p for p in due if rules.has_lapsed(p, now) or rules.is_over(p, now)]


def owners_with_due(session: Session, *, now: datetime) -> Sequence[UUID]:
    """The towns in whose queues for venues something may be due."""
    found = select(WaitingPlace.owner_town_id).where(_is_due(now), WaitingPlace.thing == VENUE).distinct()
    return session.exec(found.order_by(col(WaitingPlace.owner_town_id))).all()


def _is_due(now: datetime) -> ColumnElement[bool]:
    """In SQL: an offer that has lapsed, or a wish whose wanted time has begun (which may still leave room for it)."""
    lapsed = and_(col(WaitingPlace.state) == PlaceState.OFFERED, col(WaitingPlace.holds_until) <= now)
    return or_(lapsed, and_(col(WaitingPlace.state) == PlaceState.WAITING, col(WaitingPlace.wanted_from) <= now))


def last_town(session: Session, queue: UUID) -> UUID | None:
    """The town that was offered something last in this queue."""
    found = select(WaitingPlace.town_id).where(WaitingPlace.queue == queue, col(WaitingPlace.offered_at).is_not(None))
    newest_first = col(WaitingPlace.offered_at).desc(), col(WaitingPlace.number).desc()
    return session.exec(found.order_by(*newest_first).limit(1)).first()


def next_number(session: Session, queue: UUID) -> int:
    """The number of whoever joins now; the queue is locked by whoever asks."""
    return (session.exec(select(func.max(WaitingPlace.number)).where(WaitingPlace.queue == queue)).one() or 0) + 1


def unoffered(
    session: Session, town_ids: Iterable[UUID], *, since: datetime, until: datetime, thing: str = VENUE
) -> Sequence[WaitingPlace]:
    """Wishes of these towns for a time in [since, until) that ended without ever an offer, for venues or sessions."""
    ended = (PlaceState.ENDED, PlaceState.LEFT)
    found = select(WaitingPlace).where(
        col(WaitingPlace.town_id).in_(list(town_ids)),
        WaitingPlace.thing == thing,
        col(WaitingPlace.state).in_(ended),
        col(WaitingPlace.offered_at).is_(None),
        WaitingPlace.wanted_from >= since,
        WaitingPlace.wanted_from < until,
    )
    return session.exec(found.order_by(col(WaitingPlace.wanted_from), col(WaitingPlace.number))).all()


def queues_of_sessions(session: Session) -> Sequence[tuple[UUID, UUID]]:
    """(owner's town, session) where somebody waits or holds an offer: a place may come free by the clock alone."""
    found = (
        select(WaitingPlace.owner_town_id, WaitingPlace.queue)
        .where(WaitingPlace.thing == SESSION, col(WaitingPlace.state).in_(OPEN))
        .distinct()
    )
    return session.exec(found.order_by(col(WaitingPlace.owner_town_id), col(WaitingPlace.queue))).all()
