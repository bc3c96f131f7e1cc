"""The supervisor: both programs end together, by Ctrl-C, by SIGTERM, by the death of one, even by its own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DRIVER = """
import functools, os, sys
sys.path.insert(0, "app/commands")  # alone: the application takes a second to load
import supervisor
supervisor.PATIENCE = 1.0
pairs = zip(sys.argv[1::2], sys.argv[2::2])
programs = [supervisor.Program(name, functools.partial(exec, code, {})) for name, code in pairs]
sys.exit(supervisor.keep_running(programs, functools.partial(print, flush=True)))
"""
STEADY = "import os, pathlib, time; pathlib.Path(f'{name}').write_text(str(os.getpid())); time.sleep(60)"
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + STEADY
MORTAL = "import sys, time; time.sleep(0.3); sys.exit(7)"
FORGETFUL = """
import os, signal, subprocess, sys, time
worker = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
open("{name}", "w").write(str(worker.pid))
time.sleep(60)
"""
Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Supervise the named programs; each writes its process id into a file of its name."""
    running: list[subprocess.Popen[str]] = []

    def supervise(**programs: str) -> "subprocess.Popen[str]":
        words = [word for name, code in programs.items() for word in (name, code.format(name=tmp_path / name))]
        process = subprocess.Popen([sys.executable, "-c", DRIVER, *words], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        running.append(process)
        return process

    yield supervise
    for process in running:
        process.kill()
        process.communicate()


def _pid(place: Path) -> int:
    """The process id, as soon as the program has written it."""
    return int(_soon(lambda: place.is_file() and place.read_text()))


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"


def _soon(what: Callable[[], object]) -> str:
    for _ in range(600):
        if found := what():
            return str(found)
        time.sleep(0.1)
    raise AssertionError("waited a minute in vain")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_one_signal_ends_both_cleanly(start: Start, tmp_path: Path, number: signal.Signals) -> None:
    supervisor = start(web=STEADY, scheduler=STEADY)
    children = [_pid(tmp_path / name) for name in ("web", "scheduler")]
    supervisor.send_signal(number)
    assert supervisor.wait(60) == 0
    assert not any(map(_is_alive, children))


def test_when_one_dies_it_is_named_and_the_other_ends(start: Start, tmp_path: Path) -> None:
    supervisor = start(web=STEADY, scheduler=MORTAL)
    said, _ = supervisor.communicate(timeout=60)
    assert supervisor.returncode == 1
    assert said == "scheduler 意外退出（代码 7），其余已一并停止 / died, the others were stopped\n"
    assert not _is_alive(_pid(tmp_path / "web"))


def test_a_program_that_does_not_listen_is_killed_and_named(start: Start, tmp_path: Path) -> None:
    supervisor = start(web=STUBBORN, scheduler=STEADY)
    children = [_pid(tmp_path / name) for name in ("web", "scheduler")]
    supervisor.terminate()
    said, _ = supervisor.communicate(timeout=60)
    assert "web 未能及时停止" in said
    assert not any(map(_is_alive, children))


def test_nothing_is_left_behind_when_the_supervisor_is_killed(start: Start, tmp_path: Path) -> None:
    supervisor = start(web=STEADY, scheduler=STEADY)
    children = [_pid(tmp_path / name) for name in ("web", "scheduler")]
    supervisor.kill()
    _soon(lambda: not any(map(_is_alive, children)))


def test_what_a_program_started_ends_with_it(start: Start, tmp_path: Path) -> None:
    supervisor = start(web=FORGETFUL, scheduler=STEADY)
    worker = _pid(tmp_path / "web")
    supervisor.terminate()
    assert supervisor.wait(60) == 0
    assert not _is_alive(worker)


def test_a_killed_web_server_leaves_no_workers(start: Start, tmp_path: Path) -> None:
    supervisor = start(web=FORGETFUL.replace("time.sleep(60)\n", "time.sleep(1); os.kill(os.getpid(), 9)\n"))
    worker = _pid(tmp_path / "web")
    assert supervisor.wait(60) == 1
    assert not _is_alive(worker)
