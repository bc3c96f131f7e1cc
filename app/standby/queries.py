"""Where somebody stands in a session's queue."""

from collections.abc import Iterable
from uuid import UUID

from sqlmodel import Session

from app.kit.scopes import Reach
from app.sessions.models import ServiceSession
from app.signups.models import SignUp, SignUpState
from app.towns import queries as towns
from app.waiting import queries as waiting
from app.waiting import rules as waiting_rules


def number_of(session: Session, sign_up: SignUp) -> int | None:
    """Which place from the front, from 1; None for who waits for nothing."""
    return numbers_of(session, sign_up.session_id, [sign_up]).get(sign_up.id)


def numbers_of(session: Session, session_id: UUID, found: Iterable[SignUp]) -> dict[UUID, int]:
    """The places of those who wait for one session."""
    waiters = [s.id for s in found if s.state is SignUpState.WAITING]
    if not waiters:
        return {}
    rivals = waiting.open_places(session, session_id)
    return {p.subject: waiting_rules.position(p, rivals) for p in rivals if p.subject in waiters}


def waiting_for(session: Session, session_id: UUID) -> int:
    """How many wait or hold an offer."""
    return len(waiting.open_places(session, session_id))


def reach_of_provider(session: Session, occasion: ServiceSession) -> Reach:
    """What a session that serves the queue may see: the provider sees everybody who waits there."""
    town = frozenset({occasion.town_id})
    return Reach(town, towns.partnership_ids_of(session, town))
