"""Setting a meal, letting the kitchen rest, and putting the coming days' meals on the list. The caller commits."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from app.announcing import actions as announcing
from app.audit import actions as audit
from app.kit import clock
from app.kit.actor import Actor
from app.kit.errors import NotFound
from app.meals import queries, rules
from app.meals.models import MealPlan, MealPlanDraft, Rest
from app.services import queries as services
from app.services.models import Kind, Service, ServiceState
from app.sessions import actions as sessions


def set_plan(session: Session, service_id: UUID, draft: MealPlanDraft, *, actor: Actor, now: datetime) -> MealPlan:
    """A meal as it is from the next day on that has no session yet; what one can order already stays as it is."""
    service = _dining(session, service_id, actor, now)
    rules.check_plan(draft)
    plan = queries.find_plan(session, service_id, draft.meal)
    says = draft.model_dump() | {"is_served": True, "changed_at": now}
    if plan is None:
        plan = MealPlan.model_validate(says | {"service_id": service_id, "town_id": service.town_id})
    else:
        plan.sqlmodel_update(says)
    session.add(plan)
    session.flush()
    audit.record(session, actor, "meals.set_plan", service.subject, meal=plan.meal, weekdays=plan.weekdays)
    open_days(session, service, plan, now=now)
    return plan


def stop_plan(session: Session, plan_id: UUID, *, actor: Actor, now: datetime) -> MealPlan:
    """No further days of this meal are put on the list; those on it are served or called off one by one."""
    plan = queries.get_plan(session, plan_id, lock=True)
    service = _dining(session, plan.service_id, actor, now)
    plan.is_served, plan.changed_at = False, now
    session.add(plan)
    session.flush()
    audit.record(session, actor, "meals.stop_plan", service.subject, meal=plan.meal)
    return plan


def rest(
    session: Session, service_id: UUID, first_on: date, last_on: date, reason: str, *, actor: Actor, now: datetime
) -> int:
    """The kitchen rests on these days: meals on the list are called off, and everybody signed up is told. How many
    meals that were."""
    service = _dining(session, service_id, actor, now)
    rules.check_rest(first_on, last_on, clock.to_town(now).date())
    says = {"service_id": service_id, "town_id": service.town_id, "reason": reason.strip()[:80], "made_at": now}
    session.add(Rest.model_validate(says | {"first_on": first_on, "last_on": last_on}))
    session.flush()
    audit.record(session, actor, "meals.rest", service.subject, first_on=str(first_on), last_on=str(last_on))
    called_off = 0
    for plan in queries.plans_of(session, service_id):
        for occasion in queries.occasions_of(session, plan, since=now):
            if first_on <= occasion.span.day <= last_on:
                announcing.call_off(session, occasion.id, reason=reason.strip()[:80], actor=actor, now=now)
                called_off += 1
    return called_off


def end_rest(session: Session, rest_id: UUID, *, actor: Actor, now: datetime) -> Service:
    """The kitchen opens earlier than said: days that are not on the list yet will be; what was called off stays so."""
    found = session.get(Rest, rest_id)
    if found is None or found.town_id != actor.town_id:
        raise NotFound
    service = _dining(session, found.service_id, actor, now)
    session.delete(found)
    session.flush()
    audit.record(session, actor, "meals.end_rest", service.subject, first_on=str(found.first_on))
    _open_all(session, service, now)
    return service


def open_ahead(session: Session, town_id: UUID, *, now: datetime) -> int:
    """Put on the list what a town's kitchens serve in the coming days (job). A second run finds nothing left."""
    made = 0
    for plan in queries.served_in(session, town_id):
        service = services.find_service(session, plan.service_id)
        made += open_days(session, service, plan, now=now) if service else 0
    return made


def open_days(session: Session, service: Service, plan: MealPlan, *, now: datetime) -> int:
    """The sessions of one meal that are not there yet."""
    if not plan.is_served or service.state is not ServiceState.PUBLISHED:
        return 0
    today = clock.to_town(now).date()
    wanted = queries.served_days(session, plan, rules.days_open(plan, today))
    there = queries.days_planned(session, plan, since=rules.at_minute(today, 0))
    drafts = [rules.draft_on(plan, day) for day in wanted if day not in there]
    drafts = [draft for draft in drafts if draft.last_call > now]
    if not drafts:
        return 0
    return len(sessions.plan_many(session, service, drafts, actor=Actor.system(service.town_id), now=now))


def _open_all(session: Session, service: Service, now: datetime) -> None:
    for plan in queries.plans_of(session, service.id):
        open_days(session, service, plan, now=now)


def _dining(session: Session, service_id: UUID, actor: Actor, now: datetime) -> Service:
    """The service for who runs it; only dining has meals."""
    service = services.get_run(session, service_id, actor=actor, now=now)
    if service.kind is not Kind.DINING:
        raise rules.NotDining
    return service
