"""Publishing without owning anything: an idempotent producer, started when first needed, replaced when it fails."""

import asyncio
from collections.abc import Mapping, Sequence

from aiokafka import AIOKafkaProducer, TopicPartition

from contracts.record import Message
from workers.log.kafka.batches import send
from workers.log.kafka.cluster import Cluster
from workers.log.kafka.discarding import discard
from workers.log.kafka.translation import ANY, translated

_CHUNK = 5000
"""So many messages of a partition are on their way at most."""


class Publisher:
    """Appends to any partition. What it could not append may be there or not: whoever sends it again sends the same ids."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._producer: AIOKafkaProducer | None = None
        self._starting = asyncio.Lock()

    async def publish(self, groups: Mapping[TopicPartition, Sequence[Message]]) -> None:
        """Append to each partition, in order; all are durable when it returns."""
        with translated("publishing"):
            producer = await self._ready()
            try:
                for place, messages in groups.items():
                    for start in range(0, len(messages), _CHUNK):
                        async with asyncio.timeout(self._cluster.settings.commit_timeout_s):
                            await send(producer, place, messages[start : start + _CHUNK])
            except ANY:
                await self._replace(producer)
                raise

    async def close(self) -> None:
        """Let go of the producer."""
        if self._producer is not None:
            await self._replace(self._producer)

    async def _ready(self) -> AIOKafkaProducer:
        async with self._starting:
            if self._producer is None:
                producer = self._cluster.publisher()
                try:
                    async with asyncio.timeout(self._cluster.settings.own_timeout_s):
                        await producer.start()
                except BaseException:
                    await discard(producer)
                    raise
                self._producer = producer
            return self._producer

    async def _replace(self, producer: AIOKafkaProducer) -> None:
        """An idempotent producer of aiokafka's does not recover from every error."""
        if self._producer is producer:
            self._producer = None
            await discard(producer)
