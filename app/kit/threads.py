"""Work that must not run in the caller's thread."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


def in_own_thread(work: Callable[P, T]) -> Callable[P, T]:
    """What brings an event loop of its own cannot start it in a thread where one runs already."""

    @wraps(work)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        with ThreadPoolExecutor(1) as threads:
            return threads.submit(work, *args, **kwargs).result()

    return run
