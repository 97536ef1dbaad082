"""Clocks tell the time and wait for it."""

import asyncio
import time

import pytest

from workers.clock import FixedClock, ManualClock, SystemClock


def test_the_system_clock_tells_whole_seconds_and_waits_until_they_come() -> None:
    clock = SystemClock()
    assert abs(clock.now() - time.time()) <= 1.5
    asyncio.run(clock.wait_until(clock.now() + 1))
    asyncio.run(clock.wait_until(0))


def test_a_fixed_clock_never_reaches_the_future() -> None:
    async def run() -> None:
        clock = FixedClock(0)
        await clock.wait_until(0)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.02):
                await clock.wait_until(1)

    asyncio.run(run())


def test_a_manual_clock_wakes_those_whose_time_has_come() -> None:
    async def run() -> None:
        clock = ManualClock(0)
        early, late = asyncio.create_task(clock.wait_until(10)), asyncio.create_task(clock.wait_until(20))
        await asyncio.sleep(0)
        clock.set(15)
        await early
        assert not late.done()
        clock.set(20)
        await late

    asyncio.run(run())
