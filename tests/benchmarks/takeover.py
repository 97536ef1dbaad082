"""Taking over an area with 100,000 past parcel events, with and without a snapshot.

The past is the sample day's parcels and the decisions on them again and again, under other ids.
"""

import asyncio
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path

from contracts.envelope import to_message
from contracts.event import Event
from contracts.instants import epoch_s
from contracts.match import ParcelMatched
from contracts.parcel import ParcelRequested
from contracts.partitioning import partition_of
from contracts.topics import INPUT_TOPICS, Topic
from contracts.unmatched import ParcelUnmatched
from tests.benchmarks.figure import Figure
from tests.benchmarks.running import matches_end, opened
from workers.compose import decide_offline
from workers.log.port import EventLog
from workers.log.publishing import publish
from workers.log.sqlite.log import SqliteLog
from workers.matching.decider import DeciderClient
from workers.matching.decider_process import ProcessDeciders
from workers.matching.make_decider import MakePartitionDecider, SolveSettings
from workers.matching.snapshots import NoSnapshots, SnapshotFolder, SnapshotStore, snapshot_of
from workers.matching.takeover import replay
from workers.samples.day import load_sample
from workers.samples.region import SAMPLES
from workers.service.service import OpenLog

PARCELS = 100_000
AFTER_S = 3 * 86_400
"""The takeover comes so long after the day: everything is over by then."""


def figures() -> Iterator[Figure]:
    """Seconds from the ownership to a decider that is up to date."""
    with tempfile.TemporaryDirectory() as folder:
        yield from of_log("takeover", partial(SqliteLog.open, Path(folder) / "log.sqlite"))


def of_log(name: str, open_log: OpenLog) -> Iterator[Figure]:
    """The same on a log that is new."""
    with tempfile.TemporaryDirectory() as folder:
        without, with_snapshot = asyncio.run(_takeovers(open_log, SnapshotFolder(Path(folder))))
    yield Figure(f"{name}: {PARCELS:,} past parcels", without, "s")
    yield Figure(f"{name}: {PARCELS:,} past parcels, snapshot", with_snapshot, "s")


async def _takeovers(open_log: OpenLog, snapshots: SnapshotStore) -> tuple[float, float]:
    day = load_sample(SAMPLES[0], "bench")
    later = epoch_s(day.now) + AFTER_S
    async with opened(open_log) as log:
        partition = partition_of(day.events[0].area, log.partitions)
        await _write_past(log, partition, day.events, epoch_s(day.now))
        deciders = ProcessDeciders(MakePartitionDecider(log.partitions, SolveSettings()))
        try:
            await (await deciders.open(partition)).decide([], later)  # the process has loaded all its libraries
            without, decider = await _takeover(log, deciders, partition, NoSnapshots())
            await decider.decide([], later)
            positions = {**await log.committed(partition), Topic.MATCHES: await matches_end(log, partition)}
            snapshot = await snapshot_of(log, partition, positions, await decider.snapshot())
            await snapshots.save(partition, snapshot)
            with_snapshot, _ = await _takeover(log, deciders, partition, snapshots)
        finally:
            await deciders.close()
    return without, with_snapshot


async def _takeover(
    log: EventLog, deciders: ProcessDeciders, partition: int, snapshots: SnapshotStore
) -> tuple[float, DeciderClient]:
    started = time.perf_counter()
    await log.own(partition, "benchmark")
    decider = await deciders.open(partition)
    await replay(log, partition, decider, snapshots)
    return time.perf_counter() - started, decider


async def _write_past(log: EventLog, partition: int, events: Sequence[Event], now: int) -> None:
    """The day once, and its parcels with their decisions as often as it takes."""
    parcels = [event for event in events if isinstance(event.data, ParcelRequested)]
    decisions = await asyncio.to_thread(decide_offline, events, now, SolveSettings())
    await publish(log, [event for event in events if not isinstance(event.data, ParcelRequested)])
    await publish(log, islice(_again_and_again(parcels), PARCELS))
    ends = await log.ends(partition)
    plan, *decided = decisions
    outputs = [plan, *islice(_again_and_again(decided), PARCELS)]
    ownership = await log.own(partition, "benchmark")
    await log.commit(
        ownership,
        [(Topic.MATCHES, to_message(event)) for event in outputs],
        {topic: ends[topic] for topic in INPUT_TOPICS},
    )


def _again_and_again(events: Sequence[Event]) -> Iterator[Event]:
    """Endlessly the same, each round with parcel and request ids of its own."""
    number = 0
    while True:
        for event in events:
            yield _renamed(event, f"~{number}")
        number += 1


def _renamed(event: Event, suffix: str) -> Event:
    body = event.data
    if not isinstance(body, ParcelRequested | ParcelMatched | ParcelUnmatched):
        raise TypeError(f"a {event.kind.name} is not renamed")
    changes = {"parcel_id": body.parcel_id + suffix}
    if not isinstance(body, ParcelRequested):
        changes["request_id"] = body.request_id + suffix
    return replace(event, id=event.id + suffix, data=body.model_copy(update=changes))
