"""The database: records, column types, engine, and sessions that see no further than their reach. No Flask here."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from enum import StrEnum
from threading import get_ident
from time import monotonic
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, create_engine

from app.kit import clock, guard
from app.kit.scopes import Reach, Scope

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


REST = 5  # seconds in the pool after which a connection to PostgreSQL is no longer taken for granted


class Record(SQLModel):
    """Base of every table. The id exists before the row does, so it is never None and cannot be guessed."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)


class UtcDateTime(sa.TypeDecorator[datetime]):
    """Aware in, aware out, UTC in between. SQLite would silently drop the offset."""

    impl = sa.DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        return value and value.replace(tzinfo=UTC)


def stored(enum: type[StrEnum]) -> sa.Enum:
    """Keep an enum as its value in a plain text column, readable in any database browser."""
    return sa.Enum(enum, values_callable=lambda e: [m.value for m in e], native_enum=False, length=24)


def scoped(scope: Scope, *constraints: sa.schema.SchemaItem) -> tuple[Any, ...]:
    """The `__table_args__` of a table: its scope, then its constraints and indexes."""
    return (*constraints, {"info": {"scope": scope}})


def make_engine(url: str, *, guarded: bool = True) -> sa.Engine:
    """An engine for the application; `guarded=False` only for migrations, backup and restore (the owner's work)."""
    if not url.startswith("sqlite"):
        return _asked_after_rest(create_engine(url, hide_parameters=True))
    engine = create_engine(url, hide_parameters=True, connect_args={"check_same_thread": False, "timeout": 30})
    _prepare_sqlite(engine)
    if guarded:
        guard.watch_statements(engine)
    return engine


def _asked_after_rest(engine: sa.Engine) -> sa.Engine:
    """A connection that lay in the pool for a while is asked whether it lives; asked each time, it costs a trip."""

    @sa.event.listens_for(engine, "checkin")
    def _rest(_connection: Any, record: Any) -> None:
        record.info["rests_since"] = monotonic()

    @sa.event.listens_for(engine, "checkout")
    def _ask(connection: Any, record: Any, _proxy: Any) -> None:
        if monotonic() - record.info.get("rests_since", monotonic()) > REST:
            try:
                engine.dialect.do_ping(connection)
            except Exception as error:  # whatever it is, the pool then takes a new one
                raise sa.exc.DisconnectionError from error

    return engine


def open_session(engine: sa.Engine, reach: Reach, *, writes: bool = True, now: datetime | None = None) -> Session:
    """A session that sees what `reach` may see. `now` is the instant that its audit rows carry."""
    session = Session(engine.execution_options(writes=writes), expire_on_commit=False)
    session.info.update(reach=reach, now=now or clock.now())
    return session


@contextmanager
def transaction(engine: sa.Engine, reach: Reach, *, now: datetime | None = None) -> Iterator[Session]:
    """One unit of work at the edge (jobs, commands): committed when the block ends, undone when it raises."""
    with open_session(engine, reach, now=now) as session:
        yield session
        session.commit()


def reach_of(session: Session) -> Reach:
    """What the session may see."""
    reach: Reach = session.info["reach"]
    return reach


def widen(
    session: Session, *, town_id: UUID | None = None, partnership_id: UUID | None = None, person_id: UUID | None = None
) -> None:
    """Let the session see what it has just created, or whose code or one-time link it was shown."""
    seen = reach_of(session)
    towns = seen.town_ids | ({town_id} if town_id else set())
    partnerships = seen.partnership_ids | ({partnership_id} if partnership_id else set())
    guard.set_reach(session, Reach(towns, partnerships, person_id or seen.person_id))


@contextmanager
def standing_in(session: Session, reach: Reach) -> Iterator[None]:
    """For a few statements see what somebody else sees: what follows from a deed may concern rows of a third town.

    Only for what a rule does by itself (who is next on a waiting list), never for what a person asks to see.
    """
    mine = reach_of(session)
    session.flush()
    guard.set_reach(session, reach)
    try:
        yield
        session.flush()
    finally:
        with suppress(sa.exc.SQLAlchemyError):  # a broken transaction is rolled back, and the next one is oneself's
            guard.set_reach(session, mine)
        session.info["reach"] = mine


def dialect(session: Session) -> str:
    """sqlite or postgresql."""
    return session.get_bind().dialect.name


def _prepare_sqlite(engine: sa.Engine) -> None:
    """Foreign keys, WAL, IMMEDIATE writes, and one gate for writers (see docs/decisions on SQLite).

    With the default deferred BEGIN most concurrent writers fail with "database is locked"; the gate (flock on a
    file beside the database) makes them queue instead of polling.
    """
    path = engine.url.database or ""
    inside: set[int] = set()

    @sa.event.listens_for(engine, "connect")
    def _prepare(connection: Any, record: Any) -> None:
        connection.isolation_level = None
        for pragma in ("foreign_keys=ON", "journal_mode=WAL", "synchronous=FULL", "busy_timeout=30000"):
            connection.execute(f"PRAGMA {pragma}")
        record.info["gate"] = os.open(f"{path}.gate", os.O_RDWR | os.O_CREAT, 0o600)

    @sa.event.listens_for(engine, "close")
    def _close(connection: Any, record: Any) -> None:
        os.close(record.info.pop("gate"))

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        writes = connection.get_execution_options().get("writes", True)
        if writes and not connection.info.get("inside"):
            _enter_gate(connection.info, inside)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    @sa.event.listens_for(engine, "checkin")
    def _open_gate(_connection: Any, record: Any) -> None:
        if thread := record.info.pop("inside", None):
            inside.discard(thread)
            fcntl.flock(record.info["gate"], fcntl.LOCK_UN)


def _enter_gate(info: Any, inside: set[int]) -> None:
    """Queue for the gate; a thread that already stands inside would wait for itself for ever, so it is told."""
    if get_ident() in inside:
        raise RuntimeError("this thread has another writing session open: end its transaction first")
    fcntl.flock(info["gate"], fcntl.LOCK_EX)
    info["inside"] = get_ident()
    inside.add(get_ident())
