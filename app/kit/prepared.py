"""Statements that are built once and run often, within the session's reach: for the few paths where speed counts.

What the ORM does around a statement (compose, look it up, guard, load objects) costs several times the statement
itself; a booking asks a dozen. A prepared statement goes straight to the driver and returns rows of columns.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

import sqlalchemy as sa
from sqlmodel import Session

from app.kit import guard
from app.kit.driver import Driven, Rows
from app.kit.scopes import PARTNERSHIPS, PERSON, TOWNS, Private, Public, Reach, allowed_ids, doors

REACH = {TOWNS: "reach_towns", PARTNERSHIPS: "reach_partnerships", PERSON: "reach_person"}


class CannotScope(TypeError):
    """A statement whose scoped tables are not simply joined: SQLite's criteria would not reach them."""


class Prepared:
    """A select, insert, update or delete with bind parameters, or several selects in one UNION ALL without an order.
    PostgreSQL's policies guard it there; on SQLite every scoped table it names is narrowed to the session's reach, and
    new rows are checked, as the ORM's are."""

    def __init__(self, statement: Any) -> None:
        self._statement = statement
        self._driven: Driven | None = None
        self._narrowed: Driven | None = None
        self._settings: tuple[str, ...] = ()

    def run(self, session: Session, values: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> Rows:
        """The rows; what the session has not yet written is written first, so that they include it."""
        session.flush()
        connection = _connection(session)
        rows = [values] if isinstance(values, Mapping) else values
        if connection.dialect.name == "sqlite" and "reach" in session.info:
            return self._run_narrowed(connection, rows, session.info["reach"])
        if self._driven is None:
            self._driven = Driven(self._statement)
        return self._driven.run(connection, rows)

    def _run_narrowed(self, connection: sa.Connection, rows: Sequence[Mapping[str, Any]], reach: Reach) -> Rows:
        if self._narrowed is None:
            self._narrowed = Driven(self._narrow())
        if isinstance(self._statement, sa.Insert):
            for row in rows:
                guard.check_row(cast(sa.Table, self._statement.table), row, reach)
            return self._narrowed.run(connection, rows)
        seen = {REACH[setting]: list(allowed_ids(setting, reach)) for setting in self._settings}
        return self._narrowed.run(connection, [{**row, **seen} for row in rows])

    def _narrow(self) -> Any:
        settings: set[str] = set()
        if isinstance(self._statement, sa.Insert):
            return self._statement
        if isinstance(self._statement, sa.CompoundSelect):
            narrowed: Any = sa.union_all(*(_narrowed(arm, settings) for arm in self._statement.selects))
        else:
            narrowed = _narrowed(self._statement, settings)
        self._settings = tuple(sorted(settings))
        return narrowed


def _connection(session: Session) -> sa.Connection:
    """The session's; inside a savepoint it must be asked for it, for only then the savepoint is made."""
    known = None if session.in_nested_transaction() else session.info.get(guard.CONNECTION)
    return known or session.connection()


def _narrowed(statement: Any, settings: set[str]) -> Any:
    """The statement within reach; `settings` gathers what it then has to be told."""
    for source, scope in _scoped_sources(statement):
        ways = doors(scope)
        settings |= {setting for _, setting in ways}
        statement = statement.where(sa.or_(*(_within(source.c[column], setting) for column, setting in ways)))
    return statement


def _within(column: Any, setting: str) -> sa.ColumnElement[bool]:
    return cast("sa.ColumnElement[bool]", column.in_(sa.bindparam(REACH[setting], expanding=True)))


def _scoped_sources(statement: Any) -> list[tuple[Any, Private]]:
    """The scoped tables that a statement reads or changes, each as it is named there."""
    froms = statement.get_final_froms() if isinstance(statement, sa.Select) else [statement.table]
    sources = [s for one in froms for s in _joined(one)]
    found = [(s, scope) for s, scope in sources if not isinstance(scope, Public)]
    if guard.scoped_tables(statement) - {getattr(s, "element", s).name for s, _ in found}:
        raise CannotScope(str(statement))
    return [(s, cast(Private, scope)) for s, scope in found]


def _joined(source: Any) -> Iterator[tuple[Any, Any]]:
    """The tables of a join, each with its scope; an outer join of scoped tables would lose rows."""
    if isinstance(source, sa.Join):
        right = list(_joined(source.right))
        if source.isouter and any(not isinstance(scope, Public) for _, scope in right):
            raise CannotScope(str(source))
        yield from _joined(source.left)
        yield from right
    elif isinstance(table := getattr(source, "element", source), sa.Table):
        yield source, guard.scope_of(table)
