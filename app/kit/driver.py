"""A statement of SQLAlchemy made ready for the driver once: its words, how values go in, how rows come out.

What SQLAlchemy does around each execution costs five to ten times what the driver and the database do; here only the
driver is asked. Listeners of `before_cursor_execute` hear of it as of any statement, and errors are SQLAlchemy's.
"""

from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, cast

import sqlalchemy as sa

Row = Mapping[str, Any]
Process = Callable[[Any], Any]
MOST_PLANS = 200  # of one statement: each number of ids in its lists makes another


class Rows(list[Any]):
    """What a statement answered: rows as named tuples, and how many it changed."""

    def __init__(self, found: Iterable[Any] = (), rowcount: int = -1) -> None:
        super().__init__(found)
        self.rowcount = rowcount

    def all(self) -> list[Any]:
        return self

    def first(self) -> Any:
        return self[0] if self else None

    def one(self) -> Any:
        if len(self) != 1:
            raise sa.exc.NoResultFound if not self else sa.exc.MultipleResultsFound
        return self[0]

    def scalars(self) -> list[Any]:
        return [row[0] for row in self]

    def scalar(self) -> Any:
        return self[0][0] if self else None

    def scalar_one(self) -> Any:
        return self.one()[0]


class Plan:
    """A statement for one dialect and, where lists of ids are expanded, for so many of each."""

    def __init__(self, statement: Any, dialect: sa.Dialect, example: Row) -> None:
        keys = [n for n in example if n in statement.table.c] if isinstance(statement, sa.Insert) else None
        compiled = statement.compile(dialect=dialect, column_keys=keys)
        self._fixed = {name: bind.effective_value for bind, name in compiled.bind_names.items() if not bind.required}
        expanded = compiled.construct_expanded_state({**self._fixed, **example}, escape_names=False)
        self.words: str = expanded.statement
        self._lists: Mapping[str, list[str]] = expanded.parameter_expansion
        processors = {**compiled._bind_processors, **expanded.processors}
        self._processors = {name: cast(Process, p) for name, p in processors.items() if name not in self._lists}
        self._order: Sequence[str] | None = expanded.positiontup
        self._names: Sequence[str] = expanded.positiontup or _named(compiled, self._lists)
        self.columns, self._dialect = compiled._result_columns, dialect
        self._read: Callable[[Iterable[Any]], Iterable[Any]] | None = None

    def parameters(self, values: Row) -> Any:
        """The values as the driver wants them."""
        given = {**self._fixed, **values}
        for name, parts in self._lists.items():
            given.update(zip(parts, given[name], strict=True))
        for name, process in self._processors.items():
            if name in given:
                given[name] = process(given[name])
        if self._order is not None:
            return tuple([given[name] for name in self._order])
        return {name: given[name] for name in self._names}

    def rows(self, cursor: Any) -> Rows:
        if not self.columns:
            return Rows(rowcount=cursor.rowcount)
        if self._read is None:  # what the driver calls the columns' types is known only now
            self._read = _reader(self.columns, [d[1] for d in cursor.description], self._dialect)
        return Rows(self._read(cursor.fetchall()), cursor.rowcount)


def _named(compiled: Any, lists: Mapping[str, list[str]]) -> list[str]:
    names = []
    for name in compiled.bind_names.values():
        names += lists.get(name, [name])
    return names


def _reader(
    columns: Sequence[Any], kinds: Sequence[Any], dialect: sa.Dialect
) -> Callable[[Iterable[Any]], Iterable[Any]]:
    names = [c.keyname for c in columns]
    make = cast(Any, namedtuple)("Found", names, rename=True)._make
    processes = [c.type._cached_result_processor(dialect, kind) for c, kind in zip(columns, kinds, strict=True)]
    if not any(processes):
        return lambda found: map(make, found)
    return lambda found: [
        make([v if p is None else p(v) for p, v in zip(processes, row, strict=True)]) for row in found
    ]


class Driven:
    """A statement with its plans; made when first needed, for each dialect."""

    def __init__(self, statement: Any) -> None:
        self.statement = statement
        self._plans: dict[Any, Plan] = {}
        self._lists = [b.key for b in _binds(statement) if b.expanding and b.required]

    def run(self, connection: sa.Connection, rows: Sequence[Row]) -> Rows:
        plan = self._plan(connection.dialect, rows[0])
        cursor = cast(Any, connection.connection).cursor()
        given: Any = None
        try:
            if len(rows) == 1 or plan.columns:
                found = Rows()
                for row in rows:
                    given = plan.parameters(row)
                    _announce(connection, cursor, plan.words, given, many=False)
                    cursor.execute(plan.words, given)
                    found = Rows([*found, *plan.rows(cursor)], cursor.rowcount) if found else plan.rows(cursor)
                return found
            given = [plan.parameters(row) for row in rows]
            _announce(connection, cursor, plan.words, given, many=True)
            cursor.executemany(plan.words, given)
            return Rows(rowcount=cursor.rowcount)
        except connection.dialect.loaded_dbapi.Error as error:
            connection._handle_dbapi_exception(error, plan.words, given, cursor, None)  # as SQLAlchemy's own
        finally:
            cursor.close()

    def _plan(self, dialect: sa.Dialect, row: Row) -> Plan:
        key = (dialect.name, *(len(row[name]) for name in self._lists))
        if isinstance(self.statement, sa.Insert):
            key = (*key, *row)
        plan = self._plans.get(key)
        if plan is None:
            if len(self._plans) >= MOST_PLANS:
                self._plans.clear()
            plan = self._plans[key] = Plan(self.statement, dialect, row)
        return plan


def say(connection: sa.Connection, words: str) -> None:
    """A command without values."""
    cursor = cast(Any, connection.connection).cursor()
    try:
        _announce(connection, cursor, words, (), many=False)
        cursor.execute(words)
    except connection.dialect.loaded_dbapi.Error as error:
        connection._handle_dbapi_exception(error, words, None, cursor, None)
    finally:
        cursor.close()


def _announce(connection: sa.Connection, cursor: Any, words: str, given: Any, *, many: bool) -> None:
    if connection._has_events or connection.engine._has_events:
        for listener in connection.dispatch.before_cursor_execute:
            listener(connection, cursor, words, given, None, many)


def _binds(statement: Any) -> list[Any]:
    return [e for e in sa.sql.visitors.iterate(statement) if isinstance(e, sa.BindParameter)]
