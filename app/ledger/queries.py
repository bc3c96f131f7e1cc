"""Reading the ledger: its entries one by one, and its sums. Sums are made by the database, never row by row."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from app.accounts import queries as accounts
from app.kit.errors import NotFound
from app.kit.paging import Page, page_of
from app.ledger.models import Kind, LedgerEntry
from app.towns import queries as towns


@dataclass(frozen=True)
class Line:
    """An entry in a statement. `is_void`: taken back later; `corrects`: it takes another back."""

    id: UUID
    on: date
    giver_id: UUID
    giver: str
    taker: str
    kind: Kind
    amount: int
    detail: str
    source: str
    reason: str
    is_void: bool
    corrects: bool
    entered_at: datetime
    who: str


@dataclass(frozen=True)
class Sum:
    """What one town gave another in one month, for one kind of use in one tier."""

    giver_id: UUID
    taker_id: UUID
    kind: Kind
    year: int
    month: int
    tier: str
    purpose: str
    amount: int
    times: int


def get_entry(session: Session, entry_id: UUID) -> LedgerEntry:
    """The entry, for the towns of its partnership."""
    entry = session.get(LedgerEntry, entry_id)
    if entry is None:
        raise NotFound
    return entry


def entries_of(session: Session, partnership_id: UUID, source: str, kind: Kind) -> Sequence[LedgerEntry]:
    """Everything ever entered for one source, in its order."""
    found = select(LedgerEntry).where(
        LedgerEntry.partnership_id == partnership_id, LedgerEntry.source == source, LedgerEntry.kind == kind
    )
    return session.exec(found.order_by(col(LedgerEntry.turn))).all()


def find_standing(session: Session, source: str, kind: Kind) -> LedgerEntry | None:
    """The entry of a source that has not been taken back."""
    found = select(LedgerEntry).where(
        LedgerEntry.source == source, LedgerEntry.kind == kind, LedgerEntry.amount > 0, ~_is_taken_back()
    )
    return session.exec(found.order_by(col(LedgerEntry.turn).desc())).first()


_NEWEST = (col(LedgerEntry.on).desc(), col(LedgerEntry.source), col(LedgerEntry.turn).desc())


def _is_taken_back() -> sa.Exists:
    counter = sa.orm.aliased(LedgerEntry)
    return sa.exists().where(col(counter.after_id) == col(LedgerEntry.id))


def statement(
    session: Session, partnership_id: UUID, *, first: date, last: date, kind: Kind | None = None
) -> list[Line]:
    """Every entry whose day lies between `first` and `last`, the newest first."""
    found = select(LedgerEntry, _is_taken_back().label("void")).where(*_within(partnership_id, first, last))
    if kind:
        found = found.where(LedgerEntry.kind == kind)
    return _lines(session, session.exec(found.order_by(*_NEWEST)).all())


def statement_page(session: Session, partnership_id: UUID, *, first: date, last: date, number: int) -> Page[Line]:
    """One page of the statement."""
    found = sa.select(LedgerEntry).where(*_within(partnership_id, first, last)).order_by(*_NEWEST)
    page = page_of(session, found, number)
    ids = [entry.id for entry in page.rows]
    void = set(session.exec(select(LedgerEntry.after_id).where(col(LedgerEntry.after_id).in_(ids))))
    lines = _lines(session, [(entry, entry.id in void) for entry in page.rows])
    return Page(lines, page.number, page.pages, page.total)


def _lines(session: Session, rows: Sequence[tuple[LedgerEntry, bool]]) -> list[Line]:
    names = {t.id: t.name for t in towns.all_towns(session)}
    people = accounts.names_of(session, [e.person_id for e, _ in rows if e.person_id])
    return [_line(entry, void, names, people) for entry, void in rows]


def _line(entry: LedgerEntry, void: bool, names: dict[UUID, str], people: dict[UUID, str]) -> Line:
    town = names.get(entry.person_town_id, "") if entry.person_town_id else ""
    return Line(
        id=entry.id,
        on=entry.on,
        giver_id=entry.giver_id,
        giver=names[entry.giver_id],
        taker=names[entry.taker_id],
        kind=entry.kind,
        amount=entry.amount,
        detail=entry.detail,
        source=entry.source,
        reason=entry.reason,
        is_void=bool(void) and entry.amount > 0,
        corrects=entry.amount < 0,
        entered_at=entry.entered_at,
        who=town + people.get(entry.person_id, "") if entry.person_id else "系统",
    )


def _within(partnership_id: UUID, first: date, last: date) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        col(LedgerEntry.partnership_id) == partnership_id,
        col(LedgerEntry.on) >= first,
        col(LedgerEntry.on) <= last,
    )


def sums(session: Session, partnership_id: UUID, *, first: date, last: date) -> list[Sum]:
    """Net amounts by pair of towns, kind, month, tier and purpose; one statement, however many entries.

    `times` counts what stands: an entry and its counter-entry together count nothing.
    """
    year, month = sa.extract("year", col(LedgerEntry.on)), sa.extract("month", col(LedgerEntry.on))
    signs = func.sum(sa.case((col(LedgerEntry.amount) > 0, 1), else_=-1))
    keys: list[Any] = [LedgerEntry.giver_id, LedgerEntry.taker_id, LedgerEntry.kind, year, month]
    more: list[Any] = [LedgerEntry.tier, LedgerEntry.purpose, func.sum(LedgerEntry.amount), signs]
    found = (
        sa.select(*keys, *more)
        .where(*_within(partnership_id, first, last))
        .group_by(*keys, *more[:2])
        .order_by(year, month, *keys[:3], *more[:2])
    )
    rows = session.execute(found).all()
    return [Sum(g, t, Kind(k), int(y), int(m), tier, use, int(a), int(n)) for g, t, k, y, m, tier, use, a, n in rows]


def balance_of(session: Session, partnership_id: UUID, kind: Kind) -> dict[UUID, int]:
    """What each town has given less what it has taken, ever; the towns' balances add up to nothing."""
    sides: list[Any] = [
        sa.select(col(side).label("town_id"), (col(LedgerEntry.amount) * sign).label("amount")).where(
            col(LedgerEntry.partnership_id) == partnership_id, col(LedgerEntry.kind) == kind
        )
        for side, sign in ((LedgerEntry.giver_id, 1), (LedgerEntry.taker_id, -1))
    ]
    postings = sa.union_all(*sides).subquery()
    found = sa.select(postings.c.town_id, func.sum(postings.c.amount)).group_by(postings.c.town_id)
    return {town_id: int(amount) for town_id, amount in session.execute(found.order_by(postings.c.town_id))}
