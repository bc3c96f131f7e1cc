"""Records that the session reads and writes by prepared statements: the few tables of the paths where speed counts.

They are the session's own objects, as if the ORM had loaded or flushed them: whoever gets one need not know. What was
written inside `savepoint` and undone must be forgotten by whoever wrote it.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, Generic, TypeVar, cast
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import make_transient_to_detached
from sqlalchemy.orm.attributes import instance_state, manager_of_class
from sqlmodel import Session

from app.kit.db import Record
from app.kit.driver import say
from app.kit.prepared import Prepared

R = TypeVar("R", bound=Record)


class Records(Generic[R]):
    """One table's records, by id."""

    def __init__(self, model: type[R]) -> None:
        self._model, self._mapper = model, cast("sa.orm.Mapper[R]", sa.inspect(model))
        self._table = cast(sa.Table, cast(Any, model).__table__)
        wanted = sa.select(*self._table.c).where(self._table.c.id == sa.bindparam("wanted"))
        self._find, self._lock = Prepared(wanted), Prepared(wanted.with_for_update())
        self._add = Prepared(sa.insert(self._table))
        self._saves: dict[frozenset[str], Prepared] = {}

    def find(self, session: Session, record_id: UUID) -> R | None:
        """As `session.get`: what the session knows already is not asked for again."""
        known = self._known(session, record_id)
        if known is not None and not instance_state(known).expired:
            return known
        return self._loaded(session, record_id, self._find)

    def lock(self, session: Session, record_id: UUID) -> R | None:
        """The record as it is now, held until the transaction ends."""
        return self._loaded(session, record_id, self._lock)

    def add(self, session: Session, records: Sequence[R]) -> None:
        """Write new records in one statement."""
        names = self._table.c.keys()
        self._add.run(session, [{name: getattr(record, name) for name in names} for record in records])
        for record in records:
            make_transient_to_detached(record)
            session.add(record)

    def save(self, session: Session, record: R) -> None:
        """Write what was changed of a record, if anything was; a new one is left to the session."""
        state = instance_state(record)
        if not state.persistent:
            return
        was = state.committed_state
        names = frozenset(name for name in was if was[name] is not getattr(record, name))
        values = {f"new_{name}": getattr(record, name) for name in names} | {"wanted": record.id}
        state._commit_all(state.dict, session.identity_map)
        if names:
            self._save(names).run(session, values)

    def _save(self, names: frozenset[str]) -> Prepared:
        if names not in self._saves:
            changed = sa.update(self._table).where(self._table.c.id == sa.bindparam("wanted"))
            self._saves[names] = Prepared(changed.values({n: sa.bindparam(f"new_{n}") for n in sorted(names)}))
        return self._saves[names]

    def _known(self, session: Session, record_id: UUID) -> R | None:
        return cast("R | None", session.identity_map.get(self._key(record_id)))

    def _key(self, record_id: UUID) -> Any:
        return self._mapper.identity_key_from_primary_key((record_id,))

    def _loaded(self, session: Session, record_id: UUID, asked: Prepared) -> R | None:
        return next(iter(self.of(session, asked.run(session, {"wanted": record_id}))), None)

    def of(self, session: Session, rows: Iterable[Any]) -> list[R]:
        """The records of rows that hold every column of the table, in its order; as they are now."""
        return [self._of(session, dict(zip(self._table.c.keys(), row, strict=True))) for row in rows]

    def _of(self, session: Session, values: dict[str, Any]) -> R:
        known = self._known(session, values["id"])
        record = known or cast(R, cast(Any, manager_of_class(self._model)).new_instance())
        state = instance_state(record)
        state.dict.update(values)
        if known is None:
            state.key = self._key(values["id"])
            session.add(record)
        state._commit_all(state.dict, session.identity_map)
        return record


@contextmanager
def savepoint(session: Session) -> Iterator[None]:
    """What fails inside is undone by the database. Only for what is written by prepared statements."""
    session.flush()
    connection = session.connection()
    say(connection, "SAVEPOINT attempt")
    try:
        yield
    except BaseException:
        with suppress(sa.exc.DBAPIError):  # a lost connection: what failed first is what is told
            say(connection, "ROLLBACK TO SAVEPOINT attempt")
        raise
    say(connection, "RELEASE SAVEPOINT attempt")


def forget(session: Session, records: Iterable[Record]) -> None:
    """What was undone is not the session's any more."""
    for record in records:
        if record in session:
            session.expunge(record)
