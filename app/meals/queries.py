"""Which meals there are, on which days, and which of them stand in the list of sessions already."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from app.calendar import queries as calendar
from app.kit import clock
from app.kit.errors import NotFound
from app.meals import rules
from app.meals.models import MEALS, Meal, MealPlan, Rest
from app.openings.queries import kind_of
from app.services import queries as services
from app.services.models import Kind, Service, ServiceState
from app.sessions.models import ServiceSession, SessionState
from app.venues.rules import DayKind

ORDER = {meal: place for place, meal in enumerate(Meal)}


def get_dining(session: Session, service_id: UUID, *, reader_town_id: UUID) -> Service:
    """A dining service that the reader's town may see; any other kind is not there."""
    service = services.get_service(session, service_id, reader_town_id=reader_town_id)
    if service.kind is not Kind.DINING:
        raise NotFound
    return service


def dining_services(session: Session, town_ids: Sequence[UUID]) -> Sequence[Service]:
    """The published dining services of these towns, by name."""
    found = select(Service).where(col(Service.town_id).in_(town_ids), Service.kind == Kind.DINING)
    found = found.where(Service.state == ServiceState.PUBLISHED)
    return session.exec(found.order_by(col(Service.town_id), col(Service.name), col(Service.id))).all()


def plans_of(session: Session, service_id: UUID) -> list[MealPlan]:
    """A service's meals, breakfast first; those that are not offered any more too."""
    found = session.exec(select(MealPlan).where(MealPlan.service_id == service_id).order_by(col(MealPlan.id))).all()
    return sorted(found, key=lambda plan: ORDER[plan.meal])


def get_plan(session: Session, plan_id: UUID, *, lock: bool = False) -> MealPlan:
    found = select(MealPlan).where(MealPlan.id == plan_id)
    if lock:
        found = found.with_for_update().execution_options(populate_existing=True)
    plan = session.exec(found).first()
    if plan is None:
        raise NotFound
    return plan


def find_plan(session: Session, service_id: UUID, meal: Meal) -> MealPlan | None:
    return session.exec(select(MealPlan).where(MealPlan.service_id == service_id, MealPlan.meal == meal)).first()


def plans_by_id(session: Session, ids: Sequence[UUID]) -> dict[UUID, MealPlan]:
    found = select(MealPlan).where(col(MealPlan.id).in_(ids)).order_by(col(MealPlan.id))
    return {plan.id: plan for plan in session.exec(found)}


def served_in(session: Session, town_id: UUID) -> Sequence[MealPlan]:
    """The meals that a town's published services offer."""
    found = (
        select(MealPlan)
        .join(Service, col(Service.id) == col(MealPlan.service_id))
        .where(MealPlan.town_id == town_id, col(MealPlan.is_served), Service.state == ServiceState.PUBLISHED)
    )
    return session.exec(found.order_by(col(MealPlan.service_id), col(MealPlan.serves_from), col(MealPlan.id))).all()


def towns_with_meals(session: Session) -> Sequence[UUID]:
    found = select(MealPlan.town_id).where(col(MealPlan.is_served)).distinct()
    return session.exec(found.order_by(col(MealPlan.town_id))).all()


def rests_of(session: Session, service_id: UUID, *, since: date) -> Sequence[Rest]:
    """The kitchen's rests that are not over, the next first."""
    found = select(Rest).where(Rest.service_id == service_id, col(Rest.last_on) >= since)
    return session.exec(found.order_by(col(Rest.first_on), col(Rest.id))).all()


def day_kinds(session: Session, town_id: UUID, days: Sequence[date]) -> dict[date, DayKind]:
    """What the town's calendar makes of each day; a town that stands alone has none."""
    known = calendar.common_days(session, town_id, town_id, min(days), max(days))
    return {day: kind_of(known, day) if known else DayKind.PLAIN for day in days}


def served_days(session: Session, plan: MealPlan, days: Sequence[date]) -> list[date]:
    """On which of these days there is this meal."""
    kinds = day_kinds(session, plan.town_id, days)
    rests = rests_of(session, plan.service_id, since=min(days))
    return [day for day in days if rules.is_served_on(plan, day, kinds[day], rests)]


def occasions_of(
    session: Session, plan: MealPlan, *, since: datetime, only_open: bool = True
) -> Sequence[ServiceSession]:
    """The sessions of a meal that begin from then on, in order."""
    found = select(ServiceSession).where(
        ServiceSession.service_id == plan.service_id,
        ServiceSession.label == MEALS[plan.meal],
        ServiceSession.starts_at >= since,
    )
    if only_open:
        found = found.where(ServiceSession.state == SessionState.OPEN)
    return session.exec(found.order_by(col(ServiceSession.starts_at), col(ServiceSession.id))).all()


def days_planned(session: Session, plan: MealPlan, *, since: datetime) -> set[date]:
    """The days that have a session of this meal, called off or not: a meal that was called off does not come back."""
    return {clock.to_town(o.starts_at).date() for o in occasions_of(session, plan, since=since, only_open=False)}


def meals_between(session: Session, town_id: UUID, first: datetime, until: datetime) -> Sequence[ServiceSession]:
    """The open sessions of a town's dining services in a time, the earliest first."""
    found = (
        select(ServiceSession)
        .join(Service, col(Service.id) == col(ServiceSession.service_id))
        .where(ServiceSession.town_id == town_id, Service.kind == Kind.DINING)
        .where(ServiceSession.starts_at >= first, ServiceSession.starts_at < until)
        .where(ServiceSession.state == SessionState.OPEN)
    )
    return session.exec(found.order_by(col(ServiceSession.starts_at), col(ServiceSession.id))).all()
