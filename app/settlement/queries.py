"""A month's services across the border, for both towns alike; and what of them stands in the ledger."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, func

from app.indicators import rules as periods
from app.indicators.models import Period
from app.kit import clock
from app.ledger.models import Kind as LedgerKind
from app.ledger.models import LedgerEntry
from app.services import queries as services
from app.services.models import SENSITIVE, Service
from app.settlement import rules
from app.settlement.models import Sheet, Side
from app.settlement.rules import Due, Served
from app.signups.models import SignUp, SignUpState
from app.tallies import queries as tallies
from app.tallies.rules import Figures, Table
from app.towns.models import Partnership, Unit


def sheet_of(session: Session, partnership: Partnership, month: Period) -> Sheet:
    """One side for each pair of towns, whoever reads."""
    figures = tallies.figures_of(session, partnership.id, month)
    pairs = [(home, at) for home in figures.names for at in figures.names if home != at]
    sides = tuple(_side(session, figures, home, at) for home, at in pairs)
    hidden = any(not line.times.isdecimal() for side in sides for line in side.lines)
    return Sheet(month, partnership.name, tuple(figures.names.values()), sides, hidden)


def _side(session: Session, figures: Figures, home: UUID, provider: UUID) -> Side:
    served = served_in(session, figures.period, home, provider)
    words = {
        service_id: (terms[home].price, terms[home].subsidy)
        for service_id, terms in services.terms_of_all(session, {s.service_id for s in served}).items()
        if home in terms
    }
    place = (figures.period.first.month, home, provider)
    lines = rules.lines_of(served, figures.used, place, words)
    return Side(figures.names[home], figures.names[provider], lines, rules.total_of(figures.used, place))


def served_in(session: Session, period: Period, home: UUID, provider: UUID) -> list[Served]:
    """How many people came how often, service by service."""
    keys: list[Any] = [col(Service.id), col(Service.kind), col(Service.name), col(Unit.name)]
    found = (
        sa.select(*keys, func.count(sa.distinct(col(SignUp.person_key))), func.count())
        .select_from(SignUp)
        .join(Service, col(Service.id) == col(SignUp.service_id))
        .join(Unit, col(Unit.id) == col(Service.unit_id))
        .where(*_came(provider, period.first, period.last), col(SignUp.home_town_id) == home)
        .group_by(*keys)
        .order_by(*keys[1:], keys[0])
    )
    return [Served(*row) for row in session.execute(found)]


def _came(provider: UUID, first: date, last: date) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        col(SignUp.provider_town_id) == provider,
        col(SignUp.starts_at) >= clock.at(first, "00:00"),
        col(SignUp.starts_at) < clock.at(last + timedelta(days=1), "00:00"),
        col(SignUp.state) == SignUpState.ATTENDED,
    )


def dues_of(session: Session, provider: UUID, first: date, last: date) -> list[Due]:
    """Each session's places that residents of other towns took, between two days; private kinds left out."""
    keys: list[Any] = [col(SignUp.session_id), col(SignUp.home_town_id), col(SignUp.starts_at), col(Service.name)]
    found = (
        sa.select(*keys, func.count())
        .join(Service, col(Service.id) == col(SignUp.service_id))
        .where(*_came(provider, first, last), col(SignUp.home_town_id) != provider)
        .where(col(Service.kind).not_in(list(SENSITIVE)))
        .group_by(*keys)
        .order_by(col(SignUp.starts_at), col(SignUp.session_id), col(SignUp.home_town_id))
    )
    return [_due(*row) for row in session.execute(found)]


def _due(session_id: UUID, home: UUID, starts_at: Any, name: str, amount: int) -> Due:
    return Due(f"sitting:{session_id}:{home.hex[:12]}", home, clock.to_town(starts_at).date(), amount, name, "service")


def standing(session: Session, provider: UUID, first: date) -> dict[str, int]:
    """What the ledger says of a provider's services since a day, by source; nought for what was taken back."""
    found = (
        sa.select(col(LedgerEntry.source), func.sum(LedgerEntry.amount))
        .where(col(LedgerEntry.giver_id) == provider, col(LedgerEntry.kind) == LedgerKind.SERVICE_SEATS)
        .where(col(LedgerEntry.on) >= first)
        .group_by(col(LedgerEntry.source))
        .order_by(col(LedgerEntry.source))
    )
    return {source: int(amount) for source, amount in session.execute(found)}


def gone(session: Session, provider: UUID, first: date, dues: Iterable[Due]) -> list[Due]:
    """Sessions that stand in the ledger though nobody of that town counts as having come any more."""
    named = {due.source for due in dues}
    keys: list[Any] = [col(LedgerEntry.source), col(LedgerEntry.taker_id), col(LedgerEntry.on), col(LedgerEntry.detail)]
    found = (
        sa.select(*keys)
        .where(col(LedgerEntry.giver_id) == provider, col(LedgerEntry.kind) == LedgerKind.SERVICE_SEATS)
        .where(col(LedgerEntry.on) >= first, col(LedgerEntry.source).startswith("sitting:"))
        .group_by(*keys)
        .having(func.sum(LedgerEntry.amount) > 0)
        .order_by(keys[0])
    )
    return [
        Due(source, taker, on, 0, detail) for source, taker, on, detail in session.execute(found) if source not in named
    ]


def used_of(session: Session, partnership_id: UUID, year: int) -> Table:
    """The protected table of services of a partnership's year."""
    return tallies.figures_of(session, partnership_id, periods.year(year)).used
