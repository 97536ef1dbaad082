"""Waiting for one thing unless another comes first: whatever happens, nothing is left behind."""

import asyncio
import gc
from typing import Any

import pytest

from workers.matching.racing import Overtaken, unless


async def after(rounds: int, error: Exception | None = None) -> str:
    for _ in range(rounds):
        await asyncio.sleep(0)
    if error is not None:
        raise error
    return "done"


def test_what_is_wanted_comes_first_or_is_overtaken() -> None:
    async def scenario() -> None:
        assert await unless(after(1), after(50)) == "done"
        with pytest.raises(Overtaken):
            await unless(after(50), after(1))
        with pytest.raises(ValueError, match="wanted"):
            await unless(after(1, ValueError("wanted")), after(50))

    asyncio.run(scenario())


@pytest.mark.parametrize("rounds", range(1, 9))
def test_whoever_is_cancelled_while_it_waits_leaves_no_error_unheard(rounds: int) -> None:
    unheard: list[dict[str, Any]] = []

    async def scenario() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda _loop, context: unheard.append(context))
        waiting = asyncio.create_task(unless(after(4, ValueError("wanted")), after(50)))
        for _ in range(rounds):
            await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        del waiting
        gc.collect()

    asyncio.run(scenario())
    assert unheard == []
