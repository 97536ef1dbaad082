"""The whole worker by first fit against the bare sqlite3 loop: same parcels, same batches, same durability, one run.

The worker is the service's own: the SQLite log, the loop with its figures, the decider in its process.
It decides on parcels sampled for Vidzeme, on buses and hubs with room for all of them, so that as good as
every parcel that arrives in time gets a journey. The bare loop copies the same records and decides nothing.
"""

import asyncio
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from pathlib import Path

from contracts.area import AreaPublished
from contracts.envelope import to_message
from contracts.event import Event
from contracts.instants import epoch_s
from contracts.parcel import ParcelRequested
from contracts.partitioning import partition_of
from contracts.stop import StopPublished
from contracts.topics import Topic
from contracts.trip import TripPublished
from contracts.units import Body
from tests.benchmarks import log
from tests.benchmarks.figure import Figure
from tests.benchmarks.running import opened
from workers.clock import FixedClock
from workers.log.port import EventLog, LeasedLog
from workers.log.publishing import publish
from workers.log.sqlite.log import SqliteLog
from workers.matching.batch import BatchLimits
from workers.matching.commit import Committed
from workers.matching.decider_process import ProcessDeciders
from workers.matching.figures import WorkerFigures
from workers.matching.given_holdings import GivenHoldings
from workers.matching.leased_holdings import LeasedHoldings
from workers.matching.loop import LoopSettings
from workers.matching.make_decider import MakePartitionDecider, SolveSettings
from workers.matching.ownership import Holdings
from workers.matching.worker import Worker
from workers.samples.day import load_sample
from workers.samples.region import SAMPLES
from workers.service.service import OpenLog
from workers.sources.sample_parcels.sample import sample_parcels

SEED = 13
RUNS = 3
GOAL = 0.2
CASES = ((50, 5_000), (500, 20_000))
"""Batch size, parcels."""
WARM_UP = 1_000
"""Parcels that are decided before the clock starts."""


@dataclass(frozen=True, slots=True)
class Day:
    """What is published: facts, then parcels; `now` in seconds since 1970."""

    facts: list[Event]
    parcels: list[Event]
    now: int


@dataclass(slots=True)
class Watch:
    """Notes when how many parcels were committed."""

    figures: WorkerFigures = field(default_factory=WorkerFigures)
    commits: list[tuple[int, float]] = field(default_factory=list)

    def __call__(self, committed: Committed) -> None:
        """A worker's `on_commit`; it goes on to the figures as in service."""
        self.figures.record(committed)
        self.commits.append((committed.positions.get(Topic.PARCELS, 0), time.perf_counter()))

    def seconds_each(self, first: int) -> float:
        """Per parcel, from the commit that completes the first ones to the last commit."""
        before, started = next(commit for commit in self.commits if commit[0] >= first)
        parcels, ended = self.commits[-1]
        return (ended - started) / (parcels - before)


def figures() -> Iterator[Figure]:
    """Parcels a second through the whole worker, and its share of the bare loop's: best of some runs, taken in turns."""
    for batch, count in CASES:
        day = vidzeme(WARM_UP + count)
        parcels = [to_message(event) for event in day.parcels[WARM_UP:]]
        bare_s, worker_s = [], []
        for _ in range(RUNS):
            with tempfile.TemporaryDirectory() as folder:
                bare_s.append(log.bare(Path(folder) / "bare.db", parcels, batch) / count)
                watch = asyncio.run(work(partial(SqliteLog.open, Path(folder) / "log.db"), day, batch))
                worker_s.append(watch.seconds_each(WARM_UP))
        name, share = f"worker: batches of {batch}", min(bare_s) / min(worker_s)
        yield Figure(f"{name}, first fit", 1 / min(worker_s), "parcels per s, each commit synced")
        yield Figure(f"{name}, against bare", share, "of a bare sqlite3 loop", at_least=GOAL)


def vidzeme(count: int, *, roomy: bool = True) -> Day:
    """The sample region's day with so many parcels, and room for all or what its buses have."""
    sample = load_sample(SAMPLES[0], "bench")
    facts = [event for event in sample.events if not isinstance(event.data, ParcelRequested)]
    (area,) = (event.data for event in facts if isinstance(event.data, AreaPublished))
    now = sample.now
    parcels = [
        Event(f"bench-{body.parcel_id}", "urn:ridealong:shipper:bench", now - timedelta(hours=1), area.area, body)
        for body in sample_parcels(facts, area.tariff, count=count, seed=SEED)
    ]
    if roomy:
        facts = [replace(event, data=with_room(event.data)) for event in facts]
    return Day(facts, parcels, epoch_s(now))


def with_room(body: Body) -> Body:
    """A fact without limits of capacity, storage and handling."""
    if isinstance(body, TripPublished):
        unlimited = dict.fromkeys(("volume_ml", "weight_g", "pieces", "longest_side_mm")) | {"segments": ()}
        return body.model_copy(
            update={
                "compartments": tuple(offer.model_copy(update=unlimited) for offer in body.compartments),
                "calls": tuple(call.model_copy(update={"handling_budget_s": None}) for call in body.calls),
            }
        )
    if isinstance(body, StopPublished) and body.hub is not None:
        return body.model_copy(update={"hub": body.hub.model_copy(update={"storage_ml": None})})
    return body


async def work(open_log: OpenLog, day: Day, batch: int) -> Watch:
    """Publish the day on a log that is new and let a worker decide on all there is, by first fit."""
    watch = Watch()
    async with opened(open_log) as own_log:
        await publish(own_log, day.facts)
        await publish(own_log, day.parcels)
        settings = LoopSettings(
            BatchLimits(batch, linger_s=0), FixedClock(day.now), until_drained=True, on_commit=watch
        )
        deciders = ProcessDeciders(MakePartitionDecider(own_log.partitions, SolveSettings(method="first_fit")))
        partition = partition_of(day.facts[0].area, own_log.partitions)
        await Worker(own_log, deciders, _holdings(own_log, partition), settings).run(asyncio.Event())
    return watch


def _holdings(own_log: EventLog, partition: int) -> Holdings:
    if isinstance(own_log, LeasedLog):
        return LeasedHoldings(own_log, "benchmark", [partition])
    return GivenHoldings(own_log, "benchmark", [partition])
