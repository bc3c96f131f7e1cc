"""Whose time it is: wraps named functions and adds up what each spends itself, without what it calls of the others."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


class Stopwatch:
    def __init__(self) -> None:
        self.spent: dict[str, float] = {}
        self._running: list[tuple[str, float]] = []

    @contextmanager
    def timing(self, part: str) -> Iterator[None]:
        """Seconds inside the block belong to `part`, those of an inner part to that one."""
        now = time.perf_counter()
        self._charge(now)
        self._running.append((part, now))
        try:
            yield
        finally:
            now = time.perf_counter()
            self._charge(now)
            self._running.pop()
            if self._running:
                self._running[-1] = (self._running[-1][0], now)

    def _charge(self, now: float) -> None:
        if self._running:
            part, since = self._running[-1]
            self.spent[part] = self.spent.get(part, 0.0) + now - since

    @contextmanager
    def watching(self, named: dict[str, list[tuple[Any, str]]]) -> Iterator[None]:
        """While the block runs, every named function (owner, name) is timed under its part."""
        originals = [(owner, name, getattr(owner, name)) for found in named.values() for owner, name in found]
        for part, found in named.items():
            for owner, name in found:
                setattr(owner, name, self._timed(getattr(owner, name), part))
        try:
            yield
        finally:
            for owner, name, original in originals:
                setattr(owner, name, original)

    def _timed(self, function: Callable[..., Any], part: str) -> Callable[..., Any]:
        def timed(*args: Any, **given: Any) -> Any:
            with self.timing(part):
                return function(*args, **given)

        return timed
