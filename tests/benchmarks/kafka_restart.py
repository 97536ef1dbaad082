"""From the kill -9 of the broker, which is started again at once, to the next commit of a worker.

The worker and the publisher are those that were there before: nobody but the broker is started anew.
"""

import asyncio
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from statistics import median

from contracts.event import Event
from contracts.instants import epoch_s
from contracts.parcel import ParcelRequested
from scripts.servers.kafka import KafkaServer
from tests.benchmarks.figure import Figure
from tests.benchmarks.kafka_running import log_of, new_system, running_workers
from tests.benchmarks.running import ShiftedClock, all_consumed, opened
from workers.errors import LogError
from workers.log.port import EventLog, lag
from workers.log.publishing import publish
from workers.samples.day import load_sample
from workers.samples.region import SAMPLES
from workers.settings import Settings
from workers.sources.day import Inputs

KILLS = 3
_PATIENCE_S = 90.0
_LOOK_S = 0.02


def figures(server: KafkaServer) -> Iterator[Figure]:
    """Median and worst, and how much of it the broker itself needs until it answers."""
    kills = asyncio.run(_measure(server, new_system(server), load_sample(SAMPLES[0], "bench")))
    answers_s, commits_s = zip(*kills, strict=True)
    yield Figure("kafka: kill -9 of the broker until it answers, median", median(answers_s), "s")
    yield Figure("kafka: kill -9 of the broker to the next commit, median", median(commits_s), "s")
    yield Figure("kafka: kill -9 of the broker to the next commit, worst", max(commits_s), "s")


async def _measure(server: KafkaServer, settings: Settings, day: Inputs) -> list[tuple[float, float]]:
    clock = ShiftedClock.showing(epoch_s(day.now))
    async with opened(log_of(settings)) as log, running_workers(settings, 1, log.partitions, clock):
        await publish(log, day.events)
        await all_consumed(log, 0)
        return [await _kill(server, log, _more(day, number)) for number in range(KILLS)]


async def _kill(server: KafkaServer, log: EventLog, event: Event) -> tuple[float, float]:
    """Seconds until the broker answers again, and until a parcel published meanwhile is decided on.

    Nothing was left to do when it was killed, so no commit was under way.
    """
    before = sum((await log.committed(0)).values())
    killed_at = time.perf_counter()
    restarting = asyncio.create_task(asyncio.to_thread(_restart, server))
    async with asyncio.timeout(_PATIENCE_S):
        await _publish(log, event)
        while await _consumed(log) <= before:  # noqa: ASYNC110 - another process sets no event here
            await asyncio.sleep(_LOOK_S)
    committed_at = time.perf_counter()
    answered_at = await restarting
    await _settled(log)
    return answered_at - killed_at, committed_at - killed_at


def _restart(server: KafkaServer) -> float:
    server.kill()
    server.start()
    return time.perf_counter()


async def _publish(log: EventLog, event: Event) -> None:
    """Again and again until it is there; whether it is there twice does not matter."""
    while True:
        with suppress(LogError):
            return await publish(log, [event])
        await asyncio.sleep(_LOOK_S)


async def _consumed(log: EventLog) -> int:
    with suppress(LogError):
        return sum((await log.committed(0)).values())
    return 0


async def _settled(log: EventLog) -> None:
    """Return when everything is decided on, however often it was published."""
    async with asyncio.timeout(_PATIENCE_S):
        while lag(await log.ends(0), await log.committed(0)) > 0:  # noqa: ASYNC110 - another process sets no event here
            await asyncio.sleep(_LOOK_S)


def _more(day: Inputs, number: int) -> Event:
    """A parcel of the day once more, under an id of its own."""
    event = next(event for event in day.events if isinstance(event.data, ParcelRequested))
    name = f"more-{number}"
    return replace(event, id=name, data=event.data.model_copy(update={"parcel_id": name}))
