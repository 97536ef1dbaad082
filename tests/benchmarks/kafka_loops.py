"""Consume, transform, produce: with bare aiokafka, and through the Kafka adapter.

Both copy the same records in the same batches, each batch in one transaction with the position that was
consumed, with the same back-off between transactions and the same sizes of fetches and batches. The bare loop
is what one would write by hand for one process: nobody owns anything, nobody is woken, nothing is timed out,
and there is one topic to read. The clock starts when the first batch is committed, and so everything is connected.
"""

import time
from collections.abc import Sequence
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from contracts.record import Message
from contracts.topics import Topic
from tests.benchmarks.kafka_running import log_of
from tests.benchmarks.running import opened
from workers.log.port import Positions
from workers.settings import Settings

_BACKOFF_MS = 5
_BATCH_BYTES = 1024 * 1024
_FETCH_BYTES = 4 * 1024 * 1024
_SOURCE, _TARGET = 0, 1
"""Partitions: what the bare loop writes is not in the way of the adapter, which owns the first."""
PARTITIONS = 2


async def publish(settings: Settings, events: Sequence[Message]) -> None:
    """What both loops will read."""
    async with opened(log_of(settings)) as log:
        await log.append(Topic.PARCELS, events, partition=_SOURCE)


async def bare(settings: Settings, events: Sequence[Message], batch: int) -> float:
    """Seconds a record."""
    source = TopicPartition(f"{settings.topic_prefix}{Topic.PARCELS}", _SOURCE)
    target = TopicPartition(f"{settings.topic_prefix}{Topic.MATCHES}", _TARGET)
    async with (
        AIOKafkaConsumer(
            bootstrap_servers=settings.kafka_bootstrap,
            enable_auto_commit=False,
            isolation_level="read_committed",
            max_partition_fetch_bytes=_FETCH_BYTES,
        ) as consumer,
        AIOKafkaProducer(
            bootstrap_servers=settings.kafka_bootstrap,
            transactional_id=f"{settings.app}.bare",
            retry_backoff_ms=_BACKOFF_MS,
            max_batch_size=_BATCH_BYTES,
        ) as producer,
    ):
        consumer.assign([source])
        consumer.seek(source, 0)
        position, commits = 0, list[float]()
        while position < len(events):
            records = await _next(consumer, source, min(batch, len(events) - position))
            async with producer.transaction():
                positions = {source: records[-1].offset + 1}
                await producer.send_offsets_to_transaction(positions, f"{settings.app}.bare")
                await _send(producer, target, records, events[position : position + batch])
            position += len(records)
            commits.append(time.perf_counter())
    return (commits[-1] - commits[0]) / (len(events) - batch)


async def _next(consumer: AIOKafkaConsumer, source: TopicPartition, count: int) -> list[Any]:
    records: list[Any] = []
    while len(records) < count:
        found = await consumer.getmany(source, timeout_ms=1000, max_records=count - len(records))
        records += found.get(source, ())
    return records


async def _send(
    producer: AIOKafkaProducer, target: TopicPartition, records: Sequence[Any], events: Sequence[Message]
) -> None:
    """All in a batch that is built here: much quicker than one `send` for each."""
    batch = producer.create_batch()
    for record, event in zip(records, events, strict=True):
        if batch.append(timestamp=None, key=record.key, value=record.value, headers=list(event.headers)) is None:
            raise RuntimeError("the records of a transaction do not fit into one batch")
    await (await producer.send_batch(batch, target.topic, partition=target.partition))


async def adapter(settings: Settings, events: Sequence[Message], batch: int) -> float:
    """Seconds a record."""
    async with opened(log_of(settings)) as log:
        ownership = await log.own(_SOURCE, "benchmark")
        positions: Positions = {Topic.PARCELS: 0}
        commits: list[float] = []
        while (position := positions[Topic.PARCELS]) < len(events):
            records = await log.poll(ownership, positions, batch, 0)
            positions = {Topic.PARCELS: records[-1].offset + 1}
            outputs = [
                (Topic.MATCHES, Message(record.key, record.value, event.headers))
                for record, event in zip(records, events[position : position + batch], strict=True)
            ]
            await log.commit(ownership, outputs, positions)
            commits.append(time.perf_counter())
    return (commits[-1] - commits[0]) / (len(events) - batch)
