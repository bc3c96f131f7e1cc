"""A fresh database per test, SQLite and PostgreSQL in turn, and the cast that everybody knows."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session

sys.path.insert(0, str(Path(__file__).parent))

from cast import Cast, settle
from pages import CheckedClient, between_deeds
from postgres import APP, OWNER, server, url

from app import create_app
from app.accounts.models import Person, SignInSession
from app.audit import actions as audit
from app.files import gateways as files_store
from app.kit import clock, fulltext, schema, vault
from app.kit.db import make_engine, open_session
from app.kit.guard import UnscopedStatement
from app.kit.scopes import Reach
from app.towns import queries as towns
from app.towns.models import Town
from config import Config

# Takes away every row, in whatever table, without firing triggers: much faster than TRUNCATE on many small tables.
EMPTY = """
DO $$ DECLARE name text; filled boolean; BEGIN
    SET LOCAL session_replication_role = replica;
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('SELECT EXISTS (SELECT 1 FROM %%I)', name) INTO filled;
        IF filled THEN EXECUTE format('DELETE FROM %%I', name); END IF;
    END LOOP;
END $$
"""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rounds", type=int, default=6, help="how many rounds each race between processes has")
    parser.addoption("--pictures", action="store_true", help="write the pictures of the README anew")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Whatever touches a database runs on both, as the application's role."""
    if "backend" in metafunc.fixturenames:
        metafunc.parametrize("backend", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "linqiao.db"
    engine = make_engine(f"sqlite:///{path}", guarded=False)
    schema.create(engine)
    engine.dispose()
    with sa.create_engine(f"sqlite:///{path}").connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


@pytest.fixture(scope="session")
def postgres() -> Iterator[tuple[str, sa.Engine]]:
    """The database's URL for the application's role, and an engine of its owner."""
    with ExitStack() as stack:
        home = stack.enter_context(server())
        owner = make_engine(url(home, "postgres", OWNER), guarded=False)
        stack.callback(owner.dispose)
        schema.create(owner, app_role=APP)
        yield url(home, "postgres", APP), owner


@pytest.fixture
def backend(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database at the current schema."""
    if request.param == "sqlite":
        template = request.getfixturevalue("sqlite_template")
        shutil.copy(template, tmp_path / "linqiao.db")
        yield f"sqlite:///{tmp_path}/linqiao.db"
        return
    address, owner = request.getfixturevalue("postgres")
    yield address
    with owner.begin() as connection:
        connection.exec_driver_sql(EMPTY)


@pytest.fixture
def config(backend: str, tmp_path: Path) -> Config:
    made = Config()
    made.TESTING = True
    made.DATABASE_URL = backend
    made.VAR, made.FILES = tmp_path, tmp_path / "files"
    made.WTF_CSRF_ENABLED = False
    made.SECRET_KEY = made.AUDIT_KEY = "of-this-test-only"  # a test's own
    return made


@pytest.fixture(scope="session")
def whole_app(tmp_path_factory: pytest.TempPathFactory) -> tuple[Flask, dict[str, Any], dict[str, Any]]:
    """The application with all its addresses and templates; its settings and what hangs on it when it is new."""
    config = Config()
    config.DATABASE_URL = f"sqlite:///{tmp_path_factory.mktemp('whole')}/none.db"
    app = create_app(config)
    return app, dict(app.config), dict(app.extensions)


@pytest.fixture
def own_app() -> None:
    """Ask for it where a test adds addresses: it then gets an application that nobody else has."""


@pytest.fixture
def app(config: Config, request: pytest.FixtureRequest) -> Iterator[Flask]:
    """The application on this test's database. Its five hundred addresses are put together once, not for each test."""
    if "own_app" in request.fixturenames:
        app = create_app(config)
    else:
        app = _at(config, *request.getfixturevalue("whole_app"))
    yield app
    app.extensions["engine"].dispose()


def _at(config: Config, app: Flask, settings: dict[str, Any], extensions: dict[str, Any]) -> Flask:
    """Nothing of an earlier test's settings is left."""
    app.config.clear()
    app.config.update(settings)
    app.config.from_object(config)
    app.extensions.clear()
    app.extensions.update(extensions, engine=make_engine(config.DATABASE_URL))
    app.test_client_class = None
    audit.use_key(config.AUDIT_KEY)
    fulltext.use_key(config.AUDIT_KEY)
    vault.use_key(config.AUDIT_KEY)
    files_store.use_folder(config.FILES)
    return app


@pytest.fixture
def engine(app: Flask) -> sa.Engine:
    return app.extensions["engine"]


@pytest.fixture
def owner(backend: str, request: pytest.FixtureRequest) -> Iterator[sa.Engine]:
    """The database's owner, whom no policy binds: what somebody with its password could do."""
    if backend.startswith("postgresql"):
        yield request.getfixturevalue("postgres")[1]
        return
    unbound = make_engine(backend, guarded=False)
    yield unbound
    unbound.dispose()


@pytest.fixture
def raw(engine: sa.Engine) -> Callable[[sa.TextClause, Town], bool]:
    """Try plain SQL as the application's role, acting for a town; False when the database or the guard says no."""

    def attempt(statement: sa.TextClause, town: Town) -> bool:
        try:
            with open_session(engine, Reach(frozenset({town.id}))) as session:
                done = session.connection().execute(statement)
                session.commit()
                return done.rowcount > 0
        except (sa.exc.DBAPIError, UnscopedStatement):
            return False

    return attempt


@pytest.fixture
def cast(engine: sa.Engine) -> Cast:
    return settle(engine)


@pytest.fixture
def reaching(app: Flask, engine: sa.Engine, cast: Cast) -> Iterator[Callable[..., Session]]:
    """Sessions that see what a town sees; closed after the test.

    Before a request, and before another session opens, their transactions end: what they read next is fresh.
    """
    with ExitStack() as stack:
        opened: list[Session] = []
        app.extensions["test_sessions"] = opened

        def open_one(town: Town, person: Person | None = None, now: datetime | None = None) -> Session:
            with open_session(engine, Reach.nothing(), writes=False) as looking:
                partnerships = towns.partnership_ids_of(looking, frozenset({town.id}))
            reach = Reach(frozenset({town.id}), partnerships, person and person.id)
            between_deeds(opened)
            opened.append(stack.enter_context(open_session(engine, reach, now=now)))
            return opened[-1]

        yield open_one


@pytest.fixture
def session(reaching: Callable[..., Session], cast: Cast) -> Session:
    return reaching(cast.dong)


@pytest.fixture
def client(app: Flask, cast: Cast) -> FlaskClient:
    """A browser without JavaScript whose every page is checked (see tests/pages.py)."""
    app.test_client_class = CheckedClient
    return app.test_client()


@pytest.fixture
def sign_in(client: FlaskClient, engine: sa.Engine) -> Callable[[Person], None]:
    """Sign the client in as a person, without a password."""

    def enter(person: Person) -> None:
        begun = SignInSession(id=uuid4(), person_id=person.id, started_at=clock.now())
        with open_session(engine, Reach.nothing()) as writing:
            writing.add(begun)
            writing.commit()
        with client.session_transaction() as cookie:
            cookie.update(_user_id=str(begun.id), _fresh=True, seen=datetime.now(UTC).isoformat())

    return enter


@pytest.fixture(autouse=True)
def _anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests must not lean on this machine's settings."""
    for name in list(os.environ):
        if name in {"DATABASE_URL", "DATABASE_OWNER_URL", "LINQIAO_DEMO", "PUBLIC_URL"}:
            monkeypatch.delenv(name)
