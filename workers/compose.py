"""The composition root: the one place that chooses which log, which decider and which clock."""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from contracts.envelope import from_record
from contracts.event import Event
from contracts.partitioning import DEFAULT_PARTITIONS, partition_of
from contracts.topics import Topic
from workers.clock import FixedClock
from workers.log.memory import MemoryLog
from workers.log.port import EventLog, lag
from workers.log.publishing import publish
from workers.log.sqlite.log import SqliteLog
from workers.matching.batch import EVERYTHING
from workers.matching.decider_inside import InProcessDeciders
from workers.matching.loop import LoopSettings
from workers.matching.ownership import Holdings
from workers.matching.partition_decider import MakePartitionDecider, SolveSettings
from workers.matching.worker import Worker
from workers.matching.worker_process import WorkerSpec
from workers.supervisor import supervise

_LOOK_S = 0.2


def decide_offline(events: Sequence[Event], now: int, settings: SolveSettings) -> list[Event]:
    """What one worker answers to all events together, decided as at `now`: the outputs, in order.

    The same worker and decider as in service, on a log in memory and with a clock that stands still.
    """
    return asyncio.run(_decide_offline(events, now, settings))


async def _decide_offline(events: Sequence[Event], now: int, settings: SolveSettings) -> list[Event]:
    log = MemoryLog(partitions=1)
    await publish(log, events)
    deciders = InProcessDeciders(MakePartitionDecider(log.partitions, settings))
    loop = LoopSettings(limits=EVERYTHING, clock=FixedClock(now), until_drained=True)
    await Worker(log, deciders, Holdings(log, "offline", None), loop).run(asyncio.Event())
    return await _outputs(log, 0)


def decide_in_workers(
    log_path: Path,
    areas: dict[str, list[Event]],
    now: dict[str, int],
    settings: SolveSettings,
    on_lag: Callable[[dict[str, int]], None],
) -> dict[str, list[Event]]:
    """Publish each area's events into an embedded log and let a worker process per area decide.

    `now`: when each area is decided, in seconds since 1970; areas that share a partition share the
    latest. Returns each area's outputs. `on_lag` is told again and again how many records each area has
    still to come.
    """
    return asyncio.run(_decide_in_workers(log_path, areas, now, settings, on_lag))


async def _decide_in_workers(
    log_path: Path,
    areas: dict[str, list[Event]],
    now: dict[str, int],
    settings: SolveSettings,
    on_lag: Callable[[dict[str, int]], None],
) -> dict[str, list[Event]]:
    open_log = partial(SqliteLog.open, log_path, DEFAULT_PARTITIONS)
    async with await open_log() as log:
        for events in areas.values():
            await publish(log, events)
        homes = {area: partition_of(area, log.partitions) for area in areas}
        clocks = {home: FixedClock(max(now[area] for area in areas if homes[area] == home)) for home in homes.values()}
        specs = [
            WorkerSpec(
                name=f"worker-{number}",
                open_log=open_log,
                make_decider=MakePartitionDecider(log.partitions, settings),
                partitions=(partition,),
                settings=LoopSettings(limits=EVERYTHING, clock=clocks[partition], until_drained=True),
                log_level="warning",
            )
            for number, partition in enumerate(sorted(clocks), start=1)
        ]
        watch = asyncio.create_task(_watch(log, homes, on_lag))
        try:
            await supervise(specs, asyncio.Event())
        finally:
            watch.cancel()
        on_lag(dict.fromkeys(areas, 0))
        return {area: await _outputs(log, partition, area) for area, partition in homes.items()}


async def _watch(log: EventLog, homes: dict[str, int], on_lag: Callable[[dict[str, int]], None]) -> None:
    while True:
        on_lag({area: lag(await log.ends(home), await log.committed(home)) for area, home in homes.items()})
        await asyncio.sleep(_LOOK_S)


async def _outputs(log: EventLog, partition: int, area: str | None = None) -> list[Event]:
    """What was decided on a partition, for one of its areas or for all."""
    records = await log.read(Topic.MATCHES, partition, 0)
    events = (from_record(record, log.partitions) for record in records)
    return [event for event in events if area in {None, event.area}]
