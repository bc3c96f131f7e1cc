"""What follows from standing orders: the coming days signed up in order, the kitchen told its count. Jobs and deeds."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from app.enrolment import actions as enrolment
from app.enrolment import rules as enrolment_rules
from app.kit import clock
from app.kit.actor import Actor
from app.kit.errors import Refusal
from app.meals import queries as meals
from app.meals.models import MealPlan
from app.notifications import actions as notifications
from app.orders import queries, rules
from app.orders.models import Outcome, StandingOrder, Turn
from app.residents import queries as residents
from app.residents.models import Resident, ResidentDraft
from app.services import queries as services
from app.services.models import Service
from app.sessions.models import ServiceSession
from app.sessions.rules import SignUpClosed
from app.signups import queries as signups
from app.signups.models import OPEN, DeclaredDraft, SignUp, SignUpDraft, SignUpState
from app.signups.rules import SamePersonTwice


def serve(session: Session, town_id: UUID, *, now: datetime) -> int:
    """Take up every standing order of a town's kitchens on the days that are on the list (job)."""
    system = Actor.system(town_id)
    done = 0
    for plan in meals.served_in(session, town_id):
        found = queries.running(session, plan.id)
        done += take_up(session, plan, found, actor=system, now=now) if found else 0
    return done


def take_up(session: Session, plan: MealPlan, orders: Sequence[StandingOrder], *, actor: Actor, now: datetime) -> int:
    """Sign these orders up for the days that still can be ordered; each order and day once. How many were taken up.

    `actor`: whose cards the names are read from. A second run finds nothing left.
    """
    occasions = [o for o in meals.occasions_of(session, plan, since=now) if o.last_call > now]
    if not occasions or actor.town_id is None:
        return 0
    before = queries.taken_up(session, [o.id for o in occasions])
    pauses = queries.pauses_of(session, [o.id for o in orders], since=clock.to_town(now).date())
    cards = residents.by_key(session, [o.person_key for o in orders], town_id=actor.town_id)
    done = 0
    for occasion in occasions:
        due = [
            o
            for o in orders
            if (o.id, occasion.id) not in before
            and o.person_key in cards
            and rules.wants(o, occasion.span.day, pauses.get(o.id, []))
        ]
        done += _sign_up(session, occasion, due, cards, actor, now)
    return done


def _sign_up(
    session: Session,
    occasion: ServiceSession,
    due: Sequence[StandingOrder],
    cards: dict[str, Resident],
    actor: Actor,
    now: datetime,
) -> int:
    for start in range(0, len(due), enrolment_rules.MOST):
        some = due[start : start + enrolment_rules.MOST]
        drafts = [_draft(order, cards[order.person_key]) for order in some]
        made = enrolment.sign_up_each(session, occasion.id, drafts, actor=actor, now=now, wait=True)
        for order, answer in zip(some, made, strict=True):
            _keep(session, order, occasion, answer, now)
    return len(due)


def _draft(order: StandingOrder, card: Resident) -> SignUpDraft:
    person = ResidentDraft.model_validate(card.model_dump())
    return SignUpDraft(person=person, declared=DeclaredDraft(note=order.note), age_seen=order.age_seen)


def _keep(
    session: Session, order: StandingOrder, occasion: ServiceSession, answer: SignUp | Refusal, now: datetime
) -> None:
    if isinstance(answer, SignUpClosed):
        return
    outcome, said = _outcome(answer)
    towns = {"provider_town_id": order.provider_town_id, "home_town_id": order.home_town_id}
    of = {"order_id": order.id, "session_id": occasion.id, "outcome": outcome, "said": said[:160], "at": now}
    sign_up_id = answer.id if isinstance(answer, SignUp) else None
    session.add(Turn.model_validate(towns | of | {"sign_up_id": sign_up_id}))
    session.flush()
    if outcome in (Outcome.WAITING, Outcome.REFUSED):
        _tell_worker(session, order, occasion, outcome, said)


def _outcome(answer: SignUp | Refusal) -> tuple[Outcome, str]:
    if isinstance(answer, SamePersonTwice):
        return Outcome.THERE, ""
    if isinstance(answer, Refusal):
        return Outcome.REFUSED, str(answer)
    return (Outcome.WAITING, "") if answer.state is SignUpState.WAITING else (Outcome.SIGNED, "")


def _tell_worker(session: Session, order: StandingOrder, occasion: ServiceSession, outcome: Outcome, said: str) -> None:
    """Who ordered for the person tells them; nobody's name stands in the notice."""
    if order.by_person_id is None or order.by_town_id is None:
        return
    day = f"{clock.chinese_date(occasion.starts_at)}{occasion.label}"
    why = "名额已满，已列入候补，有空出会通知。" if outcome is Outcome.WAITING else f"没有订上：{said}。"
    notifications.tell(
        session,
        person_id=order.by_person_id,
        town_id=order.by_town_id,
        kind="orders.missed",
        event=f"order:{order.id}:{occasion.id}",
        title=f"长期订餐有一天没有订上：{day}",
        text=f"您代办的一份长期订餐，{day}{why}请告知本人。",
        url=f"/dining/orders/{order.id}",
    )


def is_on(session: Session, sign_up_id: UUID) -> bool:
    """Whether a sign-up can still be given back."""
    return signups.get_fresh(session, sign_up_id).state in OPEN


def tell_kitchens(session: Session, town_id: UUID, in_words: Callable[[ServiceSession], str], *, now: datetime) -> None:
    """Each kitchen hears its count once ordering has closed (job). `in_words` says the count."""
    today = clock.to_town(now).date()
    until = clock.at(date.fromordinal(today.toordinal() + 4), "00:00")
    for occasion in meals.meals_between(session, town_id, now, until):
        service = services.find_service(session, occasion.service_id)
        if service and occasion.last_call <= now:
            day = f"{clock.chinese_date(occasion.starts_at)}{occasion.label}"
            _tell_kitchen(session, service, occasion, "count", f"{day}订餐已截止", in_words(occasion), now)


def tell_late(session: Session, occasion: ServiceSession, sign_up_id: UUID, *, now: datetime) -> None:
    """Somebody stopped a meal after the kitchen had its count."""
    service = services.find_service(session, occasion.service_id)
    if service:
        day = f"{clock.chinese_date(occasion.starts_at)}{occasion.label}"
        text = "截止后有一份取消，请减去一份；明细见后厨清单。"
        _tell_kitchen(session, service, occasion, f"late:{sign_up_id}", f"{day}少一份", text, now)


def _tell_kitchen(
    session: Session, service: Service, occasion: ServiceSession, mark: str, title: str, text: str, now: datetime
) -> None:
    for person_id in services.workers_of(session, service.unit_id, service.town_id, now=now):
        notifications.tell(
            session,
            person_id=person_id,
            town_id=service.town_id,
            kind="orders.kitchen",
            event=f"meal:{occasion.id}:{mark}",
            title=f"{service.name}{title}",
            text=text,
            url=f"/dining/kitchen/{occasion.id}",
        )
