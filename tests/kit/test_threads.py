"""Work in a thread of its own."""

import asyncio

import pytest

from app.kit.threads import in_own_thread


async def answer() -> int:
    return 42


def test_an_event_loop_starts_beside_one_that_runs():
    async def busy() -> int:
        return in_own_thread(lambda: asyncio.run(answer()))()

    assert in_own_thread(lambda: asyncio.run(busy()))() == 42


def test_what_went_wrong_is_told():
    def broken() -> None:
        raise ValueError("not so")

    with pytest.raises(ValueError, match="not so"):
        in_own_thread(broken)()
