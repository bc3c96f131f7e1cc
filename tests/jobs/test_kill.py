"""Whatever moment a scheduler dies at, what it was doing is done once: not lost, not doubled."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import select

from app.kit import lease
from app.notifications.models import Channel, Notice

HERE = Path(__file__).parent
NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


@pytest.fixture
def start(backend, cast):
    """Start a scheduler process; the test ends those that still run."""
    running = []

    def one(stop_at="never"):
        words = [backend, cast.ma.id, cast.dong.id, stop_at, NOW.isoformat()]
        process = subprocess.Popen(
            [sys.executable, "-W", "ignore", HERE / "one_scheduler.py", *map(str, words)],
            cwd=HERE.parents[1],
            env={"PYTHONPATH": str(HERE.parents[1]), "PATH": "/usr/bin:/bin", "HOME": "/tmp"},  # noqa: S108  # no file is written
            stdout=subprocess.PIPE,
            text=True,
        )
        running.append(process)
        return process

    yield one
    for process in running:
        process.kill()
        process.wait()
        process.stdout.close()


def wait_for(process, stage):
    for line in process.stdout:
        if line.strip() == stage:
            return
    raise AssertionError(f"ended before {stage}")


def told(session, cast):
    mine = select(Notice.id).where(Notice.person_id == cast.ma.id, Notice.channel == Channel.PAGE)
    return len(session.exec(mine).all())


@pytest.mark.parametrize("moment", ["claimed", "done"])
def test_a_scheduler_killed_in_the_middle_loses_and_doubles_nothing(start, session, cast, moment):
    first = start(stop_at=moment)
    wait_for(first, moment)
    first.kill()
    first.wait()

    wait_for(start(), "finished")
    assert told(session, cast) == 1
    assert lease.last_runs(session)["tell"].finished_at is not None


def test_four_schedulers_at_once_do_the_work_once(start, session, cast):
    for process in [start() for _ in range(4)]:
        wait_for(process, "finished")
    assert told(session, cast) == 1
