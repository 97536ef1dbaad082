"""Reads any stretch of any partition, and asks where partitions end. Sees committed records only."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Collection, Mapping
from contextlib import suppress

from aiokafka import AIOKafkaConsumer, TopicPartition

from contracts.record import Record
from contracts.topics import Topic
from workers.errors import LogError
from workers.log.backlog import fill
from workers.log.kafka.cluster import Cluster, start
from workers.log.kafka.fetching import take
from workers.log.kafka.pulse import Pulse
from workers.log.kafka.translation import ANY, translated

_PATIENCE_S = 15.0
"""So long may records take that are there; then the consumer is thrown away."""
_STEP_S = 0.05
_PAGE = 100
"""Whoever asks for fewer records wants to see these, not to read on."""


class Reader:
    """One consumer that is assigned everything, all of it paused but what is being read."""

    def __init__(self, cluster: Cluster, places: Mapping[TopicPartition, Topic], pulse: Pulse) -> None:
        self._cluster = cluster
        self._places = places
        self._pulse = pulse
        self._consumer: AIOKafkaConsumer | None = None
        self._starting = asyncio.Lock()
        self._locks: defaultdict[TopicPartition, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._ends: dict[TopicPartition, int] = {}
        self._ahead: dict[TopicPartition, tuple[int, list[Record], int]] = {}

    async def ends(self, places: Collection[TopicPartition]) -> Mapping[TopicPartition, int]:
        """The last stable offsets: what is before them is committed or aborted. They count marks as well."""
        with self._pulse.asking(), translated("asking where topics end"):
            ends: dict[TopicPartition, int] = await (await self._ready()).end_offsets(list(places))
        self._ends.update(ends)
        return ends

    async def begin(self, place: TopicPartition) -> int:
        """The offset of the oldest record that retention has left."""
        with translated("asking where a topic begins"):
            return int((await (await self._ready()).beginning_offsets([place]))[place])

    async def read(self, place: TopicPartition, offset: int, limit: int | None) -> list[Record]:
        """At most `limit` records from `offset` on, up to the end, or a page of them."""
        async with self._locks[place]:
            records, position = self._kept(place, offset)
            asked = False
            while limit is None or len(fill(records, limit)) == len(records) < limit:
                if position < self._ends.get(place, 0):
                    found, position = await self._fetch(place, position, limit)
                    records += found
                elif asked:
                    break
                else:
                    await self.ends([place])
                    asked = True
            page = fill(records, limit)
            if len(page) < len(records):
                self._ahead[place] = page[-1].offset + 1, records[len(page) :], position
            return page

    async def stretch(self, place: TopicPartition, begin: int, end: int) -> list[Record]:
        """The records from one offset to another."""
        async with self._locks[place]:
            records: list[Record] = []
            while begin < end:
                found, begin = await self._fetch(place, begin, None)
                records += found
            return [record for record in records if record.offset < end]

    async def close(self) -> None:
        """Let go of the consumer; the next question starts another."""
        consumer, self._consumer = self._consumer, None
        self._ahead.clear()
        if consumer is not None:
            with suppress(*ANY):
                async with asyncio.timeout(_PATIENCE_S):
                    await consumer.stop()

    def _kept(self, place: TopicPartition, offset: int) -> tuple[list[Record], int]:
        """What the last reading of this partition had left over, if that is wanted now, and where it goes on."""
        begin, records, position = self._ahead.pop(place, (-1, [], 0))
        return (records, position) if begin == offset else ([], offset)

    async def _ready(self) -> AIOKafkaConsumer:
        async with self._starting:
            if self._consumer is None:
                consumer = await start(self._cluster.reader())
                consumer.assign(list(self._places))
                consumer.pause(*self._places)
                self._consumer = consumer
            return self._consumer

    async def _fetch(self, place: TopicPartition, position: int, limit: int | None) -> tuple[list[Record], int]:
        """The next records, and where to go on. There may be none: what stands there may be marks.

        Of a page all that was fetched is taken, since the next page is most often what is asked for next.
        """
        few = limit if limit is not None and limit < _PAGE else None
        with self._pulse.asking(), translated(f"reading {place.topic}"):
            consumer = await self._ready()
            deadline = time.monotonic() + _PATIENCE_S
            consumer.seek(place, position)
            consumer.resume(place)
            try:
                while time.monotonic() < deadline:
                    records = await take(consumer, place, self._places[place], few, _STEP_S)
                    now_at = await consumer.position(place)
                    if now_at > position:
                        consumer.seek(place, now_at)  # what is left would hold up the reading of other partitions
                        return records, now_at
            finally:
                if self._consumer is not None:
                    self._consumer.pause(place)
            await self.close()
            raise LogError(f"Kafka: nothing comes of {place.topic} {place.partition} after offset {position}.")
