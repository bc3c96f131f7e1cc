"""Two programs, one life: the web server and the scheduler start together and end together. Knows nothing of either.

The programs are forked, not started anew: what the supervisor has imported they have at once. So the supervisor must
hold no open connection and no thread when it starts them.
"""

import ctypes
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.process import BaseProcess
from typing import NamedTuple

PAUSE, PATIENCE = 0.2, 15.0  # seconds between looks; seconds a program may take to end by itself
GRACE = 15  # looks at what a program left behind before it is killed
TOLD = (signal.SIGINT, signal.SIGTERM)
_TELL_ME_WHEN_PARENT_DIES = 1  # PR_SET_PDEATHSIG


class Program(NamedTuple):
    """What to keep running, and what people call it."""

    name: str
    run: Callable[[], object]


def keep_running(programs: Sequence[Program], say: Callable[[str], None]) -> int:
    """Run the programs until Ctrl-C or SIGTERM (returns 0), or until one of them dies, which ends the others (1)."""
    with _told_to_stop() as stop:
        children = [_start(program) for program in programs]
        try:
            dead = _watch(children, stop)
        finally:
            _end(children, say)
    if dead:
        say(f"{dead.name} 意外退出（代码 {dead.exitcode}），其余已一并停止 / died, the others were stopped")
    return 1 if dead else 0


@contextmanager
def _told_to_stop() -> Iterator[threading.Event]:
    """An event that Ctrl-C or SIGTERM sets; the former handlers come back afterwards."""
    stop = threading.Event()
    former = {number: signal.signal(number, lambda *_: stop.set()) for number in TOLD}
    try:
        yield stop
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)


def _start(program: Program) -> BaseProcess:
    context = multiprocessing.get_context("fork")
    child = context.Process(target=_run_apart, args=(program.run, os.getpid()), name=program.name)
    child.start()
    return child


def _run_apart(run: Callable[[], object], parent: int) -> None:
    """In the child, in a group of its own: Ctrl-C reaches the supervisor alone, which ends its children in order."""
    os.setpgid(0, 0)
    for number in TOLD:
        signal.signal(number, signal.SIG_DFL)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_TELL_ME_WHEN_PARENT_DIES, signal.SIGTERM)
    if os.getppid() == parent:
        run()


def _watch(children: Sequence[BaseProcess], stop: threading.Event) -> BaseProcess | None:
    while not stop.wait(PAUSE):
        for child in children:
            if child.exitcode is not None:
                return child
    return None


def _end(children: Sequence[BaseProcess], say: Callable[[str], None]) -> None:
    """Ask all to end, then wait for each; the one that does not listen is killed and named."""
    for child in children:
        child.terminate()
    for child in children:
        child.join(PATIENCE)
        if child.is_alive():
            say(f"{child.name} 未能及时停止，已强制结束 / did not end in time and was killed")
            child.kill()
            child.join()
        _end_group(child.pid)


def _end_group(group: int | None) -> None:
    """What a program started and left behind: a web server that dies early forgets its workers."""
    if group is None:
        return
    with suppress(ProcessLookupError):
        for number in (signal.SIGTERM, signal.SIGKILL):
            for _ in range(GRACE):
                os.killpg(group, number)
                time.sleep(PAUSE)
