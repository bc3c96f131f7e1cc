"""Prepare this checkout for `run` and `test`: safe at any time, and over in a blink when nothing changed."""

import fcntl
import sys
import time
from collections.abc import Callable

from tools import apt, browser, environment, fonts, frontend, system, translations
from tools.steps import VENV, Failed, say

USAGE = "usage: python3 -m tools.bootstrap [--dev]"


def main(words: list[str]) -> int:
    if words not in ([], ["--dev"]):
        print(USAGE, file=sys.stderr)
        return 2
    dev = words == ["--dev"]
    started = time.monotonic()
    try:
        done = _alone(dev=dev)
    except PermissionError:
        say("本目录由另一用户准备，请以该用户运行 / another user prepared this checkout, please run as that user")
        done = False
    spent = time.monotonic() - started
    if spent > 1:
        say(f"准备完毕，用时 {spent:.0f} 秒 / ready after {spent:.0f} s")
    return 0 if done else 3


def _alone(*, dev: bool) -> bool:
    """Two commands started together prepare once: the second waits and finds everything done."""
    VENV.mkdir(exist_ok=True)
    with (VENV / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = _prepare(dev=dev)
        apt.forget_lists()
    return done


def _prepare(*, dev: bool) -> bool:
    """Without Python packages and front-end files nothing runs; fonts and libraries only switch documents off."""
    optional = (system.prepare, fonts.prepare)
    needed = (lambda: environment.prepare(dev=dev), lambda: frontend.prepare(dev=dev), translations.prepare)
    for step in optional:
        _try(step, "网站可以使用，但暂时不能印发公文 / the site runs, documents cannot be issued yet")
    if not all(_try(step, "请按上面的提示处理后再运行一次 / mend this and run again") for step in needed):
        return False
    if dev:
        _try(browser.prepare, "浏览器测试将被跳过 / browser journeys will be skipped")
    return True


def _try(step: Callable[[], None], otherwise: str) -> bool:
    try:
        step()
    except (Failed, OSError) as problem:
        say(f"{problem}\n[linqiao] {otherwise}")
        return False
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
