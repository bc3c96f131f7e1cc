"""`flask serve` as people start it: from nothing to the first page, and back to nothing on Ctrl-C."""

import os
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def start(tmp_path: Path, port: int) -> Iterator[Callable[..., "subprocess.Popen[str]"]]:
    """`flask serve` with data of its own."""
    running: list[subprocess.Popen[str]] = []
    mine = {"LINQIAO_VAR": str(tmp_path / "var"), "FLASK_APP": "wsgi"}
    others = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "PUBLIC_URL", "CI"}}

    def serve(*words: str) -> "subprocess.Popen[str]":
        command = [sys.executable, "-m", "flask", "serve", "--port", str(port), *words]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        running.append(subprocess.Popen(command, cwd=ROOT, env={**others, **mine}, text=True, **pipes))
        return running[-1]

    yield serve
    for process in running:
        process.terminate()
        process.communicate(timeout=90)


def _first_page(port: int, site: "subprocess.Popen[str]") -> int:
    for _ in range(900):
        assert site.poll() is None, site.communicate()[0]
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/static/vendor/htmx/htmx.min.js") as answer:
                return int(answer.status)
        except OSError:
            time.sleep(0.1)
    raise AssertionError("no page within 90 s")


def _descendants(pid: int) -> set[int]:
    parents = {}
    for stat_file in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat_file.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        parents[int(stat_file.parent.name)] = int(fields[1])
    found = {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {pid}


def test_from_nothing_to_the_first_page_and_back(
    start: Callable[..., "subprocess.Popen[str]"], port: int, tmp_path: Path
) -> None:
    site = start()
    assert _first_page(port, site) == 200
    time.sleep(2)  # the scheduler starts beside it
    children = _descendants(site.pid)
    assert len(children) >= 3, "web server, its processes, scheduler"
    site.send_signal(signal.SIGINT)
    said, _ = site.communicate(timeout=90)
    assert site.returncode == 0, said
    assert f"http://127.0.0.1:{port}" in said
    assert "Traceback" not in said
    assert not [child for child in children if Path(f"/proc/{child}").exists()]
    for name in ("linqiao.db", "secrets.json"):
        assert stat.S_IMODE((tmp_path / "var" / name).stat().st_mode) == 0o600


def test_a_taken_port_is_told_with_the_way_out(start: Callable[..., "subprocess.Popen[str]"], port: int) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        said, _ = start().communicate(timeout=90)
    assert f"--port {port + 1}" in said
    assert "Traceback" not in said
