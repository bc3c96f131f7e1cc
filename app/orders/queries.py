"""Standing orders with the person's masked name, and what became of them on the days to come."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.kit import clock
from app.kit.errors import NotFound
from app.meals import queries as meals
from app.meals.models import MEALS, MealPlan
from app.meals.rules import weekdays_in_words
from app.orders.models import OUTCOMES, Pause, StandingOrder, Turn
from app.residents import queries as residents
from app.residents.queries import Card
from app.sessions.models import ServiceSession
from app.signups.models import COMING, STATES, SignUp, SignUpState

SHOWN = COMING | {SignUpState.OFFERED}


def get_order(session: Session, order_id: UUID, *, reader_town_id: UUID, lock: bool = False) -> StandingOrder:
    """For the resident's town and the kitchen's; to anybody else it is not there."""
    found = select(StandingOrder).where(StandingOrder.id == order_id)
    if lock:
        found = found.with_for_update().execution_options(populate_existing=True)
    order = session.exec(found).first()
    if order is None or reader_town_id not in (order.home_town_id, order.provider_town_id):
        raise NotFound
    return order


def running(session: Session, plan_id: UUID) -> Sequence[StandingOrder]:
    """The orders of a meal in the order in which they were given, held until the transaction ends."""
    found = select(StandingOrder).where(StandingOrder.plan_id == plan_id, col(StandingOrder.ended_at).is_(None))
    return session.exec(found.order_by(col(StandingOrder.made_at), col(StandingOrder.id)).with_for_update()).all()


def pauses_of(session: Session, order_ids: Iterable[UUID], *, since: date) -> dict[UUID, list[Pause]]:
    found = select(Pause).where(col(Pause.order_id).in_(list(order_ids)), col(Pause.last_on) >= since)
    by_order: dict[UUID, list[Pause]] = {}
    for pause in session.exec(found.order_by(col(Pause.first_on), col(Pause.id))):
        by_order.setdefault(pause.order_id, []).append(pause)
    return by_order


def taken_up(session: Session, session_ids: Iterable[UUID]) -> set[tuple[UUID, UUID]]:
    """Which orders were taken up in which of these sessions."""
    found = select(Turn.order_id, Turn.session_id).where(col(Turn.session_id).in_(list(session_ids)))
    return {(row[0], row[1]) for row in session.exec(found.order_by(col(Turn.order_id)))}


def turns_ahead(session: Session, order_id: UUID, *, now: datetime) -> list[tuple[Turn, ServiceSession]]:
    """What became of an order on the days to come, with each day's session."""
    found = (
        select(Turn, ServiceSession)
        .join(ServiceSession, col(ServiceSession.id) == col(Turn.session_id))
        .where(Turn.order_id == order_id, ServiceSession.starts_at > now)
    )
    return [(row[0], row[1]) for row in session.exec(found.order_by(col(ServiceSession.starts_at), col(Turn.id)))]


@dataclass(frozen=True)
class OrderLine:
    """An order in a list; `card` is the reader's own card of the person."""

    id: UUID
    card: Card | None
    meal: str
    weekdays: str
    from_on: date
    until_on: date | None
    note: str
    ended_at: datetime | None
    pauses: tuple[Pause, ...]
    service_id: UUID


def select_orders(plan_ids: Sequence[UUID], *, ended: bool = False) -> sa.Select[Any]:
    """Orders of some meals, the latest first."""
    found = select(StandingOrder).where(col(StandingOrder.plan_id).in_(plan_ids))
    known = col(StandingOrder.ended_at)
    found = found.where(known.is_not(None) if ended else known.is_(None))
    return found.order_by(col(StandingOrder.made_at).desc(), col(StandingOrder.id))


def lines_of(
    session: Session, orders: Sequence[StandingOrder], *, reader_town_id: UUID, today: date
) -> list[OrderLine]:
    """Five queries for any number."""
    held = residents.by_key(session, {o.person_key for o in orders}, town_id=reader_town_id)
    cards = {c.person_key: c for c in residents.cards_of(session, list(held.values()))}
    plans = meals.plans_by_id(session, list({o.plan_id for o in orders}))
    pauses = pauses_of(session, [o.id for o in orders], since=today)
    return [_line(o, cards.get(o.person_key), plans[o.plan_id], pauses.get(o.id, [])) for o in orders]


def _line(order: StandingOrder, card: Card | None, plan: MealPlan, pauses: Sequence[Pause]) -> OrderLine:
    return OrderLine(
        id=order.id,
        card=card,
        meal=MEALS[plan.meal],
        weekdays=weekdays_in_words(order.isoweekdays),
        from_on=order.from_on,
        until_on=order.until_on,
        note=order.note,
        ended_at=order.ended_at,
        pauses=tuple(pauses),
        service_id=plan.service_id,
    )


def orders_of_person(session: Session, person_key: str) -> Sequence[StandingOrder]:
    found = select(StandingOrder).where(StandingOrder.person_key == person_key)
    return session.exec(found.order_by(col(StandingOrder.made_at), col(StandingOrder.id))).all()


@dataclass(frozen=True)
class DayLine:
    """One coming day of an order: what became of it, and whether it is stopped."""

    day: date
    words: str
    sign_up_id: UUID | None
    is_on: bool
    is_stopped: bool


def days_ahead(session: Session, order: StandingOrder, *, now: datetime) -> list[DayLine]:
    """The coming days that are on the list, for stopping one and taking it back."""
    plan = meals.get_plan(session, order.plan_id)
    turns = {t.session_id: t for t, _ in turns_ahead(session, order.id, now=now)}
    ids = [t.sign_up_id for t in turns.values() if t.sign_up_id]
    found = select(SignUp).where(col(SignUp.id).in_(ids)).order_by(col(SignUp.id))
    known = {s.id: s for s in session.exec(found.execution_options(populate_existing=True))}
    pauses = pauses_of(session, [order.id], since=clock.to_town(now).date()).get(order.id, [])
    lines = []
    for occasion in meals.occasions_of(session, plan, since=now):
        turn = turns.get(occasion.id)
        stopped = any(p.first_on <= occasion.span.day <= p.last_on for p in pauses)
        if turn or stopped:
            lines.append(_day_line(occasion, turn, known, is_stopped=stopped))
    return lines


def _day_line(occasion: ServiceSession, turn: Turn | None, known: dict[UUID, SignUp], *, is_stopped: bool) -> DayLine:
    sign_up = known.get(turn.sign_up_id) if turn and turn.sign_up_id else None
    is_on = sign_up is not None and sign_up.state in SHOWN | {SignUpState.WAITING}
    words = STATES[sign_up.state] if sign_up else OUTCOMES[turn.outcome] if turn else ""
    return DayLine(occasion.span.day, words, sign_up.id if sign_up else None, is_on, is_stopped and not is_on)
