"""A copy of everything in one file that any database can be filled from again: rows as JSON lines, files by hash."""

import base64
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import SQLModel

from app.kit.db import UtcDateTime, make_engine

PATTERN = "linqiao-*.zip"
BATCH = 500


class NeedsOwner(Exception):
    """The role is itself under row-level security and would copy only part: set DATABASE_OWNER_URL."""


class NotEmpty(Exception):
    """A backup is restored into an empty database only, so that nothing is mixed or lost."""


def write(owner_url: str, files: Path, folder: Path, *, now: datetime) -> Path:
    """Write one backup of a consistent instant; it appears under its name only when it is whole.

    `owner_url`: the role that owns the tables, whom no policy hides rows from.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    target = folder / f"linqiao-{now.astimezone(UTC):%Y%m%d-%H%M%S}.zip"
    draft = target.with_suffix(".part")
    engine = make_engine(owner_url, guarded=False)
    try:
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive, _reading(engine) as connection:
            _expect_everything(connection)
            counts = {t.name: _dump(archive, connection, t) for t in SQLModel.metadata.sorted_tables}
            for path in sorted(p for p in files.rglob("*") if p.is_file()):
                archive.write(path, f"files/{path.relative_to(files)}")
            archive.writestr("manifest.json", json.dumps({"made_at": now.isoformat(), "rows": counts}))
    finally:
        engine.dispose()
    draft.chmod(0o600)
    draft.rename(target)
    return target


def restore(path: Path, owner_url: str, files: Path) -> dict[str, int]:
    """Fill an empty database (at the same schema) and the files folder; how many rows each table got."""
    engine = make_engine(owner_url, guarded=False)
    try:
        with zipfile.ZipFile(path) as archive, engine.begin() as connection:
            _expect_empty(connection)
            _expect_everything(connection)
            counts = {t.name: _load(archive, connection, t) for t in SQLModel.metadata.sorted_tables}
            for name in archive.namelist():
                if name.startswith("files/"):
                    _put_file(archive, name, files)
    finally:
        engine.dispose()
    return counts


def list_backups(folder: Path) -> list[Path]:
    """Newest first."""
    return sorted(folder.glob(PATTERN), reverse=True)


def forget(folder: Path, *, keep: int) -> int:
    """Delete all but the newest; how many went."""
    old = list_backups(folder)[keep:]
    for path in old:
        path.unlink()
    return len(old)


def _reading(engine: sa.Engine) -> Any:
    """One instant for all tables: SQLite's BEGIN, PostgreSQL's REPEATABLE READ."""
    level = {"isolation_level": "REPEATABLE READ"} if engine.dialect.name == "postgresql" else {"writes": False}
    return engine.execution_options(**level).connect()


def _dump(archive: zipfile.ZipFile, connection: sa.Connection, table: sa.Table) -> int:
    rows = 0
    in_order = sa.select(table).order_by(*table.primary_key).execution_options(yield_per=BATCH)
    with archive.open(f"rows/{table.name}.jsonl", "w", force_zip64=True) as out, connection.execute(in_order) as found:
        for row in found:
            out.write(json.dumps([_plain(value) for value in row], ensure_ascii=False).encode() + b"\n")
            rows += 1
    return rows


def _own_reference(table: sa.Table) -> "sa.Column[Any] | None":
    """The column by which a row names its parent in the same table (a unit, a hall's halves)."""
    own = (c for c in table.c if any(f.column.table is table for f in c.foreign_keys))
    return next(own, None)


def _parents_first(values: list[dict[str, Any]], own: str) -> list[dict[str, Any]]:
    """Rows of a table that refers to itself, so that each comes after the one it names."""
    placed: dict[Any, dict[str, Any]] = {}
    waiting = values
    while waiting:
        ready = [row for row in waiting if row[own] is None or row[own] in placed]
        if not ready:
            raise ValueError("rows that name each other in a circle")
        placed.update((row["id"], row) for row in ready)
        waiting = [row for row in waiting if row["id"] not in placed]
    return list(placed.values())


def _load(archive: zipfile.ZipFile, connection: sa.Connection, table: sa.Table) -> int:
    columns, own = list(table.c), _own_reference(table)
    rows = 0
    for batch in _batches(archive, table.name, size=None if own is not None else BATCH):
        values = [{c.name: _typed(c, v) for c, v in zip(columns, row, strict=True)} for row in batch]
        connection.execute(table.insert(), values if own is None else _parents_first(values, own.name))
        rows += len(values)
    return rows


def _batches(archive: zipfile.ZipFile, name: str, size: int | None) -> Iterator[list[list[Any]]]:
    batch: list[list[Any]] = []
    with archive.open(f"rows/{name}.jsonl") as lines:
        for line in lines:
            batch.append(json.loads(line))
            if len(batch) == size:
                yield batch
                batch = []
    if batch:
        yield batch


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def _typed(column: "sa.Column[Any]", value: Any) -> Any:
    if value is None or isinstance(column.type, sa.JSON):
        return value
    kind = datetime if isinstance(column.type, UtcDateTime) else column.type.python_type
    if kind is UUID:
        return UUID(value)
    if kind in (datetime, date, time):
        return kind.fromisoformat(value)
    return base64.b64decode(value) if kind is bytes else value


def _expect_everything(connection: sa.Connection) -> None:
    if connection.dialect.name != "postgresql":
        return
    if connection.exec_driver_sql("SELECT row_security_active('credential')").scalar():
        raise NeedsOwner


def _expect_empty(connection: sa.Connection) -> None:
    for table in SQLModel.metadata.sorted_tables:
        if connection.execute(sa.select(sa.literal(1)).select_from(table).limit(1)).first():
            raise NotEmpty(table.name)


def _put_file(archive: zipfile.ZipFile, name: str, files: Path) -> None:
    target = (files / name.removeprefix("files/")).resolve()
    if not target.is_relative_to(files.resolve()):
        raise ValueError(name)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(archive.read(name))
