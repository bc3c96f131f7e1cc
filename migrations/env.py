"""Alembic's entry point: the owner's URL from config.py, the tables from app.tables."""

from typing import Any, Literal

from alembic import context
from sqlmodel import AutoString, SQLModel

import app.tables  # noqa: F401  # registers the tables
from app.kit.db import UtcDateTime, make_engine
from config import Config


def render_item(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write plain SQLAlchemy types, so that an old migration never depends on today's code."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime()"
    if kind == "type" and isinstance(item, AutoString):
        return f"sa.String(length={item.length})" if item.length else "sa.String()"
    return False


def is_ours(name: str | None, kind: str, _parents: Any) -> bool:
    """SQLite's full-text index keeps tables of its own, which no model declares (app.kit.fulltext)."""
    return not (kind == "table" and (name or "").startswith("fts_"))


def run() -> None:
    """One transaction for all: the schema is old or new, never between (SQLite and PostgreSQL both roll DDL back)."""
    given = context.config.attributes.get("engine")
    engine = given or make_engine(Config.DATABASE_OWNER_URL, guarded=False)
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=SQLModel.metadata,
            render_as_batch=True,
            render_item=render_item,
            compare_type=True,
            include_name=is_ours,
        )
        with context.begin_transaction():
            context.run_migrations()
    if given is None:
        engine.dispose()


run()
