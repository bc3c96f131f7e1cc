"""Two programs, one life: the web server and the scheduler start together and end together. Knows nothing of either."""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import NamedTuple

PAUSE, PATIENCE = 0.2, 15.0  # seconds between looks; seconds a program may take to end by itself
GRACE = 15  # looks at what a program left behind before it is killed
_TELL_ME_WHEN_PARENT_DIES = 1  # PR_SET_PDEATHSIG


class Program(NamedTuple):
    """A program to keep running, and what people call it."""

    name: str
    command: Sequence[str]


class Child(NamedTuple):
    name: str
    process: subprocess.Popen[bytes]


def keep_running(programs: Sequence[Program], environment: Mapping[str, str], say: Callable[[str], None]) -> int:
    """Run the programs until Ctrl-C or SIGTERM (returns 0), or until one of them dies, which ends the others (1)."""
    with _told_to_stop() as stop:
        children = [Child(program.name, _start(program, environment)) for program in programs]
        try:
            dead = _watch(children, stop)
        finally:
            _end(children, say)
    if dead:
        say(f"{dead.name} 意外退出（代码 {dead.process.returncode}），其余已一并停止 / died, the others were stopped")
    return 1 if dead else 0


@contextmanager
def _told_to_stop() -> Iterator[threading.Event]:
    """An event that Ctrl-C or SIGTERM sets; the former handlers come back afterwards."""
    stop = threading.Event()
    former = {number: signal.signal(number, lambda *_: stop.set()) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)


def _start(program: Program, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """In a group of its own, so that Ctrl-C in the terminal reaches us alone and we end the children in order."""
    return subprocess.Popen(
        program.command,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        process_group=0,
        preexec_fn=_end_with_parent if sys.platform == "linux" else None,
    )


def _end_with_parent() -> None:
    """Between fork and exec: if the supervisor is killed, the kernel ends the child too."""
    ctypes.CDLL(None).prctl(_TELL_ME_WHEN_PARENT_DIES, signal.SIGTERM)


def _watch(children: Sequence[Child], stop: threading.Event) -> Child | None:
    while not stop.wait(PAUSE):
        for child in children:
            if child.process.poll() is not None:
                return child
    return None


def _end(children: Sequence[Child], say: Callable[[str], None]) -> None:
    """Ask all to end, then wait for each; the one that does not listen is killed and named."""
    for child in children:
        if child.process.poll() is None:
            child.process.terminate()
    for child in children:
        try:
            child.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            say(f"{child.name} 未能及时停止，已强制结束 / did not end in time and was killed")
            child.process.kill()
            child.process.wait()
        _end_group(child.process.pid)


def _end_group(group: int) -> None:
    """What a program started and left behind: a web server that dies early forgets its workers."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        for _ in range(GRACE):
            try:
                os.killpg(group, number)
            except ProcessLookupError:
                return
            time.sleep(PAUSE)
