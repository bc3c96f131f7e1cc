"""A series before it is planned, and which sessions have lost their venue."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from app.bookings.models import HOLDING, Booking
from app.calendar import queries as calendar
from app.calendar.rules import WorkingDays
from app.previews.models import Choice, Plan, Row
from app.programmes import rules
from app.programmes.rules import Wish
from app.recurrence import rules as recurrence
from app.recurring import models as recurring
from app.recurring import queries as recurring_queries
from app.services.models import Service
from app.services.rules import use_of
from app.sessions.models import ServiceSession, SessionState
from app.sessions.rules import TwiceTheSame
from app.towns import queries as towns


def last_planned(session: Session, service_id: UUID) -> ServiceSession | None:
    """The latest session of a service: the next is most likely like it."""
    found = select(ServiceSession).where(ServiceSession.service_id == service_id)
    found = found.where(ServiceSession.state == SessionState.OPEN)
    return session.exec(found.order_by(col(ServiceSession.starts_at).desc(), col(ServiceSession.id)).limit(1)).first()


def has_venue(session: Session, occasion: ServiceSession) -> bool:
    """Whether its booking still holds; asked by the provider's side, which sees it."""
    booking = session.get(Booking, occasion.booking_id, populate_existing=True) if occasion.booking_id else None
    return booking is not None and booking.state in HOLDING


def why_lost(session: Session, occasion: ServiceSession) -> str:
    booking = session.get(Booking, occasion.booking_id) if occasion.booking_id else None
    return (booking.reason if booking else "")[:120] or "原定场地已不能使用"


def lost_venues(session: Session, town_id: UUID, *, now: datetime) -> Sequence[ServiceSession]:
    """Sessions to come whose venue is not theirs any more: taken over, declined, given back."""
    found = (
        select(ServiceSession)
        .join(Booking, col(Booking.id) == col(ServiceSession.booking_id))
        .where(ServiceSession.town_id == town_id, ServiceSession.starts_at > now)
        .where(ServiceSession.state == SessionState.OPEN, col(Booking.state).not_in(HOLDING))
    )
    return session.exec(found.order_by(col(ServiceSession.starts_at), col(ServiceSession.id))).all()


def later_in_series(session: Session, occasion: ServiceSession, *, now: datetime) -> Sequence[ServiceSession]:
    """The open sessions of the same series that come after this one."""
    found = select(ServiceSession).where(
        ServiceSession.series_id == occasion.series_id,
        ServiceSession.starts_at > max(occasion.starts_at, now),
        ServiceSession.state == SessionState.OPEN,
    )
    ordered = found.order_by(col(ServiceSession.starts_at), col(ServiceSession.id))
    return session.exec(ordered).all() if occasion.series_id else []


def preview(
    session: Session, service: Service, wish: Wish, choices: Mapping[str, Choice], *, town_id: UUID, now: datetime
) -> Plan:
    """A series of sessions as it would be planned now: which can be, what is in the way, what could be instead."""
    weighed = _at_venue if wish.venue_id else _anywhere
    plan = weighed(session, service, wish, choices, town_id, now)
    taken = _taken(session, service.id, wish, [row.on for row in plan.rows])
    return replace(plan, rows=tuple(_without_twin(row, taken) for row in plan.rows))


def _at_venue(
    session: Session, service: Service, wish: Wish, choices: Mapping[str, Choice], town_id: UUID, now: datetime
) -> Plan:
    """As a series of bookings, with all that speaks against each and what could be had instead."""
    asked = {"venue_id": wish.venue_id, "title": service.name, "heads": wish.said.places}
    staff = wish.said.staff or service.staff
    said = {"use": use_of(service.kind), "speaker": staff[:60], "outline": service.description[:500]}
    draft = recurring.SeriesDraft.model_validate(wish.rule, update=asked | said)
    return recurring_queries.plan(session, draft, choices, town_id=town_id, now=now)


def _anywhere(
    session: Session, service: Service, wish: Wish, choices: Mapping[str, Choice], town_id: UUID, now: datetime
) -> Plan:
    """Without a venue nothing is in the way but the calendar."""
    days = recurrence.expand(wish.rule)
    worked = working_days(session, town_id, days.days)
    rows = [Row(day, wish.planned(day), note=rules.note(worked, day)) for day in days.days]
    weighed = [rules.chosen(row, choices.get(row.name), now) for row in rows]
    warning = worked.warning(*days.days) if worked else None
    return Plan(tuple(weighed), (*days.gaps(wish.rule), *([warning] if warning else [])))


def _taken(session: Session, service_id: UUID, wish: Wish, days: Sequence[date]) -> set[date]:
    """The days on which the service has a session of that name at that time already."""
    starts = {wish.span_on(day).starts_at: day for day in days}
    found = select(ServiceSession.starts_at).where(
        ServiceSession.service_id == service_id,
        ServiceSession.label == wish.said.label,
        ServiceSession.state == SessionState.OPEN,
        col(ServiceSession.starts_at).in_(list(starts)),
    )
    return {starts[at] for at in session.exec(found.order_by(col(ServiceSession.starts_at)))}


def _without_twin(row: Row, taken: set[date]) -> Row:
    """A row for which there is a session already is to be skipped or moved."""
    return rules.objected(row, TwiceTheSame()) if row.on in taken else row


def working_days(session: Session, town_id: UUID, days: Sequence[date]) -> WorkingDays | None:
    """The calendar of a partnership of the town; a town that stands alone has none."""
    for partnership in towns.partnerships_of(session, town_id)[:1]:
        return calendar.get_working_days(session, partnership.id, min(days), max(days))
    return None


def holidays(session: Session, town_id: UUID, days: Sequence[date]) -> set[date]:
    """Those of the days that are holidays by name: a plain weekend is none."""
    worked = working_days(session, town_id, days) if days else None
    return {day for day in days if worked and rules.note(worked, day) and not worked.is_working_day(day)}
