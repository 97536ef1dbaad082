"""Running a worker in a test: publish, work, look at what came out."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from typing import Any

from contracts.record import Message
from contracts.topics import Topic
from tests.workers.matching.counting_decider import CountingDecider
from workers.clock import FixedClock
from workers.log.port import EventLog, LeasedLog
from workers.matching.batch import EVERYTHING
from workers.matching.decider import DeciderHost
from workers.matching.decider_inside import InProcessDeciders
from workers.matching.leased_holdings import LeasedHoldings
from workers.matching.loop import LoopSettings
from workers.matching.worker import Worker

PARTITIONS = 2
LONG_S = 30.0
"""Nothing in these tests takes so long unless it hangs."""

OpenLog = Callable[[], Awaitable[LeasedLog]]

DRAIN = LoopSettings(EVERYTHING, FixedClock(100), until_drained=True)


def run_with(open_log: OpenLog, scenario: Callable[[LeasedLog], Coroutine[Any, Any, None]]) -> None:
    async def run() -> None:
        log = await open_log()
        try:
            async with asyncio.timeout(LONG_S):
                await scenario(log)
        finally:
            await log.close()

    asyncio.run(run())


async def publish(log: EventLog, *texts: str, topic: Topic = Topic.PARCELS, partition: int = 0) -> None:
    await log.append(topic, [Message(b"vidzeme", text.encode()) for text in texts], partition=partition)


async def outputs(log: EventLog, topic: Topic = Topic.MATCHES, partition: int = 0) -> list[str]:
    return [record.value.decode() for record in await log.read(topic, partition, 0)]


async def outputs_when(log: EventLog, count: int, partition: int = 0) -> list[str]:
    """The matches, once there are so many."""
    there: list[str] = []
    while len(there) < count:
        await asyncio.sleep(0.005)
        there = await outputs(log, partition=partition)
    return there


async def until(condition: Callable[[], bool]) -> None:
    """Return when it holds; `run_with` ends a wait that has no end."""
    while not condition():  # noqa: ASYNC110 - the conditions are files and log lines, which set no event
        await asyncio.sleep(0.005)


async def work(
    log: LeasedLog,
    settings: LoopSettings = DRAIN,
    *,
    partitions: Sequence[int] | None = (0,),
    deciders: DeciderHost | None = None,
    owner: str = "worker",
    stop: asyncio.Event | None = None,
) -> None:
    """A worker, until it has drained its partitions or is told to stop."""
    host = InProcessDeciders(CountingDecider) if deciders is None else deciders
    await Worker(log, host, LeasedHoldings(log, owner, partitions), settings).run(stop or asyncio.Event())


@asynccontextmanager
async def working(log: LeasedLog, settings: LoopSettings, **arguments: Any) -> AsyncIterator[asyncio.Task[None]]:
    """A worker beside the block, stopped gracefully after it."""
    stop = asyncio.Event()
    task = asyncio.create_task(work(log, settings, stop=stop, **arguments))
    try:
        yield task
    finally:
        stop.set()
        await task
