"""Who comes to a session, a person's history, how many: names only from the reader's own cards, masked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.accounts import queries as accounts
from app.audit import actions as audit
from app.kit.errors import NotFound
from app.residents import queries as residents
from app.residents.models import Resident
from app.residents.queries import Card
from app.signups.models import LIVE, STATES, Declared, SignUp, SignUpState, SlipDoor
from app.towns import queries as towns


def lock_of(code: str, last4: str) -> str:
    """What opens a slip: the code and the last four digits, under the installation's key."""
    return audit.keyed_hash(f"slip\n{code.strip().upper()}\n{last4.strip()}".encode())


def find_door(session: Session, code: str, last4: str) -> SlipDoor | None:
    return session.get(SlipDoor, lock_of(code, last4))


def get_fresh(session: Session, sign_up_id: UUID, *, lock: bool = False) -> SignUp:
    """The row as it is now. Whoever locks it has locked its session before."""
    found = select(SignUp).where(SignUp.id == sign_up_id)
    found = found.with_for_update() if lock else found
    sign_up = session.exec(found.execution_options(populate_existing=True)).first()
    if sign_up is None:
        raise NotFound
    return sign_up


def get_sign_up(session: Session, sign_up_id: UUID, *, town_id: UUID) -> SignUp:
    """For the resident's town and the provider's; to anybody else it is not there."""
    sign_up = get_fresh(session, sign_up_id)
    if town_id not in (sign_up.home_town_id, sign_up.provider_town_id):
        raise NotFound
    return sign_up


def find_live(session: Session, session_id: UUID, person_key: str) -> SignUp | None:
    found = select(SignUp).where(SignUp.session_id == session_id, SignUp.person_key == person_key)
    found = found.where(col(SignUp.state).in_(LIVE)).order_by(col(SignUp.made_at))
    return session.exec(found.execution_options(populate_existing=True)).first()


def of_session(
    session: Session, session_id: UUID, *, town_id: UUID | None = None, states: Iterable[SignUpState] = LIVE
) -> Sequence[SignUp]:
    """The sign-ups of a session in the order in which they were made; for a town, those that concern it."""
    found = select(SignUp).where(SignUp.session_id == session_id, col(SignUp.state).in_(list(states)))
    if town_id is not None:
        found = found.where(sa.or_(col(SignUp.home_town_id) == town_id, col(SignUp.provider_town_id) == town_id))
    found = found.order_by(col(SignUp.made_at), col(SignUp.id))
    return session.exec(found.execution_options(populate_existing=True)).all()


@dataclass(frozen=True)
class Entry:
    """One line of a session's list. `card` is the reader's own card, None once it was erased."""

    id: UUID
    code: str
    state: SignUpState
    state_words: str
    name: str
    phone: str
    card: Card | None
    town_id: UUID
    town_name: str
    community: str
    note: str
    has_guardian: bool
    has_contact: bool
    age_seen: int
    made_at: datetime
    by_name: str
    walk_in: bool
    holds_until: datetime | None

    @property
    def is_open(self) -> bool:
        return self.state in (SignUpState.SIGNED, SignUpState.WAITING, SignUpState.OFFERED)


def list_of_session(
    session: Session, session_id: UUID, *, reader_town_id: UUID, states: Iterable[SignUpState] = LIVE
) -> list[Entry]:
    """Everybody of a session whom the reader's town may see; six queries for any number."""
    return entries_of(
        session, of_session(session, session_id, town_id=reader_town_id, states=states), reader_town_id=reader_town_id
    )


def entries_of(session: Session, found: Sequence[SignUp], *, reader_town_id: UUID) -> list[Entry]:
    cards = _cards(session, found, reader_town_id)
    declared = declared_of(session, [s.id for s in found])
    names = towns.names_of(session, list({s.home_town_id for s in found}))
    places = residents.community_names(session, {s.community_id for s in found if s.community_id})
    workers = accounts.names_of(session, {s.by_person_id for s in found if s.by_person_id})
    return [_entry(s, cards.get(s.person_key), declared.get(s.id), names, places, workers) for s in found]


def _cards(session: Session, found: Sequence[SignUp], town_id: UUID) -> dict[str, Card]:
    held = residents.by_key(session, {s.person_key for s in found}, town_id=town_id)
    return {c.person_key: c for c in residents.cards_of(session, list(held.values()))}


def _entry(
    sign_up: SignUp,
    card: Card | None,
    declared: Declared | None,
    names: dict[UUID, str],
    places: dict[UUID, str],
    workers: dict[UUID, str],
) -> Entry:
    return Entry(
        id=sign_up.id,
        code=sign_up.code,
        state=sign_up.state,
        state_words=STATES[sign_up.state],
        name=card.name if card else "",
        phone=card.phone if card else "",
        card=card,
        town_id=sign_up.home_town_id,
        town_name=names.get(sign_up.home_town_id, ""),
        community=places.get(sign_up.community_id, "") if sign_up.community_id else "",
        note=declared.note if declared else "",
        has_guardian=bool(declared and declared.guardian_name),
        has_contact=bool(declared and declared.emergency_name),
        age_seen=sign_up.age_seen,
        made_at=sign_up.made_at,
        by_name=workers.get(sign_up.by_person_id, "") if sign_up.by_person_id else "",
        walk_in=sign_up.walk_in,
        holds_until=sign_up.holds_until,
    )


def declared_of(session: Session, ids: Iterable[UUID]) -> dict[UUID, Declared]:
    found = select(Declared).where(col(Declared.sign_up_id).in_(list(ids))).order_by(col(Declared.sign_up_id))
    return {d.sign_up_id: d for d in session.exec(found)}


def history_of(session: Session, person_key: str, *, limit: int = 100) -> Sequence[SignUp]:
    """A person's sign-ups within reach, the latest session first."""
    found = select(SignUp).where(SignUp.person_key == person_key)
    return session.exec(found.order_by(col(SignUp.starts_at).desc(), col(SignUp.id)).limit(limit)).all()


def last_of(session: Session, person_key: str) -> SignUp | None:
    """The latest sign-up that was not given up: what one tap repeats."""
    found = select(SignUp).where(SignUp.person_key == person_key, col(SignUp.state).in_(LIVE))
    return session.exec(found.order_by(col(SignUp.starts_at).desc(), col(SignUp.id)).limit(1)).first()


def last_of_all(session: Session, keys: Iterable[str]) -> dict[str, SignUp]:
    """The same for several people at once."""
    found = select(SignUp).where(col(SignUp.person_key).in_(list(keys)), col(SignUp.state).in_(LIVE))
    latest: dict[str, SignUp] = {}
    for sign_up in session.exec(found.order_by(col(SignUp.starts_at), col(SignUp.id))):
        latest[sign_up.person_key] = sign_up
    return latest


@dataclass(frozen=True)
class Count:
    """How many sign-ups of one kind there are."""

    service_id: UUID
    provider_town_id: UUID
    home_town_id: UUID
    state: SignUpState
    number: int


def counts(session: Session, *, since: datetime, until: datetime, service_ids: Iterable[UUID] = ()) -> list[Count]:
    """Sign-ups within reach for sessions that begin in [since, until), counted by the database."""
    keys: list[Any] = [SignUp.service_id, SignUp.provider_town_id, SignUp.home_town_id, SignUp.state]
    found = sa.select(*keys, sa.func.count()).where(col(SignUp.starts_at) >= since, col(SignUp.starts_at) < until)
    if ids := list(service_ids):
        found = found.where(col(SignUp.service_id).in_(ids))
    return [Count(*row) for row in session.execute(found.group_by(*keys).order_by(*keys))]


def to_be_reminded(session: Session, *, since: datetime, until: datetime) -> Sequence[SignUp]:
    """Everybody within reach who is coming to a session that begins in [since, until)."""
    found = select(SignUp).where(SignUp.state == SignUpState.SIGNED)
    found = found.where(col(SignUp.starts_at) >= since, col(SignUp.starts_at) < until)
    return session.exec(found.order_by(col(SignUp.starts_at), col(SignUp.made_at), col(SignUp.id))).all()


def card_of(session: Session, sign_up: SignUp, *, town_id: UUID) -> Resident | None:
    """The reader's own card of who is signed up."""
    return residents.find_card(session, sign_up.person_key, town_id=town_id)


def stale_cards(session: Session, *, town_id: UUID, before: datetime, limit: int = 500) -> Sequence[Resident]:
    """A town's cards of people who have not been signed up for anything since a time, nor put on the list since."""
    since = sa.exists().where(col(SignUp.person_key) == col(Resident.person_key), col(SignUp.starts_at) >= before)
    found = select(Resident).where(Resident.town_id == town_id, Resident.made_at < before)
    found = found.where(col(Resident.erased_at).is_(None), ~since)
    return session.exec(found.order_by(col(Resident.made_at), col(Resident.id)).limit(limit)).all()
