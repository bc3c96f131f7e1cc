"""Whether the database has the schema that this version needs, and how it gets there.

Alembic is imported where it is used: every web process reads this file, and would start a fifth of a second later.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa
from flask import current_app

from app.kit.db import make_engine

if TYPE_CHECKING:
    from alembic.config import Config as AlembicConfig


def bring_to_head() -> bool:
    """Apply the migrations that are missing; True when there were any. Two starts at once take turns."""
    from alembic import command

    with _one_at_a_time(current_app.config["VAR"]), _owner() as engine:
        if _revisions(engine) == head_revisions():
            return False
        config = _alembic()
        config.attributes["engine"] = engine
        command.upgrade(config, "head")
        return True


def is_at_head() -> bool:
    return current_revisions() == head_revisions()


def head_revisions() -> tuple[str, ...]:
    from alembic.script import ScriptDirectory

    return tuple(ScriptDirectory.from_config(_alembic()).get_heads())


def current_revisions() -> tuple[str, ...]:
    """What the database says of itself; empty for a new one."""
    with _owner() as engine:
        return _revisions(engine)


def _revisions(engine: sa.Engine) -> tuple[str, ...]:
    from alembic.runtime.migration import MigrationContext

    with engine.connect() as connection:
        return tuple(MigrationContext.configure(connection).get_current_heads())


@contextmanager
def _owner() -> Iterator[sa.Engine]:
    engine = make_engine(current_app.config["DATABASE_OWNER_URL"], guarded=False)
    try:
        yield engine
    finally:
        engine.dispose()


def _alembic() -> "AlembicConfig":
    from alembic.config import Config as AlembicConfig

    config = AlembicConfig(toml_file=current_app.config["ROOT"] / "pyproject.toml")
    config.set_main_option("script_location", str(current_app.config["ROOT"] / "migrations"))
    return config


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "migrating.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
