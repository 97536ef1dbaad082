"""A decider that takes over KODIS' day: the memory it then holds, and how long the replay takes.

The day is decided once by another decider, so that the log holds its decisions too. Memory is that of
the decider process beyond what it needs with a small day decided: code, libraries, compiled kernels.
"""

import asyncio
import tempfile
import time
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path

import numpy as np

from contracts.event import Event
from contracts.instants import epoch_s
from contracts.parcel import ParcelRequested
from contracts.record import Record
from contracts.topics import INPUT_TOPICS, Topic
from matcher.evolve import evolve
from matcher.state.area_state import AreaState
from matcher.workbench import workbench
from tests.benchmarks.figure import Figure, Skipped
from tests.benchmarks.plan import KODIS, inputs
from tests.benchmarks.shared_data import real_feed
from workers.log.memory import MemoryLog
from workers.log.publishing import publish
from workers.matching.decider_process import ProcessDeciders
from workers.matching.make_decider import MakePartitionDecider, SolveSettings
from workers.matching.snapshots import NoSnapshots
from workers.matching.takeover import replay
from workers.samples.day import load_sample
from workers.samples.region import SAMPLES
from workers.sources.day import Inputs, load_inputs
from workers.sources.publication.stamp import numbered_ids

COLUMNS_GOAL_BYTES = 64
"""A call, in the state."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What taking over measured; memory beyond that of a decider with a small day, in MiB."""

    replay_s: float
    replayed_mib: float
    decided_s: float
    decided_mib: float


def figures() -> Iterator[Figure]:
    """Take the day over once. Raises Skipped where the feed, or /proc, is absent."""
    feed = real_feed(KODIS.feed)
    if not Path("/proc/self/statm").exists():
        raise Skipped("there is no /proc to read another process's memory from")
    day = _kodis(feed)
    taken = asyncio.run(_take_over(day))
    yield Figure("decider: replay of KODIS' day", taken.replay_s, "s")
    yield Figure("decider: memory, day replayed", taken.replayed_mib, "MiB")
    yield Figure("decider: a new parcel after it", taken.decided_s, "s")
    yield Figure("decider: memory, after that", taken.decided_mib, "MiB")
    yield from _of_columns(day.events, epoch_s(day.now))


def _kodis(feed: Path) -> Inputs:
    with tempfile.TemporaryDirectory() as folder:
        inputs(KODIS, feed, Path(folder))
        return load_inputs(
            [str(feed)],
            Path(folder) / "freight.yaml",
            encoding=None,
            first_date=date.fromisoformat(KODIS.date),
            days=1,
            parcels_path=Path(folder) / "parcels.csv",
            now=None,
            new_id=numbered_ids("bench"),
        )


async def _take_over(day: Inputs) -> Taken:
    log = await _decided(day)
    now = epoch_s(day.now)
    deciders = ProcessDeciders(MakePartitionDecider(log.partitions, SolveSettings()))
    try:
        await _decide_small_day(deciders)
        pid = deciders.pid
        before = _rss_mib(pid)
        decider = await deciders.open(0)
        started = time.perf_counter()
        await replay(log, 0, decider, NoSnapshots())
        replayed = time.perf_counter()
        replayed_mib = _rss_mib(pid) - before
        await decider.decide([await _one_more_parcel(log, day)], now)
        return Taken(replayed - started, replayed_mib, time.perf_counter() - replayed, _rss_mib(pid) - before)
    finally:
        await deciders.close()


async def _decided(day: Inputs) -> MemoryLog:
    """A log with the day's inputs, all consumed, and the decisions on them."""
    log = MemoryLog(partitions=1)
    await publish(log, day.events)
    ownership = await log.own(0, "benchmark")
    records = await log.poll(ownership, {}, None, 0)
    deciders = ProcessDeciders(MakePartitionDecider(log.partitions, SolveSettings()))
    try:
        outcome = await (await deciders.open(0)).decide(records, epoch_s(day.now))
    finally:
        await deciders.close()
    ends = await log.ends(0)
    await log.commit(ownership, outcome.outputs, {topic: ends[topic] for topic in INPUT_TOPICS})
    return log


async def _one_more_parcel(log: MemoryLog, day: Inputs) -> Record:
    """The last parcel once more, under another id: what makes a new owner decide."""
    event = day.events[-1]
    if not isinstance(event.data, ParcelRequested):
        raise TypeError(f"the last event is a {event.kind.name}")
    more = replace(event, id="one-more", data=event.data.model_copy(update={"parcel_id": "one-more"}))
    await publish(log, [more])
    (record,) = await log.read(Topic.PARCELS, 0, (await log.ends(0))[Topic.PARCELS] - 1)
    return record


async def _decide_small_day(deciders: ProcessDeciders) -> None:
    """Let the process load all it will ever need besides data."""
    day = load_sample(SAMPLES[0], "bench")
    log = MemoryLog(partitions=1)
    await publish(log, day.events)
    records = await log.poll(await log.own(0, "benchmark"), {}, None, 0)
    await (await deciders.open(0)).decide(records, epoch_s(day.now))


def _rss_mib(pid: int | None) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 1024**2


def _of_columns(events: list[Event], now: int) -> Iterator[Figure]:
    state = AreaState(events[0].area)
    for event in events:
        evolve(state, event)
    network = workbench(state, now).network
    columns = sum(
        len(value) * value.itemsize
        for publication in state.timetable.publications()
        for value in _values(publication)
        if isinstance(value, array)
    )
    arrays = sum(value.nbytes for value in _values(network) if isinstance(value, np.ndarray))
    yield Figure("decider: columns of the state", columns / network.calls, "bytes a call", COLUMNS_GOAL_BYTES)
    yield Figure("decider: arrays of the network", arrays / network.calls, "bytes a call")
    yield Figure("decider: calls", network.calls, "calls")


def _values(holder: object) -> list[object]:
    return [getattr(holder, field.name) for field in fields(holder)]  # type: ignore[arg-type]  # a dataclass
