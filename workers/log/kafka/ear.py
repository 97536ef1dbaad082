"""Hears when something is written anywhere in the log."""

import asyncio
from collections.abc import Collection, Mapping
from contextlib import suppress

from aiokafka import AIOKafkaConsumer, TopicPartition

from workers.log.kafka.cluster import Cluster, start
from workers.log.kafka.translation import ANY, translated

_PATIENCE_S = 3.0


class Ear:
    """A consumer that stands at the ends of all partitions. What it hears it throws away."""

    def __init__(self, cluster: Cluster, places: Collection[TopicPartition]) -> None:
        self._cluster = cluster
        self._places = places
        self._consumer: AIOKafkaConsumer | None = None
        self._stands: dict[TopicPartition, int] = {}
        self._lock = asyncio.Lock()

    async def listen(self, stable: Mapping[TopicPartition, int], timeout_s: float) -> None:
        """Return when something is written behind these last stable offsets, or when the time is over."""
        with translated("waiting for news"):
            try:
                async with self._lock, asyncio.timeout(timeout_s):
                    await self._listen(stable)
            except TimeoutError:
                return
            except ANY:
                await self.close()
                raise

    async def close(self) -> None:
        """Let go of the consumer; whoever listens next starts another."""
        consumer, self._consumer = self._consumer, None
        if consumer is not None:
            with suppress(*ANY):
                async with asyncio.timeout(_PATIENCE_S):
                    await consumer.stop()

    async def _listen(self, stable: Mapping[TopicPartition, int]) -> None:
        consumer = await self._ready()
        for place, offset in stable.items():
            if self._stands.get(place) != offset:
                consumer.seek(place, offset)
                self._stands[place] = offset
        try:
            heard = await consumer.getone()
        except UnicodeDecodeError:  # it is something all the same
            self._stands.clear()
        else:
            self._stands.pop(TopicPartition(heard.topic, heard.partition), None)

    async def _ready(self) -> AIOKafkaConsumer:
        if self._consumer is None:
            consumer = await start(self._cluster.ear())
            consumer.assign(list(self._places))
            for place in self._places:
                consumer.seek(place, 0)
            self._stands.clear()
            self._consumer = consumer
        return self._consumer
