"""Several processes that begin a deed at the same instant, each with an engine of its own."""

import multiprocessing as mp
from collections.abc import Callable, Sequence
from typing import Any

from app.audit import actions as audit
from app.kit.db import make_engine


def race(backend: str, deeds: Sequence[tuple[Callable[..., Any], tuple[Any, ...]]]) -> list[Any]:
    """Run each `deed(engine, *arguments)` in a process of its own, all at once; their answers in the given order."""
    context = mp.get_context("spawn")
    gate, answers = context.Barrier(len(deeds)), context.Queue()
    runners = [
        context.Process(target=_run, args=(backend, gate, answers, place, deed, arguments))
        for place, (deed, arguments) in enumerate(deeds)
    ]
    for runner in runners:
        runner.start()
    found = dict(answers.get(timeout=240) for _ in runners)
    for runner in runners:
        runner.join(30)
    return [found[place] for place in range(len(deeds))]


def _run(
    backend: str, gate: Any, answers: Any, place: int, deed: Callable[..., Any], arguments: tuple[Any, ...]
) -> None:
    import app.tables  # noqa: F401  # the guard must know every table

    audit.use_key("of-this-test-only")
    engine = make_engine(backend)
    gate.wait(240)
    try:
        answers.put((place, deed(engine, *arguments)))
    except Exception as error:  # the race must not hang on a surprise: the parent sees what it was
        answers.put((place, repr(error)))
    engine.dispose()
