"""The reach of a session, enforced: settings for PostgreSQL's policies, criteria and a refusal on SQLite."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, SessionTransaction, UOWTransaction, with_loader_criteria
from sqlalchemy.sql import visitors
from sqlmodel import Session, SQLModel

from app.kit.driver import Driven
from app.kit.scopes import Private, Public, Reach, Scope, allowed_ids, doors

CHECKED = "reach_checked"
CONNECTION = "connection"  # of the session while its transaction lasts: asking the session for it costs as a statement
SET_REACH = Driven(
    sa.text(
        "SELECT " + ", ".join(f"set_config('{name}', :{name.replace('.', '_')}, true)" for name in Reach().settings())
    )
)


class UnscopedStatement(Exception):
    """A statement on a scoped table that did not pass through the session's reach."""


class OutOfReach(Exception):
    """A row written for a town, partnership or person that the session does not act for."""


def scope_of(table: Any) -> Scope:
    """The declared scope; a table without one is a mistake that the architecture tests find."""
    return cast(Scope, table.info["scope"])


def set_reach(session: Session, reach: Reach) -> None:
    session.info["reach"] = reach
    if session.in_transaction() and session.get_bind().dialect.name == "postgresql":
        _tell_postgresql(session.connection(), reach)


def _tell_postgresql(connection: sa.Connection, reach: Reach) -> None:
    SET_REACH.run(connection, [{name.replace(".", "_"): value for name, value in reach.settings().items()}])


@event.listens_for(Session, "after_begin")
def _begin(session: Session, _transaction: Any, connection: sa.Connection) -> None:
    session.info[CONNECTION] = connection
    if connection.dialect.name == "postgresql" and "reach" in session.info and not connection.in_nested_transaction():
        _tell_postgresql(connection, session.info["reach"])


@event.listens_for(Session, "after_transaction_end")
def _end(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        session.info.pop(CONNECTION, None)


@event.listens_for(Session, "do_orm_execute")
def _stay_within_reach(state: ORMExecuteState) -> None:
    """SQLite: add `column IN (what the reach sees)` for every scoped table that the statement touches."""
    session = cast(Session, state.session)
    if session.get_bind().dialect.name != "sqlite" or "reach" not in session.info:
        return
    state.update_execution_options(**{CHECKED: True})
    if state.is_column_load:
        return
    reach = session.info["reach"]
    if state.is_insert:
        _check_insert(state, reach)
        return
    for model in _scoped_models(state.statement):
        ways = doors(cast(Private, scope_of(model.__table__)))
        criterion = sa.or_(*(getattr(model, column).in_(allowed_ids(setting, reach)) for column, setting in ways))
        state.statement = state.statement.options(with_loader_criteria(model, criterion, include_aliases=True))


def _check_insert(state: ORMExecuteState, reach: Reach) -> None:
    statement = cast(sa.Insert, state.statement)
    given: Any = state.parameters or statement.compile().params
    table = cast(sa.Table, statement.table)
    for row in given if isinstance(given, list) else [given]:
        check_row(table, row, reach)


@event.listens_for(Session, "before_flush")
def _check_new_rows(session: Session, context: UOWTransaction, _instances: Any) -> None:
    if session.get_bind().dialect.name != "sqlite" or "reach" not in session.info:
        return
    session.connection().info["flushing"] = True
    for row in session.new:
        table = cast(Any, row).__table__
        check_row(table, vars(row), session.info["reach"])


@event.listens_for(Session, "after_flush")
def _flushed(session: Session, _context: UOWTransaction) -> None:
    if session.get_bind().dialect.name == "sqlite":
        session.connection().info.pop("flushing", None)


def check_row(table: sa.Table, row: Mapping[str, Any], reach: Reach) -> None:
    scope = scope_of(table)
    if isinstance(scope, Public) or scope.insert_any:
        return
    if not any(row.get(column) in allowed_ids(setting, reach) for column, setting in doors(scope)):
        raise OutOfReach(f"{table.name}.{doors(scope)[0][0]}")


def watch_statements(engine: sa.Engine) -> None:
    """Refuse what the criteria cannot reach: raw text, and Core statements that bypass the ORM."""

    @event.listens_for(engine, "before_cursor_execute")
    def _refuse(connection: sa.Connection, _cursor: Any, sql: str, _params: Any, context: Any, _many: bool) -> None:
        if context is None or context.execution_options.get(CHECKED) or connection.info.get("flushing"):
            return
        touched = _scoped_names().intersection(re.findall(r"\w+", sql))
        if touched and not sql.startswith(("PRAGMA", "CREATE", "DROP", "ALTER")):
            raise UnscopedStatement(", ".join(sorted(touched)))


@cache
def _scoped_names() -> frozenset[str]:
    tables = SQLModel.metadata.tables.values()
    return frozenset(t.name for t in tables if not isinstance(t.info.get("scope", Public()), Public))


@cache
def _models() -> dict[str, type[Any]]:
    mappers = SQLModel._sa_registry.mappers
    return {cast(sa.Table, m.local_table).name: m.class_ for m in mappers}


def _scoped_models(statement: Any) -> list[type[Any]]:
    """The mapped classes of all scoped tables a statement names."""
    return [_models()[name] for name in sorted(scoped_tables(statement))]


def scoped_tables(statement: Any) -> set[str]:
    """The scoped tables that a statement names, in columns, joins or subqueries."""
    names: set[str] = set()
    for element in visitors.iterate(statement):
        table = element if isinstance(element, sa.Table) else getattr(element, "table", None)
        while table is not None and not isinstance(table, sa.Table):
            table = getattr(table, "element", None)
        if table is not None:
            names.add(table.name)
    return names & _scoped_names()
