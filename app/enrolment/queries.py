"""What the workers' pages show: a session's list with places in the queue, a person's history, one sign-up."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from app.residents.models import Resident
from app.services import queries as services
from app.services.models import Service
from app.sessions import queries as sessions
from app.sessions.models import ServiceSession
from app.sessions.queries import Line
from app.signups import queries as signups
from app.signups.models import COMING, SignUp, SignUpState
from app.signups.queries import Entry
from app.standby import queries as standby
from app.towns.models import Town


@dataclass(frozen=True)
class Roll:
    """Who comes to a session, who waits and in which place; `by_town` counts who has a place."""

    coming: list[Entry]
    waiting: list[tuple[int | None, Entry]]
    by_town: list[tuple[str, int]]


def roll(session: Session, occasion: ServiceSession, *, reader_town_id: UUID) -> Roll:
    """The provider's town sees everybody, a home town its own."""
    found = signups.of_session(session, occasion.id, town_id=reader_town_id)
    entries = signups.entries_of(session, found, reader_town_id=reader_town_id)
    numbers = standby.numbers_of(session, occasion.id, found)
    coming = [e for e in entries if e.state in COMING]
    offered = [(None, e) for e in entries if e.state is SignUpState.OFFERED]
    queued = sorted(
        ((numbers.get(e.id), e) for e in entries if e.state is SignUpState.WAITING), key=lambda pair: pair[0] or 0
    )
    counted: dict[str, int] = {}
    for entry in coming:
        counted[entry.town_name] = counted.get(entry.town_name, 0) + 1
    return Roll(coming, [*offered, *queued], sorted(counted.items()))


@dataclass(frozen=True)
class Visit:
    """One line of a person's history."""

    id: UUID
    line: Line
    entry: Entry


def history(session: Session, card: Resident) -> list[Visit]:
    """Everything that this town may see of a person, the latest first."""
    found = [
        s for s in signups.history_of(session, card.person_key) if card.town_id in (s.home_town_id, s.provider_town_id)
    ]
    return visits_of(session, found, reader_town_id=card.town_id)


def visits_of(session: Session, found: Sequence[SignUp], *, reader_town_id: UUID) -> list[Visit]:
    ids = {s.session_id for s in found}
    held = session.exec(select(ServiceSession).where(col(ServiceSession.id).in_(ids)).order_by(col(ServiceSession.id)))
    lines = {line.id: line for line in sessions.lines_of(session, held.all())}
    entries = signups.entries_of(session, found, reader_town_id=reader_town_id)
    return [Visit(s.id, lines[s.session_id], e) for s, e in zip(found, entries, strict=True)]


def may_be_signed_up(session: Session, service: Service, *, town_id: UUID) -> list[Town]:
    """Whose residents a worker of this town signs up: their own, and at their own town's services everybody's."""
    admitted = services.admitted_towns(session, service)
    mine = [t for t in admitted if t.id == town_id or service.town_id == town_id]
    return sorted(mine, key=lambda t: t.id != town_id)
