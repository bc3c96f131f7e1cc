"""Ordering for every Monday, pausing, stopping a day, ending; and what follows each day. The caller commits."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from app.audit import actions as audit
from app.dining import queries as kitchen
from app.dining import rules as counting
from app.enrolment import actions as enrolment
from app.enrolment import rules as enrolment_rules
from app.grounds import queries as grounds
from app.kit import clock
from app.kit.actor import Actor
from app.kit.db import dialect
from app.kit.errors import NotFound
from app.meals import actions as meal_actions
from app.meals import queries as meals
from app.meals.models import MealPlan
from app.meals.rules import weekdays_in_words
from app.orders import actions as orders
from app.orders import queries, rules
from app.orders.models import OrderDraft, Pause, StandingOrder, Turn
from app.residents import actions as residents
from app.residents import queries as cards
from app.residents import rules as resident_rules
from app.residents.models import Resident, ResidentDraft
from app.services import queries as services
from app.sessions.models import ServiceSession
from app.signups import rules as signup_rules


def serve(session: Session, town_id: UUID, *, now: datetime) -> int:
    """A town's kitchens, as the job finds them: days put on the list, standing orders taken up, counts told."""

    def in_words(occasion: ServiceSession) -> str:
        return counting.count_in_words(kitchen.kitchen_meal(session, occasion, town_id, now=now).count)

    made = meal_actions.open_ahead(session, town_id, now=now)
    taken = orders.serve(session, town_id, now=now)
    orders.tell_kitchens(session, town_id, in_words, now=now)
    return made + taken


def order(
    session: Session, plan_id: UUID, resident_id: UUID, draft: OrderDraft, *, actor: Actor, now: datetime
) -> StandingOrder:
    """A resident's meals until further notice; the days on the list already are taken up at once."""
    plan, card = meals.get_plan(session, plan_id), _card(session, resident_id, actor)
    _check(session, plan, card, draft, actor, now)
    person = ResidentDraft.model_validate(card.model_dump())
    key = residents.record(session, person, town_ids=(card.home_town_id, plan.town_id), now=now)
    made = _inserted(session, plan, card, draft, key, actor, now)
    audit.record(session, actor, "dining.order", made.subject, plan=str(plan.id), weekdays=made.weekdays)
    orders.take_up(session, plan, [made], actor=actor, now=now)
    return made


def _card(session: Session, resident_id: UUID, actor: Actor) -> Resident:
    if actor.town_id is None:
        raise NotFound
    card = cards.get_resident(session, resident_id, town_id=actor.town_id)
    if card.erased_at is not None:
        raise rules.NobodyThere
    return card


def _check(session: Session, plan: MealPlan, card: Resident, draft: OrderDraft, actor: Actor, now: datetime) -> None:
    service = services.get_service(session, plan.service_id, reader_town_id=plan.town_id)
    today = clock.to_town(now).date()
    enrolment_rules.check_may_sign_up(actor, card.home_town_id, plan.town_id)
    rules.check_service(service)
    if service.min_age and draft.age_seen < service.min_age:
        raise signup_rules.TooYoung(age=service.min_age)
    resident_rules.check_no_identity(draft.note)
    rules.check_order(draft, plan, today, served_days=weekdays_in_words(plan.isoweekdays))
    grounds.check(session, provider_id=plan.town_id, home_id=card.home_town_id, on=today)


def _inserted(
    session: Session, plan: MealPlan, card: Resident, draft: OrderDraft, key: str, actor: Actor, now: datetime
) -> StandingOrder:
    """One statement decides between two workers who order for the same person at once."""
    says = {"home_town_id": card.home_town_id, "provider_town_id": plan.town_id, "community_id": card.community_id}
    who = {"by_person_id": actor.id, "by_town_id": actor.town_id, "made_at": now}
    row = StandingOrder.model_validate(draft.model_dump() | says | who | {"plan_id": plan.id, "person_key": key})
    insert: Any = sqlite.insert if dialect(session) == "sqlite" else postgresql.insert
    entered = insert(StandingOrder).values(**row.model_dump()).on_conflict_do_nothing()
    if session.execute(entered.returning(col(StandingOrder.id))).first() is None:
        raise rules.AlreadyOrdered
    return queries.get_order(session, row.id, reader_town_id=plan.town_id)


def change(session: Session, order_id: UUID, draft: OrderDraft, *, actor: Actor, now: datetime) -> StandingOrder:
    """Other weekdays, another end, another note: days that are not wanted any more are given back."""
    known, plan = _locked(session, order_id, actor)
    resident_rules.check_no_identity(draft.note)
    rules.check_order(draft, plan, clock.to_town(now).date(), served_days=weekdays_in_words(plan.isoweekdays))
    known.sqlmodel_update(draft.model_dump(exclude={"age_seen"}))
    _keep(session, known, "dining.change", actor, weekdays=known.weekdays)
    pauses = queries.pauses_of(session, [known.id], since=clock.to_town(now).date()).get(known.id, [])
    _give_back(session, known, lambda day: not rules.wants(known, day, pauses), actor, now)
    orders.take_up(session, plan, [known], actor=actor, now=now)
    return known


def pause(session: Session, order_id: UUID, first_on: date, last_on: date, *, actor: Actor, now: datetime) -> Pause:
    """No meals on these days; one day is 停一天. What was signed up is given back, as long as it has not begun."""
    known, _plan = _locked(session, order_id, actor)
    today = clock.to_town(now).date()
    rules.check_days(first_on, last_on, today)
    towns = {"provider_town_id": known.provider_town_id, "home_town_id": known.home_town_id}
    says = {"order_id": known.id, "first_on": max(first_on, today), "last_on": last_on, "made_at": now}
    made = Pause.model_validate(says | towns)
    session.add(made)
    _keep(session, known, "dining.pause", actor, first_on=str(first_on), last_on=str(last_on))
    _give_back(session, known, lambda day: first_on <= day <= last_on, actor, now)
    return made


def resume(session: Session, order_id: UUID, day: date, *, actor: Actor, now: datetime) -> None:
    """The meal of a day is wanted after all: its pause goes, and a place is taken if there is any."""
    known, plan = _locked(session, order_id, actor)
    for stopped in queries.pauses_of(session, [known.id], since=day).get(known.id, []):
        if stopped.first_on <= day <= stopped.last_on:
            _split(session, stopped, day)
    for turn, occasion in queries.turns_ahead(session, known.id, now=now):
        if occasion.span.day == day:
            session.delete(turn)
    session.flush()
    _keep(session, known, "dining.resume", actor, day=str(day))
    orders.take_up(session, plan, [known], actor=actor, now=now)


def _split(session: Session, stopped: Pause, day: date) -> None:
    """A pause without one of its days is one pause less, or two around it."""
    before = stopped.first_on, date.fromordinal(day.toordinal() - 1)
    after = date.fromordinal(day.toordinal() + 1), stopped.last_on
    kept = stopped.model_dump(exclude={"id", "first_on", "last_on"})
    session.delete(stopped)
    for first, last in (before, after):
        if first <= last:
            session.add(Pause.model_validate(kept | {"first_on": first, "last_on": last}))
    session.flush()


def end(session: Session, order_id: UUID, *, actor: Actor, now: datetime) -> StandingOrder:
    """No meals from now on; the coming days are given back."""
    known, _plan = _locked(session, order_id, actor)
    known.ended_at = now
    _keep(session, known, "dining.end", actor)
    _give_back(session, known, lambda _day: True, actor, now)
    return known


def _give_back(session: Session, known: StandingOrder, when: Any, actor: Actor, now: datetime) -> None:
    """Cancel what the order signed up for on some days; once the kitchen has its count it is told."""
    for turn, occasion in queries.turns_ahead(session, known.id, now=now):
        if turn.sign_up_id and when(occasion.span.day) and orders.is_on(session, turn.sign_up_id):
            enrolment.cancel(session, turn.sign_up_id, "停餐", actor=actor, now=now)
            if occasion.last_call <= now:
                orders.tell_late(session, occasion, turn.sign_up_id, now=now)


def _locked(session: Session, order_id: UUID, actor: Actor) -> tuple[StandingOrder, MealPlan]:
    if actor.town_id is None:
        raise NotFound
    known = queries.get_order(session, order_id, reader_town_id=actor.town_id, lock=True)
    if known.ended_at is not None:
        raise rules.OrderEnded
    return known, meals.get_plan(session, known.plan_id)


def _keep(session: Session, known: StandingOrder, deed: str, actor: Actor, **said: str) -> None:
    session.add(known)
    session.flush()
    audit.record(session, actor, deed, known.subject, **said)


def rekey(session: Session, old: str, new: str) -> None:
    """The person's name or phone was corrected."""
    for known in queries.orders_of_person(session, old):
        known.person_key = new
        session.add(known)
    session.flush()


def forget(session: Session, person_key: str, *, key: str, now: datetime) -> int:
    """The person is erased: orders end, notes go; under `key` the rows lead nowhere. How many orders."""
    found = queries.orders_of_person(session, person_key)
    for known in found:
        known.sqlmodel_update({"note": "", "person_key": key, "ended_at": known.ended_at or now})
        session.add(known)
    session.flush()
    _blank(session, [o.id for o in found])
    return len(found)


def _blank(session: Session, order_ids: Iterable[UUID]) -> None:
    session.execute(sa.update(Turn).where(col(Turn.order_id).in_(list(order_ids))).values(said=""))
