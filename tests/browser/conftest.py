"""Real pages in a real Chromium, served by a real server; skipped with one line where there is no Chromium."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from cast import Cast, settle
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import Browser, sync_playwright
from visitor import Visitor
from werkzeug.serving import make_server

from app import create_app
from app.accounts.models import Person, SignInSession
from app.kit import clock
from app.kit.db import open_session
from app.kit.scopes import Reach
from config import Config
from tools.browser import ENABLE, executable

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")
            # A browser that leaves a page drops what it was still loading, and the test's server a file with it.
            item.add_marker(pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"))


def chromium() -> str:
    """The machine's Chromium. Without one the journey is skipped, on CI it fails."""
    found = executable()
    if found is None:
        line = f"no Chromium here; to enable the browser journeys: {ENABLE}"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(line)
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium()
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def live_app(sqlite_template: Path, tmp_path: Path) -> Iterator[Flask]:
    """The application as it is run: CSRF on, SQLite, files of this test only."""
    shutil.copy(sqlite_template, tmp_path / "linqiao.db")
    settings = Config()
    settings.DATABASE_URL = settings.DATABASE_OWNER_URL = f"sqlite:///{tmp_path}/linqiao.db"
    settings.VAR, settings.FILES = tmp_path, tmp_path / "files"
    settings.SECRET_KEY = settings.AUDIT_KEY = "of-this-test-only"
    app = create_app(settings)
    yield app
    app.extensions["engine"].dispose()


@pytest.fixture
def live_cast(live_app: Flask) -> Cast:
    return settle(live_app.extensions["engine"])


@pytest.fixture
def address(live_app: Flask) -> Iterator[str]:
    """The address of the served application, on a free port."""
    server = make_server("127.0.0.1", 0, live_app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def visit(browser: Browser, live_app: Flask, address: str) -> Iterator[Callable[..., Visitor]]:
    """`visit(person, width=1280, script=True, large=False)`: a browser in which that person is signed in."""
    with ExitStack() as stack:

        def one(person: Person | None = None, *, width: int = 1280, script: bool = True, **wishes: Any) -> Visitor:
            context = browser.new_context(
                viewport={"width": width, "height": 900 if width > 600 else 720},
                java_script_enabled=script,
                locale="zh-CN",
                timezone_id="Asia/Shanghai",
                accept_downloads=True,
            )
            stack.callback(context.close)
            if person or wishes:
                cookie = _cookie(live_app, person, wishes)
                context.add_cookies([{"name": live_app.config["SESSION_COOKIE_NAME"], "value": cookie, "url": address}])
            return Visitor(context.new_page(), address, width=width, script=script)

        yield one


def _cookie(app: Flask, person: Person | None, wishes: dict[str, Any]) -> str:
    """The signed session cookie of somebody who signed in a moment ago."""
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer
    if person is None:
        return str(signer.dumps(wishes))
    begun = SignInSession(id=uuid4(), person_id=person.id, started_at=clock.now())
    with open_session(app.extensions["engine"], Reach.nothing()) as writing:
        writing.add(begun)
        writing.commit()
    return str(signer.dumps({"_user_id": str(begun.id), "_fresh": True, "seen": clock.now().isoformat(), **wishes}))
