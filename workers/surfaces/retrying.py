"""Publishing a rejected input again: the same bytes, to the topic and partition where they belong."""

import base64
from dataclasses import dataclass

from contracts.envelope import Refused, from_record
from contracts.record import Message, Record
from contracts.reject import EventRejected
from contracts.topics import INPUT_TOPICS, Topic
from workers.log.port import EventLog
from workers.views.projection import RETRY_HEADER
from workers.views.rejects import Reject


@dataclass(frozen=True, slots=True)
class Retried:
    """What became of a retry: published where, or why not."""

    reject_id: str
    published: bool
    sentence: str


async def retry(log: EventLog, reject: Reject, *, force: bool = False) -> Retried:
    """Publish a rejected input again, unless it has been or would be rejected again for what it is.

    `force`: publish it all the same. The record is marked as retry, so that nobody does it twice.
    """
    reject_id = reject.row.reject_id
    if reject.retry is not None and not force:
        return Retried(reject_id, published=False, sentence=f"{reject_id} has been published again already.")
    record = await original(log, reject)
    if record is None:
        return Retried(
            reject_id, published=False, sentence=f"{reject_id} is no longer in the log, and was too large to be kept."
        )
    home = home_of(record, log.partitions)
    if isinstance(home, Refused):
        if not force:
            sentence = f"{reject_id} would be rejected again: {home.sentence}"
            return Retried(reject_id, published=False, sentence=sentence)
        home = (Topic(record.topic), record.partition)
    topic, partition = home
    await log.append(topic, [_marked(record, reject_id)], partition=partition)
    return Retried(reject_id, published=True, sentence=f"{reject_id} is published again on {topic}/{partition}.")


async def original(log: EventLog, reject: Reject) -> Record | None:
    """The rejected record: from where it stands, else as the rejection kept it; None = neither has it."""
    row = reject.row
    there = await _at(log, Topic(row.topic), row.partition, row.record_offset)
    if there is not None:
        return there
    rejected = await _at(log, Topic.REJECTS, row.partition, row.offset)
    body = None if rejected is None else from_record(rejected, log.partitions).data
    if not isinstance(body, EventRejected) or body.payload_base64 is None:
        return None
    headers = tuple((name, value.encode()) for name, value in body.headers.items())
    key = row.area.encode() if body.headers else None
    return Record(row.topic, row.partition, row.record_offset, key, base64.b64decode(body.payload_base64), headers)


def home_of(record: Record, partitions: int) -> tuple[Topic, int] | Refused:
    """Where a record would be understood: its own place first; the refusal there if it is nowhere."""
    own = _refusal(record, partitions)
    if own is None:
        return Topic(record.topic), record.partition
    for topic in INPUT_TOPICS:
        for partition in range(partitions):
            if _refusal(record._replace(topic=topic, partition=partition), partitions) is None:
                return topic, partition
    return own


def _refusal(record: Record, partitions: int) -> Refused | None:
    try:
        from_record(record, partitions)
    except Refused as refused:
        return refused
    return None


async def _at(log: EventLog, topic: Topic, partition: int, offset: int) -> Record | None:
    found = await log.read(topic, partition, offset, 1)
    return found[0] if found and found[0].offset == offset else None


def _marked(record: Record, reject_id: str) -> Message:
    headers = tuple(header for header in record.headers if header[0] != RETRY_HEADER)
    return Message(record.key, record.value, (*headers, (RETRY_HEADER, reject_id.encode())))
