"""Counts by month, service and home town: sums of the tally's rows, however many sign-ups stand behind them."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, func

from app.indicators import rules as periods
from app.indicators.models import Asked, Chapter, Period
from app.ledger.models import Kind as LedgerKind
from app.ledger.models import LedgerEntry
from app.services.models import Service
from app.sessions.models import ServiceSession, SessionState
from app.signups.models import SignUp
from app.suppression.rules import Key
from app.tallies import rules
from app.tallies.models import MONTH, ServiceTally, What
from app.tallies.rules import Count, Figures
from app.towns import queries as towns

_KEYS: list[Any] = [
    col(ServiceTally.month),
    col(ServiceTally.service_id),
    col(Service.kind),
    col(ServiceTally.provider_town_id),
    col(ServiceTally.home_town_id),
    col(ServiceTally.what),
]


def counts(session: Session, town_ids: Iterable[UUID], first: date, last: date) -> list[Count]:
    """What the tally says of services of these towns in the months from `first` to `last`; nought is left out."""
    amount = sa.cast(func.sum(ServiceTally.amount), sa.Integer)
    found = (
        sa.select(*_KEYS, amount)
        .join(Service, col(Service.id) == col(ServiceTally.service_id))
        .where(col(ServiceTally.provider_town_id).in_(list(town_ids)), col(ServiceTally.month).between(first, last))
        .group_by(*_KEYS)
        .having(amount != 0)
        .order_by(*_KEYS)
    )
    return [Count(*row) for row in session.execute(found)]


def figures_of(session: Session, partnership_id: UUID, period: Period, *, today: date | None = None) -> Figures:
    """The year around a period, for the towns of a partnership; both get the same. Months after `today` are left out
    of what is shown: they would only dilute it."""
    period = periods.until(period, today) if today else period
    names = {t.id: t.name for t in towns.towns_of(session, partnership_id)}
    year = period.first.year
    found = counts(session, names, date(year, 1, 1), date(year, 12, 31))
    return Figures(period, names, found, told(session, partnership_id, year))


def told(session: Session, partnership_id: UUID, year: int) -> set[Key]:
    """Which private sums of a year stand in the ledger; they are entered on the last days of months."""
    keys: list[Any] = [col(LedgerEntry.source), col(LedgerEntry.taker_id), col(LedgerEntry.giver_id)]
    found = (
        sa.select(*keys)
        .where(col(LedgerEntry.partnership_id) == partnership_id, col(LedgerEntry.kind) == LedgerKind.SERVICE_SEATS)
        .where(col(LedgerEntry.on).in_([periods.month(year, n).last for n in range(1, 13)]))
        .where(col(LedgerEntry.source).startswith(rules.PRIVATE_SOURCE))
        .group_by(*keys)
        .having(func.sum(LedgerEntry.amount) > 0)
        .order_by(*keys)
    )
    return {rules.key_of(*row) for row in session.execute(found)}


def recount(session: Session, provider_town_id: UUID) -> dict[tuple[date, UUID, UUID, What], int]:
    """The same sums from the sign-ups and sessions themselves: what the tally has to say. Slow, for proofs."""
    kind = session.get_bind().dialect.name
    found: dict[tuple[date, UUID, UUID, What], int] = {}
    month = sa.literal_column(MONTH[kind].format(at="sign_up.starts_at"), type_=sa.Date)
    keys: list[Any] = [month, col(SignUp.service_id), col(SignUp.home_town_id), col(SignUp.state)]
    signed = sa.select(*keys, func.count()).where(col(SignUp.provider_town_id) == provider_town_id).group_by(*keys)
    for on, service_id, home_id, state, n in session.execute(signed):
        found[on, service_id, home_id, What(state)] = int(n)
    month = sa.literal_column(MONTH[kind].format(at="service_session.starts_at"), type_=sa.Date)
    held: Any = sa.select(month, col(ServiceSession.service_id), func.count(), func.sum(ServiceSession.places))
    held = held.where(col(ServiceSession.town_id) == provider_town_id, col(ServiceSession.state) == SessionState.OPEN)
    for on, service_id, sessions, places in session.execute(held.group_by(month, col(ServiceSession.service_id))):
        found[on, service_id, provider_town_id, What.SESSIONS] = int(sessions)
        found[on, service_id, provider_town_id, What.PLACES] = int(places)
    return found


def persons_counted(session: Session, provider_town_id: UUID) -> dict[tuple[date, Any, UUID], int]:
    """How many different people came, by month, kind and home town, from the sign-ups themselves. For proofs."""
    kind = session.get_bind().dialect.name
    month = sa.literal_column(MONTH[kind].format(at="sign_up.starts_at"), type_=sa.Date)
    keys: list[Any] = [month, col(Service.kind), col(SignUp.home_town_id)]
    found = (
        sa.select(*keys, func.count(sa.distinct(col(SignUp.person_key))))
        .join(Service, col(Service.id) == col(SignUp.service_id))
        .where(col(SignUp.provider_town_id) == provider_town_id, col(SignUp.state) == "attended")
        .group_by(*keys)
    )
    return {(on, service_kind, home): int(n) for on, service_kind, home, n in session.execute(found)}


def chapter(session: Session, asked: Asked) -> Chapter:
    """What services across the border have to report; nothing but sums."""
    figures = figures_of(session, asked.partnership_id, rules.viewed(asked.period), today=asked.today)
    return Chapter("共享服务", rules.report(figures), (rules.by_kind(figures),), (rules.use(figures),))
