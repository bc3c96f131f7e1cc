"""Migrations are numbered in one line and lead exactly to the schema of app.tables, on both databases."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config as Alembic
from alembic.script import ScriptDirectory
from postgres import APP, OWNER, url

from app.kit.db import make_engine
from config import Config

ROOT = Path(__file__).parents[2]
SQLITE_OBJECTS = """
    SELECT name, sql FROM sqlite_master WHERE type IN ('trigger', 'index') AND sql IS NOT NULL ORDER BY name
"""
HERE = "'public'::regnamespace"
POSTGRESQL_OBJECTS = (
    """SELECT tablename, policyname, cmd, qual, with_check FROM pg_policies
        WHERE policyname <> 'owner_all' ORDER BY 1, 2""",
    f"""SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = {HERE} AND conname NOT LIKE 'alembic%%' ORDER BY 1""",
    "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2",
    f"SELECT proname, prosrc FROM pg_proc WHERE pronamespace = {HERE} ORDER BY 1",
    """SELECT indexname, indexdef FROM pg_indexes
        WHERE schemaname = 'public' AND tablename <> 'alembic_version' ORDER BY 1""",
    f"""SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class
        WHERE relkind = 'r' AND relnamespace = {HERE} AND relname <> 'alembic_version' ORDER BY 1""",
)


@pytest.fixture
def empty(backend_name, tmp_path, request, monkeypatch):
    """An empty database of its own, and what the tests' schema looks like on the same engine."""
    if backend_name == "sqlite":
        engine = make_engine(f"sqlite:///{tmp_path}/fresh.db", guarded=False)
        template = make_engine(f"sqlite:///{request.getfixturevalue('sqlite_template')}", guarded=False)
        yield engine, template
        template.dispose()
    else:
        address, owner = request.getfixturevalue("postgres")
        home = sa.make_url(address).query["host"]
        with owner.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("DROP DATABASE IF EXISTS migrated")
            connection.exec_driver_sql("CREATE DATABASE migrated")
        monkeypatch.setattr(Config, "DATABASE_URL", url(home, "migrated", APP))
        engine = make_engine(url(home, "migrated", OWNER), guarded=False)
        yield engine, owner
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def backend_name(request):
    return request.param


def alembic(engine: sa.Engine) -> Alembic:
    config = Alembic(toml_file=ROOT / "pyproject.toml")
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.attributes["engine"] = engine
    return config


def objects(engine: sa.Engine) -> list[list[tuple]]:
    wanted = (SQLITE_OBJECTS,) if engine.dialect.name == "sqlite" else POSTGRESQL_OBJECTS
    with engine.connect() as connection:
        return [[tuple(row) for row in connection.exec_driver_sql(sql)] for sql in wanted]


def test_numbered_in_one_line():
    config = Alembic(toml_file=ROOT / "pyproject.toml")
    config.set_main_option("script_location", str(ROOT / "migrations"))
    revisions = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()][::-1]
    assert revisions == [f"{n:04}" for n in range(1, len(revisions) + 1)]
    assert [p.stem[:4] for p in sorted((ROOT / "migrations/versions").glob("*.py"))] == revisions


def test_up_down_up_and_nothing_left_to_do(empty):
    engine, _ = empty
    command.upgrade(alembic(engine), "head")
    command.downgrade(alembic(engine), "base")
    command.upgrade(alembic(engine), "head")
    command.check(alembic(engine))


def test_triggers_policies_and_constraints_are_those_of_the_models(empty):
    engine, template = empty
    command.upgrade(alembic(engine), "head")
    for migrated, modelled in zip(objects(engine), objects(template), strict=True):
        assert migrated == modelled


def test_a_migration_that_fails_leaves_the_old_schema(empty, monkeypatch):
    engine, _ = empty
    monkeypatch.setattr("alembic.op.create_index", _fail, raising=True)
    with pytest.raises(RuntimeError):
        command.upgrade(alembic(engine), "head")
    assert [t for t in sa.inspect(engine).get_table_names() if t != "alembic_version"] == []


def _fail(*_args, **_kwargs):
    raise RuntimeError("the power went out")
