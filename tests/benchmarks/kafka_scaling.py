"""Twelve areas spread evenly over twelve partitions: the parcels a second of two workers against one.

The workers are the service's own, and share the partitions as members of a group. Each has one decider process,
which solves in one thread. The day is that of the sample region with the room that its buses have, and many more
parcels than they can take, so that there is something to solve: without that the broker has as much to do as a
worker, and there are two cores for all.
"""

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median

from contracts.area import AreaPublished
from contracts.event import Event
from contracts.topics import Topic
from scripts.servers.kafka import KafkaServer
from tests.benchmarks.figure import Figure
from tests.benchmarks.kafka_running import log_of, new_system, running_workers
from tests.benchmarks.running import all_consumed, opened
from tests.benchmarks.worker import Day, vidzeme
from tests.crash.town import area_names
from workers.clock import FixedClock
from workers.log.port import EventLog
from workers.log.publishing import publish
from workers.settings import Settings

AREAS = 12
PARCELS = 600
"""Of each area."""
BATCH = 100
"""Parcels decided on together: a solve each."""
WARM_UP = 50
"""Of each area, decided before the clock starts."""
RUNS = 1
GOAL = 1.7
MEASURED = (0.15, 0.9)
"""Between these shares of all parcels."""
_PATIENCE_S = 120.0
_LOOK_S = 0.1


def figures(server: KafkaServer) -> Iterator[Figure]:
    """Parcels a second of one worker and of two, and the ratio: the median of pairs of runs."""
    day = vidzeme(WARM_UP + PARCELS, roomy=False)
    rates = [[_rate(server, workers, day) for workers in (1, 2)] for _ in range(RUNS)]
    one, two = (max(of_count) for of_count in zip(*rates, strict=True))
    yield Figure(f"kafka: {AREAS} areas, 1 worker", one, "parcels per s")
    yield Figure(f"kafka: {AREAS} areas, 2 workers", two, "parcels per s")
    gain = median(of_two / of_one for of_one, of_two in rates)
    yield Figure(f"kafka: {AREAS} areas, 2 workers against 1", gain, "times", at_least=GOAL)


def _rate(server: KafkaServer, workers: int, day: Day) -> float:
    settings = new_system(server, AREAS).model_copy(update={"max_records": BATCH})
    return asyncio.run(_measure(settings, workers, day))


async def _measure(settings: Settings, workers: int, day: Day) -> float:
    """Parcels a second while there is enough for all: publishing has its share of the cores, and so has the end."""
    names = area_names(AREAS)
    first, rest = day.parcels[:WARM_UP], day.parcels[WARM_UP:]
    async with opened(log_of(settings)) as log, running_workers(settings, workers, AREAS, FixedClock(day.now)):
        await publish(log, _everywhere(day.facts, names))
        await publish(log, _everywhere(first, names))
        await _shared(log, workers)
        await _drained(log)
        before = await _decided(log)
        await publish(log, _everywhere(rest, names))
        progress = [(time.perf_counter(), await _decided(log) - before)]
        while progress[-1][1] < AREAS * PARCELS:
            await asyncio.sleep(_LOOK_S)
            progress.append((time.perf_counter(), await _decided(log) - before))
    (started, first_of), (ended, last_of) = (_reached(progress, share) for share in MEASURED)
    return (last_of - first_of) / (ended - started)


async def _decided(log: EventLog) -> int:
    """Parcels, in all areas."""
    return sum([(await log.committed(partition)).get(Topic.PARCELS, 0) for partition in range(AREAS)])


def _reached(progress: Sequence[tuple[float, int]], share: float) -> tuple[float, int]:
    """When at least so much of all was decided on, and how much it was."""
    return next((at, decided) for at, decided in progress if decided >= share * AREAS * PARCELS)


def _everywhere(events: Sequence[Event], names: Sequence[str]) -> Iterator[Event]:
    """Each event once in each area."""
    for event in events:
        body = event.data
        for name in names:
            data = body.model_copy(update={"area": name}) if isinstance(body, AreaPublished) else body
            yield replace(event, id=f"{name}-{event.id}", area=name, data=data)


async def _shared(log: EventLog, workers: int) -> None:
    """Return when each worker has its share of the partitions."""
    async with asyncio.timeout(_PATIENCE_S):
        while not _is_shared(list((await log.owners()).values()), workers):  # noqa: ASYNC110 - nobody tells when
            await asyncio.sleep(0.1)


def _is_shared(owners: Sequence[str], workers: int) -> bool:
    return sorted(map(owners.count, set(owners))) == [AREAS // workers] * workers


async def _drained(log: EventLog) -> None:
    for partition in range(AREAS):
        await all_consumed(log, partition)
