"""Sending many messages to one partition, in batches that are built here: one future each, not one per message."""

import asyncio
from collections.abc import Iterator, Sequence
from typing import Any

from aiokafka import AIOKafkaProducer, TopicPartition

from contracts.record import Message
from workers.errors import LogError


async def send(producer: AIOKafkaProducer, place: TopicPartition, messages: Sequence[Message]) -> int:
    """Send messages in order; when all are taken, the position after the last of them.

    aiokafka ends a transaction even if some of its batches failed: so each has to be waited for.
    """
    sent: list[asyncio.Future[Any]] = []
    try:
        for batch in _batches(producer, messages):
            sent.append(await producer.send_batch(batch, place.topic, partition=place.partition))
            count = int(batch.record_count())
        taken = await asyncio.gather(*sent)
    except BaseException:
        for future in sent:
            future.cancel()  # their failures are this one
        raise
    if taken[-1].offset < 0:
        raise LogError(f"Kafka took messages for {place.topic} twice and does not say where they stand.")
    return int(taken[-1].offset) + count


def _batches(producer: AIOKafkaProducer, messages: Sequence[Message]) -> Iterator[Any]:
    batch = producer.create_batch()
    for message in messages:
        if not _fits(batch, message):
            yield batch
            batch = producer.create_batch()
            _fits(batch, message)  # the first always does
    if batch.record_count() > 0:
        yield batch


def _fits(batch: Any, message: Message) -> bool:
    headers = list(message.headers)
    return batch.append(timestamp=None, key=message.key, value=message.value, headers=headers) is not None
