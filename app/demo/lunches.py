"""The community canteen of the demo: a fortnight of lunches behind, standing orders for the days ahead."""

import random
from datetime import date, timedelta

from sqlmodel import Session, select

from app.demo.offers import CANTEEN
from app.demo.rolls import Rolls
from app.demo.stage import Stage
from app.dining import actions as dining
from app.kit import clock
from app.meals import actions as meals
from app.meals import rules as meal_rules
from app.meals.models import Meal, MealPlanDraft
from app.orders.models import OrderDraft
from app.residents.models import Resident, ResidentDraft
from app.services import actions as services
from app.services.models import Service, TermsDraft
from app.sessions import actions as sessions
from app.signups.models import SignUpState

DAYS_BEHIND = 16
PLAN = MealPlanDraft(
    meal=Meal.LUNCH,
    weekdays="12345",
    serves_from=11 * 60,
    serves_until=12 * 60 + 30,
    places=30,
    closes_minute=9 * 60,
    price="10元一份",
)
NOTES = ("", "", "少盐", "", "软一点", "送餐上门", "", "", "少油", "")
EATERS = {"D": 18, "Q": 3}
WORKERS = {"D": "chenjianping", "Q": "qianxiaolong"}


def play(stage: Stage, today: date, people: dict[str, list[ResidentDraft]], rolls: Rolls) -> None:
    """The fortnight behind as lists; then the orders, as the counter takes them."""
    stage.now = clock.at(today - timedelta(days=DAYS_BEHIND + 2), "10:00")
    service = _offer(stage)
    _serve_the_past(stage, service, today, people, rolls)
    stage.now = clock.at(today - timedelta(days=1), "14:10")
    with stage.acting("malin") as (session, actor):
        plan_id = meals.set_plan(session, service.id, PLAN, actor=actor, now=stage.now).id
    for key, many in EATERS.items():
        with stage.acting(WORKERS[key]) as (session, actor):
            for number, one in enumerate(people[key][:many]):
                card = _card(session, stage, key, one)
                weekdays = ("12345", "135", "24")[number % 3]
                said = OrderDraft(weekdays=weekdays, from_on=today, note=NOTES[number % 10], age_seen=60)
                dining.order(session, plan_id, card.id, said, actor=actor, now=stage.now)


def _offer(stage: Stage) -> Service:
    terms = [TermsDraft(town_id=stage.towns[key].id, **words) for key, words in CANTEEN.terms.items()]
    with stage.acting("malin") as (session, actor):
        made = services.write(session, CANTEEN.draft(stage.units[CANTEEN.unit].id), terms, actor=actor, now=stage.now)
        services.publish(session, made.id, actor=actor, now=stage.now)
        return made


def _serve_the_past(
    stage: Stage, service: Service, today: date, people: dict[str, list[ResidentDraft]], rolls: Rolls
) -> None:
    chance = random.Random(11)  # noqa: S311  # the same fortnight every time, not a secret
    days = [today - timedelta(days=n) for n in range(DAYS_BEHIND, 0, -1)]
    drafts = [meal_rules.draft_on(PLAN, day) for day in days if str(day.isoweekday()) in PLAN.weekdays]
    with stage.acting("malin") as (session, actor):
        planned = sessions.plan_many(session, service, drafts, actor=actor, now=stage.now)
        for occasion in planned:
            came = [one for key, many in EATERS.items() for one in chance.sample(people[key][: many + 8], many)]
            roll = [(one, SignUpState.ABSENT if chance.random() < 0.04 else SignUpState.ATTENDED) for one in came]
            made_at = occasion.starts_at - timedelta(hours=20)
            rolls.enter(session, occasion, service, roll, actor=actor, made_at=made_at)


def _card(session: Session, stage: Stage, key: str, one: ResidentDraft) -> Resident:
    """The home town's card: the person was at something before."""
    found = select(Resident).where(Resident.town_id == stage.towns[key].id, Resident.phone == one.phone)
    return session.exec(found).one()
