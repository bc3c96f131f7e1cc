"""Begin an exchange, fill in both sides, ask both towns, and what follows from the last key. The caller commits."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from app.accounts import queries as accounts
from app.accounts.models import Assignment, Role
from app.audit import actions as audit
from app.kit import clock
from app.kit.actor import Actor
from app.kit.db import dialect
from app.notifications import actions as notifications
from app.secondments import queries, rules
from app.secondments.models import Secondment, Stage

PERSON_LOCK = 7302  # advisory locks (PERSON_LOCK, half of the person's id): two who post one person queue
MENTORS_READ_ON = timedelta(days=90)


def pledge(session: Session, posting: Secondment, *, actor: Actor, now: datetime) -> None:
    """保密与廉洁承诺, by the person alone."""
    if actor.id != posting.person_id:
        raise rules.PledgeIsOwn
    if posting.pledged_at is None:
        posting.pledged_at = now
        session.add(posting)
        audit.record(session, actor, "secondments.pledge", posting.subject)


def tell_home_of_leave(
    session: Session,
    posting: Secondment,
    *,
    from_on: date,
    until_on: date,
    reason: str = "",
    actor: Actor,
    now: datetime,
) -> bool:
    """The host grants leave; more than three days are told to the home town's organisation member and mentor."""
    days = (until_on - from_on).days + 1
    if days <= rules.LONG_LEAVE_DAYS:
        return False
    facts = queries.facts_of(session, [posting])[posting.id]
    organisers = accounts.people_with(session, posting.home_town_id, {Role.ORGANISER}, now)
    said = f"{facts.person}同志自{clock.chinese_date(from_on)}至{clock.chinese_date(until_on)}请假{days}天"
    for person_id in {p.id for p in organisers} | {posting.home_mentor_id}:
        notifications.tell(
            session,
            person_id=person_id,
            town_id=posting.home_town_id,
            kind="secondments.leave",
            event=f"{posting.subject}:leave:{from_on}:{until_on}",
            title=f"挂职人员请假{days}天：{facts.person}",
            text=f"{said}（{reason or '事由未填'}），由挂职单位准假，特此告知派出单位。",
            url=f"/secondments/{posting.id}",
        )
    audit.record(session, actor, "secondments.tell_leave", posting.subject, days=days)
    return True


def move_end(session: Session, posting: Secondment, until_on: date, ends_at: datetime) -> None:
    """Another last day: the rights move with it. The dates were decided by the caller's rules."""
    for granted in _granted(session, posting):
        granted.ends_at = ends_at + MENTORS_READ_ON if granted.role is Role.MENTOR else ends_at
        session.add(granted)
    posting.until_on, posting.ends_at = max(until_on, posting.from_on), ends_at
    write_posting(session, posting)


def write_posting(session: Session, posting: Secondment) -> None:
    """Write what may meet another posting of the person: it is written, or refused in words."""
    _queue(session, posting.person_id)
    attempt(session, lambda: session.add(posting))


def attempt(session: Session, deed: Callable[[], Any]) -> None:
    try:
        with session.begin_nested():
            deed()
            session.flush()
    except IntegrityError as error:
        raise rules.refusal_for(str(error.orig)) or error from error


def agree(session: Session, posting: Secondment, actor: Actor, now: datetime) -> None:
    posting.stage = Stage.AGREED
    write_posting(session, posting)
    starts, ends = rules.starts_at(posting), posting.ends_at
    sides = [
        (posting.person_id, Role.SECONDEE, posting.host_town_id, posting.host_unit_id, starts, ends),
        (posting.home_mentor_id, Role.MENTOR, posting.home_town_id, None, min(now, starts), ends + MENTORS_READ_ON),
        (posting.host_mentor_id, Role.MENTOR, posting.host_town_id, None, min(now, starts), ends + MENTORS_READ_ON),
    ]
    for person_id, role, town_id, unit_id, begins, until in sides:
        if person_id:
            _grant(session, posting, person_id, role, town_id, unit_id, begins, until)
    session.flush()
    audit.record(session, actor, "secondments.agree", posting.subject, start=posting.from_on, end=posting.until_on)
    _tell_people(session, posting)


def _grant(
    session: Session,
    posting: Secondment,
    person_id: UUID,
    role: Role,
    town_id: UUID,
    unit_id: UUID | None,
    starts_at: datetime,
    ends_at: datetime,
) -> None:
    granted = Assignment(
        person_id=person_id,
        role=role,
        town_id=town_id,
        unit_id=unit_id,
        starts_at=starts_at,
        ends_at=ends_at,
        granted_by=posting.subject,
    )
    session.add(granted)


def _granted(session: Session, posting: Secondment) -> Sequence[Assignment]:
    """The assignments that this posting laid down."""
    found = select(Assignment).where(Assignment.granted_by == posting.subject)
    return session.exec(found.order_by(col(Assignment.starts_at), col(Assignment.id))).all()


def _tell_people(session: Session, posting: Secondment) -> None:
    facts = queries.facts_of(session, [posting])[posting.id]
    days = f"{clock.chinese_date(posting.from_on)}至{clock.chinese_date(posting.until_on)}"
    told = [(posting.person_id, posting.home_town_id, "您的挂职已商定")]
    told += [(posting.home_mentor_id, posting.home_town_id, "请担任派出单位带教人")]
    if posting.host_mentor_id:
        told.append((posting.host_mentor_id, posting.host_town_id, "请担任挂职单位带教人"))
    for person_id, town_id, title in told:
        notifications.tell(
            session,
            person_id=person_id,
            town_id=town_id,
            kind="secondments.agreed",
            event=f"{posting.subject}:agreed",
            title=f"{title}：{facts.person}",
            text=f"{facts.home_town}{facts.person}同志自{days}到{facts.place}挂职，挂任{facts.post}。",
            url=f"/secondments/{posting.id}",
        )


def _queue(session: Session, person_id: UUID) -> None:
    """Two who post one person wait for each other instead of meeting in the exclusion constraint."""
    if dialect(session) == "postgresql":
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(PERSON_LOCK, person_id.int % 2**31)))
