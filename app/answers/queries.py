"""Which requests wait too long, and who is asked next."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.accounts import queries as accounts
from app.accounts.models import Assignment, Role
from app.answers import rules
from app.bookings.models import Booking, BookingState
from app.calendar import queries as calendar
from app.calendar.rules import WorkingDays
from app.kit import clock
from app.towns import queries as towns
from app.towns.models import Tier
from app.venues.models import Venue

HEADS = (Role.SECRETARY, Role.ORGANISER, Role.MENTOR)  # of a neighbourhood's or grid's own unit


def lapsed(session: Session, town_id: UUID, *, now: datetime) -> Sequence[Booking]:
    """Requests for a town's venues whose time to answer is over; held until the transaction ends."""
    due = _waiting(town_id).where(col(Booking.lapses_at) <= now)
    return session.exec(due.order_by(col(Booking.lapses_at), col(Booking.id)).with_for_update()).all()


def unanswered(session: Session, town_id: UUID) -> Sequence[Booking]:
    """Requests that can still be passed on."""
    found = _waiting(town_id).where(col(Booking.escalated) < rules.STEPS, col(Booking.asked_at).is_not(None))
    return session.exec(found.order_by(col(Booking.asked_at), col(Booking.id)).with_for_update()).all()


def _waiting(town_id: UUID) -> SelectOfScalar[Booking]:
    return select(Booking).where(Booking.owner_town_id == town_id, Booking.state == BookingState.REQUESTED)


def step_due(session: Session, booking: Booking, *, now: datetime) -> int:
    asked_at = booking.asked_at or booking.made_at
    return rules.step_due(asked_at, _days(session, booking.owner_town_id, asked_at, now), now)


def _days(session: Session, town_id: UUID, first: datetime, last: datetime) -> WorkingDays:
    """The calendar that the owner's town shares with its partners; a town that stands alone knows weekends only."""
    for partnership in towns.partnerships_of(session, town_id):
        first_on, last_on = clock.to_town(first).date(), clock.to_town(last).date()
        return calendar.get_working_days(session, partnership.id, first_on, last_on)
    return WorkingDays(frozenset(), {})


def next_to_answer(session: Session, venue: Venue, step: int, *, now: datetime) -> tuple[list[UUID], str]:
    """Who is asked at this step and what the booking's page says; a unit without a head is passed over."""
    unit = towns.get_unit(session, venue.unit_id)
    if step == 1 and unit.tier is Tier.TOWN:
        heads = accounts.people_with(session, venue.town_id, {Role.OFFICE_HEAD}, now)
        return [p.id for p in heads], "已转党政办主任"
    if step == 1 and (people := _heads_of(session, venue, now)):
        return people, "已转单位负责人"
    return [p.id for p in accounts.people_with(session, venue.town_id, {Role.CLERK}, now)], "已转镇文书"


def _heads_of(session: Session, venue: Venue, now: datetime) -> list[UUID]:
    found = select(Assignment).where(
        Assignment.unit_id == venue.unit_id,
        col(Assignment.role).in_(HEADS),
        col(Assignment.starts_at) <= now,
        sa.or_(col(Assignment.ends_at).is_(None), col(Assignment.ends_at) > now),
        accounts.is_here(now),
    )
    rows = session.exec(found.order_by(col(Assignment.person_id))).all()
    first = next((role for role in HEADS if any(r.role is role for r in rows)), None)
    return [r.person_id for r in rows if r.role is first]
