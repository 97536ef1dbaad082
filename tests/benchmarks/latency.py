"""How long after a parcel was published its decision can be read, at 1, 10 and 100 parcels a second.

The service's own worker, with its default settings: it waits 200 ms after an event for others to
decide on together. Once on the sample region, and once on Nord-Trøndelag, where 5,000 parcels are open already.
"""

import asyncio
import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from contracts.envelope import from_record, to_message
from contracts.event import Event
from contracts.instants import epoch_s
from contracts.match import ParcelMatched
from contracts.parcel import ParcelRequested
from contracts.partitioning import partition_of
from contracts.plan import PlanCertified
from contracts.topics import Topic
from contracts.unmatched import ParcelUnmatched
from tests.benchmarks.figure import Figure
from tests.benchmarks.plan import NORD_TRONDELAG, load_day
from tests.benchmarks.running import all_consumed, matches_end, opened, percentile, running_worker
from tests.benchmarks.shared_data import real_feed
from workers.log.port import EventLog
from workers.log.publishing import publish
from workers.log.sqlite.log import SqliteLog
from workers.samples.day import load_sample
from workers.samples.region import SAMPLES
from workers.service.service import OpenLog
from workers.sources.day import Inputs

SEED = 5
OPEN_PARCELS = 5_000
RATES = ((1, 20), (10, 100), (100, 1_000))
"""Parcels a second, parcels."""
_PATIENCE_S = 60.0
"""For the last decisions, once everything is published."""


@dataclass(slots=True)
class _Watch:
    """Notes when each parcel's first decision can be read."""

    log: EventLog
    partition: int
    position: int
    decided: dict[str, float]

    async def until(self, parcels: AbstractSet[str]) -> None:
        """Return when each of them is decided."""
        while not self.decided.keys() >= parcels:
            await self._look()

    async def _look(self) -> None:
        """Wait for news, at most a second, and read it."""
        await self.log.news({self.partition: {topic: self._seen(topic) for topic in Topic}}, 1.0)
        records = await self.log.read(Topic.MATCHES, self.partition, self.position)
        read_at = time.perf_counter()
        for record in records:
            body = from_record(record, self.log.partitions).data
            if isinstance(body, ParcelMatched | ParcelUnmatched):
                self.decided.setdefault(body.parcel_id, read_at)
            elif not isinstance(body, PlanCertified):
                raise TypeError(f"a {type(body).__name__} among the matches")
        self.position = records[-1].offset + 1 if records else self.position

    def _seen(self, topic: Topic) -> int:
        return self.position if topic is Topic.MATCHES else 1 << 60


def figures() -> Iterator[Figure]:
    """Median and 99th percentile at each rate. Raises Skipped where the real feed is absent."""
    yield from _embedded("vidzeme", load_sample(SAMPLES[0], "bench"))
    day = replace(NORD_TRONDELAG, parcels=OPEN_PARCELS)
    yield from _embedded(f"Nord-Trøndelag, {OPEN_PARCELS:,} open", load_day(day, real_feed(day.feed)))


def _embedded(region: str, day: Inputs) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        yield from of_log(f"latency: {region}", day, partial(SqliteLog.open, Path(folder) / "log.sqlite"))


def of_log(name: str, day: Inputs, open_log: OpenLog) -> Iterator[Figure]:
    """Median and 99th percentile at each rate, on a log that is new."""
    for rate, seconds in asyncio.run(_measure(day, open_log)).items():
        for percent in (50, 99):
            yield Figure(f"{name}, {rate} a second, p{percent}", percentile(seconds, percent), "s")


async def _measure(day: Inputs, open_log: OpenLog) -> dict[int, list[float]]:
    async with opened(open_log) as log:
        await publish(log, day.events)
        partition = partition_of(day.events[0].area, log.partitions)
        async with running_worker(open_log, partition, epoch_s(day.now)):
            await all_consumed(log, partition)
            more = _more_parcels(day, sum(count for _, count in RATES))
            return {
                rate: await _at_rate(log, partition, rate, [next(more) for _ in range(count)]) for rate, count in RATES
            }


async def _at_rate(log: EventLog, partition: int, rate: int, events: Sequence[Event]) -> list[float]:
    """Seconds from before the publishing of each parcel to its decision in hand."""
    watch = _Watch(log, partition, await matches_end(log, partition), {})
    watching = asyncio.create_task(watch.until({event.subject for event in events}))
    sent = await _send(log, rate, events)
    await asyncio.wait_for(watching, _PATIENCE_S)
    return [watch.decided[parcel_id] - at for parcel_id, at in sent.items()]


async def _send(log: EventLog, rate: int, events: Sequence[Event]) -> dict[str, float]:
    """Publish one after the other, each at its time; returns when each was handed over."""
    sent = {}
    started = time.perf_counter()
    for number, event in enumerate(events):
        await asyncio.sleep(started + number / rate - time.perf_counter())
        sent[event.subject] = time.perf_counter()
        await log.append(Topic.PARCELS, [to_message(event)])
    return sent


def _more_parcels(day: Inputs, count: int) -> Iterator[Event]:
    """The day's parcels again and again in another order, each under an id of its own."""
    chance = random.Random(SEED)
    parcels = [event for event in day.events if isinstance(event.data, ParcelRequested)]
    for number in range(count):
        event = chance.choice(parcels)
        name = f"more-{number}"
        yield replace(event, id=name, data=event.data.model_copy(update={"parcel_id": name}))
