"""Today at the counter: which sessions there are, who is found, what they came for last and could come for next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from app.desk import rules
from app.residents import queries as residents
from app.residents.models import Resident, ResidentDraft
from app.residents.queries import Card
from app.services import queries as services
from app.services.models import Service
from app.sessions import queries as sessions
from app.sessions.models import ServiceSession
from app.sessions.queries import Line, Search
from app.signups import queries as signups
from app.signups.models import LIVE, Agreed, DeclaredDraft, How, SignUp, SignUpDraft


@dataclass(frozen=True)
class Found:
    """Somebody at the counter: their card, what they came for last, and the next session of the same service."""

    card: Card
    last: str
    again: Line | None
    asks_more: bool
    """The service asks for a consent, an age or a contact each time: one more page."""


def find(session: Session, text: str, *, town_id: UUID, now: datetime) -> list[Found]:
    """By four digits, sound or name; six queries for any number of people."""
    cards = residents.find(session, text, town_id=town_id)
    last = signups.last_of_all(session, [c.person_key for c in cards])
    known = services_by_id(session, {s.service_id for s in last.values()})
    chances = _chances(session, known, now)
    taken = _taken(session, [c.person_key for c in cards], [line.id for line in chances])
    found = []
    for card in cards:
        before = last.get(card.person_key)
        service = known.get(before.service_id) if before else None
        again = _next_of(service, card, chances, taken) if service else None
        found.append(Found(card, service.name if service else "", again, bool(service and rules.asks_more(service))))
    return found


def services_by_id(session: Session, ids: Iterable[UUID]) -> dict[UUID, Service]:
    found = select(Service).where(col(Service.id).in_(list(ids))).order_by(col(Service.id))
    return {service.id: service for service in session.exec(found)}


def _chances(session: Session, known: dict[UUID, Service], now: datetime) -> list[Line]:
    if not known:
        return []
    found = sessions.lines(session, Search(now, now + rules.AHEAD, service_ids=list(known)), limit=400)
    return [line for line in found if line.last_call > now and line.by_sign_up]


def _taken(session: Session, keys: Sequence[str], ids: Sequence[UUID]) -> set[tuple[str, UUID]]:
    """Who stands on the list of which of these sessions."""
    found = select(SignUp.person_key, SignUp.session_id).where(
        col(SignUp.person_key).in_(keys), col(SignUp.session_id).in_(ids), col(SignUp.state).in_(LIVE)
    )
    return {(row[0], row[1]) for row in session.exec(found.order_by(col(SignUp.session_id)))}


def _next_of(service: Service, card: Card, chances: Sequence[Line], taken: set[tuple[str, UUID]]) -> Line | None:
    """The next session of a service on whose list the person does not stand yet; a full one offers its queue."""
    of = [line for line in chances if line.service_id == service.id and (card.person_key, line.id) not in taken]
    return next((line for line in of if line.left), of[0] if of else None)


def sessions_for(session: Session, card: Resident, *, town_id: UUID, now: datetime) -> list[Line]:
    """What a person can be signed up for in the coming month, on either side, the earliest first."""
    ids = [town_id] if card.home_town_id != town_id else [t.id for t in services.towns_around(session, town_id)]
    lines = sessions.lines(session, Search(now, now + rules.AHEAD, town_ids=ids), limit=300)
    open_ones = [line for line in lines if line.last_call > now and line.by_sign_up]
    taken = _taken(session, [card.person_key], [line.id for line in open_ones])
    free = [line for line in open_ones if (card.person_key, line.id) not in taken]
    return sessions.with_room(session, free, card.home_town_id, now=now)


def chances_for(session: Session, card: Resident, occasion: ServiceSession, *, now: datetime) -> list[Line]:
    """What else a person could take instead, without what they have taken already."""
    found = sessions.other_chances(session, occasion, card.home_town_id, now=now)
    taken = _taken(session, [card.person_key], [line.id for line in found])
    return [line for line in found if (card.person_key, line.id) not in taken]


def bookable(session: Session, town_id: UUID, *, now: datetime) -> list[Line]:
    """The sessions for which somebody new at the counter can be signed up: both sides, the earliest first."""
    ids = [t.id for t in services.towns_around(session, town_id)]
    lines = sessions.lines(session, Search(now, now + rules.AHEAD, town_ids=ids), limit=300)
    return [line for line in lines if line.last_call > now and line.by_sign_up]


def draft_of(session: Session, card: Resident, service: Service) -> SignUpDraft:
    """The card's person, with what was declared the last time for the same service."""
    before = [s for s in signups.history_of(session, card.person_key) if s.service_id == service.id][:1]
    said = signups.declared_of(session, [s.id for s in before])
    declared = DeclaredDraft.model_validate(said[before[0].id].model_dump()) if before and said else DeclaredDraft()
    age = before[0].age_seen if before else 0
    return SignUpDraft(person=ResidentDraft.model_validate(card.model_dump()), declared=declared, age_seen=age)


def draft_at_door(session: Session, card: Resident, service: Service) -> SignUpDraft:
    """Somebody known who walks in: the card was seen and the consent given by word of mouth, at the door."""
    agreed = Agreed.GUARDIAN if service.asks_guardian else Agreed.SELF
    said = {"age_seen": service.min_age, "agreed_by": agreed, "agreed_how": How.SPOKEN}
    return draft_of(session, card, service).model_copy(update=said)
