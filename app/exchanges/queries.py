"""Pairs of postings as the two towns fill them in, and what their keys fit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.accounts import queries as accounts
from app.accounts.models import Person, Role
from app.consents import queries as consents
from app.consents.rules import HANDLERS
from app.exchanges import rules
from app.kit.errors import NotFound
from app.secondments import queries as posting_queries
from app.secondments.models import Exchange, Secondment
from app.secondments.rules import Facts, Reader
from app.towns import queries as towns
from app.towns.models import Town

BOUND = {
    *("person_id", "identity", "home_unit_id", "home_mentor_id", "party_tie", "basis", "allowance_by", "insurance_by"),
    *(
        "goals",
        "agreement_number",
        "host_unit_id",
        "post",
        "host_mentor_id",
        "from_on",
        "until_on",
        "home_town_id",
        "host_town_id",
    ),
}


def get_exchange(session: Session, exchange_id: UUID, *, reader: Reader, lock: bool = False) -> Exchange:
    """For those who draft and sign in either town."""
    mine = select(Exchange).where(Exchange.id == exchange_id)
    if lock:
        mine = mine.with_for_update().execution_options(populate_existing=True)
    found = session.exec(mine).first()
    if found is None or reader.town_id not in found.towns or frozenset(HANDLERS).isdisjoint(reader.roles):
        raise NotFound
    return found


def exchanges_of(session: Session, town_id: UUID) -> Sequence[Exchange]:
    """The pairs of a town, the newest first."""
    found = select(Exchange).where(sa.or_(col(Exchange.town_id) == town_id, col(Exchange.partner_town_id) == town_id))
    return session.exec(found.order_by(col(Exchange.from_on).desc(), col(Exchange.id))).all()


def postings_of(session: Session, exchange_id: UUID) -> Sequence[Secondment]:
    """Both directions of a pair, in the order in which they were filled in."""
    found = select(Secondment).where(Secondment.exchange_id == exchange_id)
    return session.exec(found.order_by(col(Secondment.home_town_id))).all()


def candidates(session: Session, town_id: UUID, now: datetime) -> list[Person]:
    """Whom a town may send: everybody but the secretary and the auditor."""
    excluded = {p.id for p in accounts.people_with(session, town_id, {Role.SECRETARY, Role.AUDITOR}, now)}
    return [p for p in accounts.people_of(session, town_id) if p.id not in excluded]


def content_of(session: Session, exchange: Exchange) -> dict[str, Any]:
    """What the keys fit: everything that both towns agree on about both people."""
    postings = postings_of(session, exchange.id)
    return {
        "exchange": str(exchange.id),
        "name": exchange.name,
        "postings": [p.model_dump(mode="json", include=BOUND) for p in postings],
    }


def lacking_of(session: Session, exchange: Exchange) -> list[str]:
    """What must still be filled in before the towns can be asked."""
    names = towns.names_of(session, list(exchange.towns))
    return rules.missing_of(exchange, postings_of(session, exchange.id), names)


def posting_from(session: Session, exchange: Exchange, home_town_id: UUID) -> Secondment | None:
    """The posting of a town's own person."""
    return next((p for p in postings_of(session, exchange.id) if p.home_town_id == home_town_id), None)


def posting_to(session: Session, exchange: Exchange, host_town_id: UUID) -> Secondment | None:
    """The posting that a town receives."""
    return next((p for p in postings_of(session, exchange.id) if p.host_town_id == host_town_id), None)


def partners_of(session: Session, town_id: UUID) -> list[Town]:
    """The towns with which staff can be exchanged, each once."""
    found = {t.id: t for p in towns.partnerships_of(session, town_id) for t in towns.towns_of(session, p.id)}
    return [t for t in found.values() if t.id != town_id]


@dataclass(frozen=True)
class Side:
    """One direction of a pair as its page shows it."""

    home_town: str
    host_town: str
    posting: Secondment | None
    facts: Facts | None
    is_home: bool
    """The reader's town sends this person."""


@dataclass(frozen=True)
class ExchangeView:
    sides: tuple[Side, ...]
    missing: tuple[str, ...]
    partner: str
    may_raise: bool


def view(session: Session, exchange: Exchange, reader: Reader) -> ExchangeView:
    """Both directions, the reader's own town first."""
    names = towns.names_of(session, list(exchange.towns))
    postings = {p.home_town_id: p for p in postings_of(session, exchange.id)}
    facts = posting_queries.facts_of(session, postings.values())
    partner_id = next(iter(exchange.towns - {reader.town_id}))
    sides = []
    for home_id, host_id in ((reader.town_id, partner_id), (partner_id, reader.town_id)):
        posting = postings.get(home_id)
        said = facts[posting.id] if posting else None
        sides.append(Side(names[home_id], names[host_id], posting, said, home_id == reader.town_id))
    refused = exchange.consent_id and consents.last_refusal(session, exchange.consent_id)
    lacking = rules.missing_of(exchange, list(postings.values()), names)
    return ExchangeView(tuple(sides), tuple(lacking), names[partner_id], bool(refused))
