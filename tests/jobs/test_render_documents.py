"""The renderer as a process that may die at any instant."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import papers
import pytest
import sqlalchemy as sa
from cast import Cast
from sqlmodel import select

from app.documents import actions, gateways, rules
from app.documents.models import Document, DocumentState
from app.files import gateways as files
from app.kit import clock
from app.kit.db import open_session, transaction
from app.kit.scopes import Reach
from app.notifications.models import Notice
from app.press.rules import NotRendered
from config import Config
from jobs import render_documents

ROOT = Path(__file__).parents[2]
# A renderer in a process of its own, which says when it stands at the named point and then waits to be killed.
RENDERER = """
import sys, time, types
from pathlib import Path
if __name__ == "__main__":
    url, folder, stop_at = sys.argv[1:4]
    import app.tables
    from app.files import gateways as files
    from app.kit import clock
    from app.kit.db import make_engine
    from jobs import render_documents as job
    files.use_folder(Path(folder))
    def wait(*_a, **_k):
        print("here", flush=True)
        time.sleep(60)
    if stop_at == "claimed":
        job.gateways.make_files = wait
    if stop_at == "stored":
        job.actions.finish = wait
    print(job.run(make_engine(url), clock.now()), flush=True)
"""


@pytest.fixture
def reach(cast: Cast) -> Reach:
    return Reach(frozenset({cast.dong.id, cast.qi.id}), frozenset({cast.pair.id}))


@pytest.fixture
def document(engine: sa.Engine, cast: Cast, reach: Reach) -> Document:
    with transaction(engine, reach) as session:
        return actions.issue(
            session,
            papers.minutes(),
            papers.draft(),
            partnership_id=cast.pair.id,
            actor=cast.actor(cast.shen),
            now=clock.now(),
        )


def _now(engine: sa.Engine, reach: Reach, document: Document) -> Document:
    with open_session(engine, reach, writes=False) as session:
        return session.get_one(Document, document.id)


def _notices(engine: sa.Engine, reach: Reach) -> list[tuple[object, str]]:
    with open_session(engine, reach, writes=False) as session:
        return [(n.person_id, n.event) for n in session.exec(select(Notice).where(Notice.kind == "documents.issued"))]


def _renderer(config: Config, stop_at: str = "") -> "subprocess.Popen[str]":
    arguments = [sys.executable, "-c", RENDERER, config.DATABASE_URL, str(config.FILES), stop_at]
    return subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True)


@pytest.mark.parametrize("stop_at", ["claimed", "stored"])
def test_a_renderer_killed_after_its_claim_loses_and_doubles_nothing(
    engine: sa.Engine, config: Config, reach: Reach, document: Document, stop_at: str
) -> None:
    dying = _renderer(config, stop_at)
    assert dying.stdout
    assert dying.stdout.readline().strip() == "here"
    os.killpg(dying.pid, signal.SIGKILL)
    dying.wait()
    dying.stdout.close()
    assert _now(engine, reach, document).state is DocumentState.QUEUED
    assert _notices(engine, reach) == []

    assert render_documents.run(engine, clock.now()) == 0  # the dead one's lease has not ended
    assert render_documents.run(engine, clock.now() + rules.LEASE + timedelta(seconds=5)) == 1
    done = _now(engine, reach, document)
    assert done.state is DocumentState.ISSUED
    assert files.read(done.pdf_hash).startswith(b"%PDF")
    assert len(_notices(engine, reach)) == len(set(_notices(engine, reach))) > 0
    assert not [f for f in config.FILES.rglob(".*") if f.is_file()]


def test_two_renderers_at_once_render_each_document_once(
    engine: sa.Engine, config: Config, cast: Cast, reach: Reach, document: Document
) -> None:
    with transaction(engine, reach) as session:
        for _ in range(2):
            actions.issue(
                session,
                papers.minutes(),
                papers.draft(),
                partnership_id=cast.pair.id,
                actor=cast.actor(cast.shen),
                now=clock.now(),
            )
    both = [_renderer(config), _renderer(config)]
    done = [int(process.communicate(timeout=60)[0]) for process in both]
    assert sum(done) == 3
    assert document.state is DocumentState.QUEUED
    assert _now(engine, reach, document).state is DocumentState.ISSUED
    assert len(_notices(engine, reach)) == len(set(_notices(engine, reach)))


def test_a_full_disk_is_survived(
    engine: sa.Engine, reach: Reach, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_data: bytes) -> str:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(files, "keep", full)
        assert render_documents.run(engine, clock.now()) == 0
    waiting = _now(engine, reach, document)
    assert waiting.state is DocumentState.QUEUED
    assert "No space left" in waiting.failure
    assert render_documents.run(engine, clock.now() + timedelta(minutes=1)) == 1


def test_what_cannot_be_laid_out_waits_longer_each_time_and_never_blocks_the_rest(
    engine: sa.Engine, reach: Reach, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object) -> tuple[bytes, bytes]:
        raise NotRendered(reason="测试")

    began = time.monotonic()
    with monkeypatch.context() as patched:
        patched.setattr(gateways, "make_files", broken)
        now = clock.now()
        for attempt in range(rules.MOST_ATTEMPTS):
            assert render_documents.run(engine, now) == 0
            assert _now(engine, reach, document).attempts == attempt + 1
            now += timedelta(minutes=10)
    assert _now(engine, reach, document).state is DocumentState.FAILED
    assert time.monotonic() - began < 20
