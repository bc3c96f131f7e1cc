"""What the person with the slip may read of it: their own sign-up, nobody else's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from app.grounds import queries as grounds
from app.kit.db import widen
from app.kit.errors import NotFound, Refusal
from app.online import rules
from app.residents import queries as residents
from app.residents import rules as resident_rules
from app.services import queries as services
from app.services.models import Service
from app.sessions import queries as sessions
from app.sessions.models import ServiceSession
from app.sessions.queries import Line
from app.signups import queries as signups
from app.signups.models import OPEN, STATES, SignUp, SignUpState
from app.standby import queries as standby
from app.towns import queries as towns
from app.towns.models import Town

LOST = frozenset({SignUpState.CALLED_OFF, SignUpState.UNMET})
AGAIN = frozenset({SignUpState.CANCELLED, SignUpState.UNMET})


@dataclass(frozen=True)
class Slip:
    """A sign-up as its owner sees it."""

    id: UUID
    code: str
    name: str
    phone: str
    state: SignUpState
    state_words: str
    line: Line
    bring: str
    unit_phone: str
    address: str
    number: int | None
    holds_until: datetime | None
    may_cancel: bool
    may_accept: bool
    may_join: bool
    reason: str
    chances: list[Line]


def slips(session: Session, held: Sequence[rules.Held], *, now: datetime) -> list[Slip]:
    """The sign-ups that this browser was shown; what is gone is left out."""
    found = []
    for one in held:
        try:
            found.append(slip_of(session, UUID(one.sign_up_id), UUID(one.town_id), now=now))
        except (NotFound, ValueError):
            continue
    return found


def slip_of(session: Session, sign_up_id: UUID, town_id: UUID, *, now: datetime) -> Slip:
    """In the name of the resident's town, for this one row. Raises NotFound."""
    widen(session, town_id=town_id)
    sign_up = signups.get_fresh(session, sign_up_id)
    if sign_up.home_town_id != town_id:
        raise NotFound
    occasion = session.get(ServiceSession, sign_up.session_id)
    if occasion is None:
        raise NotFound
    return _slip(session, sign_up, occasion, now)


def _slip(session: Session, sign_up: SignUp, occasion: ServiceSession, now: datetime) -> Slip:
    service = sessions.service_of(session, occasion)
    unit = towns.get_unit(session, service.unit_id)
    card = residents.find_card(session, sign_up.person_key, town_id=sign_up.home_town_id)
    return Slip(
        id=sign_up.id,
        code=sign_up.code,
        name=resident_rules.masked_name(card.name if card else ""),
        phone=resident_rules.masked_phone(card.phone if card else ""),
        state=sign_up.state,
        state_words=STATES[sign_up.state],
        line=sessions.line_of(session, occasion),
        bring=service.bring,
        unit_phone=service.phone or unit.phone,
        address=unit.address,
        number=standby.number_of(session, sign_up),
        holds_until=sign_up.holds_until,
        may_cancel=sign_up.state in OPEN and now < occasion.starts_at,
        may_accept=sign_up.state is SignUpState.OFFERED and bool(sign_up.holds_until and sign_up.holds_until > now),
        may_join=sign_up.state in AGAIN and occasion.is_open and now < occasion.last_call,
        reason=sign_up.reason if sign_up.state is SignUpState.CALLED_OFF else "",
        chances=_chances(session, sign_up, occasion, now),
    )


def _chances(session: Session, sign_up: SignUp, occasion: ServiceSession, now: datetime) -> list[Line]:
    """What else there is for somebody who lost a place through no doing of their own."""
    if sign_up.state not in LOST:
        return []
    return sessions.other_chances(session, occasion, sign_up.home_town_id, now=now, most=3)


def find(session: Session, code: str, last4: str) -> rules.Held:
    """Code and digits together, or nothing: which of the two is wrong is not said. Raises NoSlip."""
    door = signups.find_door(session, code, last4)
    if door is None:
        raise rules.NoSlip
    return rules.Held(str(door.sign_up_id), str(door.home_town_id))


@dataclass(frozen=True)
class Free:
    """How many places the residents of a town can take now: some may be kept for others."""

    town: str
    number: int


def free(session: Session, occasion: ServiceSession, towns_open: Sequence[Town], *, now: datetime) -> list[Free]:
    return [Free(t.name, sessions.room_of(session, occasion, t.id, now=now).free) for t in towns_open]


@dataclass(frozen=True)
class Homes:
    """The towns whose residents can sign up here, and why others cannot."""

    open: list[Town]
    shut: list[tuple[str, Refusal]]


def homes(session: Session, service: Service, *, now: datetime) -> Homes:
    """Of the towns that the service admits those with which residents' data may be kept together today."""
    ready, shut = [], []
    for town in services.admitted_towns(session, service):
        try:
            grounds.check(session, provider_id=service.town_id, home_id=town.id, on=now.date())
        except Refusal as refusal:
            shut.append((town.name, refusal))
        else:
            ready.append(town)
    return Homes(ready, shut)
