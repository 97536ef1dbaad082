"""Taking fetched records out of a consumer, as records of ours."""

import time
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition

from contracts.record import Record
from contracts.topics import Topic
from workers.errors import LogError

_PATIENCE_S = 15.0
_STEP_MS = 500


async def take(
    consumer: AIOKafkaConsumer, place: TopicPartition, topic: Topic, limit: int | None, timeout_s: float
) -> list[Record]:
    """What is fetched of one partition, at most `limit`; waits for it, at most `timeout_s`.

    A record whose header names are not UTF-8, which aiokafka cannot read, comes without headers, key
    and value, and so does what follows it in the batch of its publisher: they are rejected as any other
    that says nothing, and what comes after them is read.
    """
    try:
        found = await consumer.getmany(place, timeout_ms=int(timeout_s * 1000), max_records=limit)
    except UnicodeDecodeError:
        consumer.seek(place, await consumer.position(place))
        readable = await _up_to_the_unreadable(consumer, place, topic)
        return readable or await _over_the_unreadable(consumer, place, topic)
    return [record_of(topic, message) for message in found.get(place, ())]


def record_of(topic: Topic, message: Any) -> Record:
    """Foreign clients may send no value, and headers without one."""
    headers = message.headers
    for header in headers:
        if header[1] is None:
            headers = tuple([(name, b"" if value is None else value) for name, value in headers])
            break
    return Record(topic, message.partition, message.offset, message.key, message.value or b"", headers)


async def _up_to_the_unreadable(consumer: AIOKafkaConsumer, place: TopicPartition, topic: Topic) -> list[Record]:
    """One record after the other, up to that which cannot be read: it is known to be ahead."""
    records: list[Record] = []
    deadline = time.monotonic() + _PATIENCE_S
    while time.monotonic() < deadline:
        try:
            found = await consumer.getmany(place, timeout_ms=_STEP_MS, max_records=1)
        except UnicodeDecodeError:
            return records
        records += [record_of(topic, message) for message in found.get(place, ())]
    raise LogError(f"Kafka: nothing comes of {place.topic} {place.partition}, though there is more.")


async def _over_the_unreadable(consumer: AIOKafkaConsumer, place: TopicPartition, topic: Topic) -> list[Record]:
    """From where we stand up to the end of the batch: the next offset from which something can be read."""
    offset = await consumer.position(place)
    unreadable: list[Record] = []
    while True:
        unreadable.append(Record(topic, place.partition, offset, None, b""))
        offset += 1
        consumer.seek(place, offset)
        try:
            await consumer.getmany(place, timeout_ms=_STEP_MS, max_records=1)
        except UnicodeDecodeError:
            continue
        consumer.seek(place, offset)
        return unreadable
