"""A kitchen's day: who gets a meal, counted. Names masked."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from app.dining import rules
from app.kit import clock
from app.meals import queries as meals
from app.orders.queries import SHOWN
from app.sessions.models import ServiceSession
from app.signups import queries as signups
from app.signups.models import SignUpState


def portions_of(session: Session, occasion: ServiceSession, *, reader_town_id: UUID) -> list[rules.Portion]:
    """Everybody who gets a meal, in the order of ordering."""
    entries = signups.list_of_session(session, occasion.id, reader_town_id=reader_town_id, states=SHOWN)
    return [
        rules.Portion(e.name, e.community, e.town_name, e.note, e.state is SignUpState.ATTENDED, e.phone[-4:])
        for e in entries
    ]


@dataclass(frozen=True)
class KitchenMeal:
    """One meal of a day as its kitchen sees it."""

    occasion: ServiceSession
    count: rules.Count
    is_closed: bool


def kitchen_day(session: Session, town_id: UUID, day: date, *, now: datetime) -> list[KitchenMeal]:
    """A town's meals of a day."""
    first = clock.at(day, "00:00")
    found = meals.meals_between(session, town_id, first, clock.at(date.fromordinal(day.toordinal() + 1), "00:00"))
    return [kitchen_meal(session, occasion, town_id, now=now) for occasion in found]


def kitchen_meal(session: Session, occasion: ServiceSession, town_id: UUID, *, now: datetime) -> KitchenMeal:
    counted = rules.count(portions_of(session, occasion, reader_town_id=town_id))
    return KitchenMeal(occasion, counted, occasion.last_call <= now)
