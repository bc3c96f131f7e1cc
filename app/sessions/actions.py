"""What is done with sessions and their places. The caller commits.

Whoever moves, cancels or shrinks a session goes by `signups`, which tells those who are coming; these are its steps.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, col, select

from app.audit import actions as audit
from app.kit.actor import Actor
from app.kit.db import dialect
from app.services import queries as services
from app.services.models import Service
from app.sessions import queries, rules
from app.sessions.models import FULL, OccasionDraft, ServiceSession, SessionShare
from app.towns import queries as towns

_SHARE: Any = SessionShare.__table__  # type: ignore[attr-defined]  # a table model has a table
NONE: Mapping[UUID, int] = {}


def lock(session: Session, occasion_id: UUID) -> ServiceSession:
    return queries.lock_session(session, occasion_id)


def lock_run(session: Session, occasion_id: UUID, *, actor: Actor, now: datetime) -> tuple[ServiceSession, Service]:
    """The same for who changes a session: its provider's people, or a job of that town."""
    occasion = queries.lock_session(session, occasion_id)
    if actor.id is None:
        return occasion, queries.service_of(session, occasion)
    return occasion, services.get_run(session, occasion.service_id, actor=actor, now=now)


def take_place(
    session: Session, occasion_id: UUID, town_id: UUID, heads: int = 1, *, now: datetime, late: bool = False
) -> ServiceSession:
    """Take places for residents of a home town, in the name of nobody: who that is knows `signups`.

    Returns the session, locked. Raises NotOffered, NoSignUpNeeded, NotAdmitted, SessionCancelled, SessionOver,
    SignUpNotOpen, SignUpClosed, SoldOut, HeldForOthers, TooFewLeft. `late`: at the counter or the door, when sign-up
    is closed and nothing is kept for anybody any more.
    """
    occasion = queries.lock_session(session, occasion_id)
    service = queries.service_of(session, occasion)
    check_may_come(session, occasion, service, town_id, now=now, late=late)
    shares = queries.shares_of(session, [occasion.id]).get(occasion.id, [])
    room = rules.room(occasion, shares, town_id, now, late=late)
    if heads > room.free:
        kept = queries.kept_for_others(session, shares, town_id)
        raise rules.refusal_of(occasion, room, heads, kept) or rules.NoPlaceLeft
    _count(session, occasion, town_id, heads)
    return occasion


def check_may_come(
    session: Session, occasion: ServiceSession, service: Service, town_id: UUID, *, now: datetime, late: bool = False
) -> None:
    """Everything that is asked of a sign-up but whether there is a place; also of who wants to wait for one."""
    rules.check_offered(service)
    unit = towns.get_unit(session, service.unit_id)
    rules.check_open(occasion, now, phone=service.phone or unit.phone, late=late)
    admitted = services.admitted_towns(session, service)
    if town_id not in {t.id for t in admitted}:
        raise rules.NotAdmitted(towns="、".join(t.name for t in admitted))


def give_place(session: Session, occasion_id: UUID, town_id: UUID, heads: int = 1) -> ServiceSession:
    """Give places back; never more than the home town has taken, the database sees to that."""
    occasion = queries.lock_session(session, occasion_id)
    _count(session, occasion, town_id, -heads)
    return occasion


def _count(session: Session, occasion: ServiceSession, town_id: UUID, heads: int) -> None:
    """Move a home town's counter; the database adds the session's up and refuses what cannot be."""
    moved = (
        sa.update(_SHARE)
        .where(_SHARE.c.session_id == occasion.id, _SHARE.c.town_id == town_id)
        .values(taken=_SHARE.c.taken + heads)
    )
    try:
        with session.begin_nested():
            if not session.execute(moved).rowcount:  # type: ignore[attr-defined]  # an UPDATE's result has it
                session.execute(_enter_share(session, occasion.id, town_id, 0))
                session.execute(moved)
    except IntegrityError as error:
        if FULL in str(error.orig) and heads > 0:
            raise rules.SoldOut(places=occasion.places) from error
        raise
    set_committed_value(occasion, "taken", occasion.taken + heads)


def _enter_share(session: Session, occasion_id: UUID, town_id: UUID, reserved: int) -> Any:
    insert = sqlite.insert if dialect(session) == "sqlite" else postgresql.insert
    made = {"id": uuid4(), "session_id": occasion_id, "town_id": town_id, "reserved": reserved, "taken": 0}
    return insert(_SHARE).values(**made).on_conflict_do_nothing()


def plan_many(
    session: Session,
    service: Service,
    drafts: Sequence[OccasionDraft],
    *,
    reserved: Mapping[UUID, int] = NONE,
    reserve_days: int = rules.RESERVE_DAYS,
    actor: Actor,
    now: datetime,
) -> list[ServiceSession]:
    """Many sessions at once, without booking a venue; those that are there already (same start, same label) are left
    out of what is returned. Past ones may be entered."""
    for draft in drafts:
        rules.check_draft(draft, now, past=True)
        rules.check_reserved(draft.places, reserved)
    entered = enter(session, service, drafts, reserved, reserve_days, now=now)
    audit.record(session, actor, "sessions.plan_many", service.subject, count=len(entered))
    return entered


def enter(
    session: Session,
    service: Service,
    drafts: Sequence[OccasionDraft],
    reserved: Mapping[UUID, int],
    reserve_days: int,
    *,
    now: datetime,
    series_id: UUID | None = None,
) -> list[ServiceSession]:
    """The rows of those that were not there; a step of whoever plans, who audits it."""
    made = [_made(service, draft, reserve_days, series_id, now) for draft in drafts]
    return _load(session, _enter(session, made, reserved))


def _made(
    service: Service, draft: OccasionDraft, reserve_days: int, series_id: UUID | None, now: datetime
) -> ServiceSession:
    says = {
        "service_id": service.id,
        "town_id": service.town_id,
        "series_id": series_id,
        "released_at": rules.released_at(draft.starts_at, reserve_days),
        "made_at": now,
    }
    return ServiceSession.model_validate(draft, update=says)


def _enter(session: Session, made: Sequence[ServiceSession], reserved: Mapping[UUID, int]) -> list[UUID]:
    """Those that were not there, with what is kept of them for the home towns."""
    table: Any = ServiceSession.__table__  # type: ignore[attr-defined]  # a table model has a table
    insert = sqlite.insert if dialect(session) == "sqlite" else postgresql.insert
    if not made:
        return []
    session.execute(insert(table).on_conflict_do_nothing(), [o.model_dump() for o in made])
    found = sa.select(table.c.id).where(table.c.id.in_([o.id for o in made])).order_by(table.c.starts_at, table.c.id)
    ids = [row.id for row in session.execute(found)]
    shares = [
        {"id": uuid4(), "session_id": occasion_id, "town_id": town_id, "reserved": kept, "taken": 0}
        for occasion_id in ids
        for town_id, kept in sorted(reserved.items())
    ]
    if shares:
        session.execute(sa.insert(_SHARE), shares)
    return ids


def _load(session: Session, ids: Sequence[UUID]) -> list[ServiceSession]:
    found = select(ServiceSession).where(col(ServiceSession.id).in_(ids))
    return list(session.exec(found.order_by(col(ServiceSession.starts_at), col(ServiceSession.id))).all())


def set_places(
    session: Session, occasion_id: UUID, places: int, reserved: Mapping[UUID, int], *, actor: Actor, now: datetime
) -> ServiceSession:
    """More or fewer places, kept otherwise for the home towns. Raises FewerThanTaken, ReservedTooMany."""
    occasion, _ = lock_run(session, occasion_id, actor=actor, now=now)
    rules.check_ahead(occasion, now)
    if places < occasion.taken:
        raise rules.FewerThanTaken(taken=occasion.taken)
    rules.check_reserved(places, reserved)
    before, occasion.places = occasion.places, places
    session.add(occasion)
    session.flush()
    reserve(session, occasion.id, reserved)
    audit.record(session, actor, "sessions.set_places", occasion.subject, before=before, after=places)
    return occasion


def reserve(session: Session, occasion_id: UUID, reserved: Mapping[UUID, int]) -> None:
    """Keep so many places for each home town, none for the others."""
    of = col(SessionShare.session_id) == occasion_id
    session.execute(sa.update(SessionShare).where(of).values(reserved=0))
    for town_id, kept in sorted(reserved.items()):
        session.execute(_enter_share(session, occasion_id, town_id, kept))
        mine = sa.update(SessionShare).where(of, col(SessionShare.town_id) == town_id)
        session.execute(mine.values(reserved=kept))
