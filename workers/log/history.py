"""The log's past as events: what was folded and what came of it, cut between two commits."""

from collections.abc import AsyncIterator

from contracts.envelope import Refused, from_record
from contracts.event import Event
from contracts.record import Record
from contracts.reject import EventRejected
from contracts.topics import INPUT_TOPICS, OUTPUT_TOPICS, Topic
from workers.log.port import Cut, EventLog

_PAGE = 1000


async def folded_inputs(log: EventLog, at: Cut) -> AsyncIterator[Event]:
    """The input events that were decided on, topic after topic; without those that were rejected."""
    rejected = {place async for place in _rejected(log, at)}
    for topic in INPUT_TOPICS:
        async for record in records(log, topic, at.partition, at.consumed[topic]):
            if (record.topic, record.offset) not in rejected:
                event = _event(record, log.partitions)
                if event is not None:
                    yield event


async def outputs(log: EventLog, at: Cut) -> AsyncIterator[Event]:
    """What the owners wrote: decisions and plans, then rejections, each in order."""
    for topic in OUTPUT_TOPICS:
        async for record in records(log, topic, at.partition, at.ends[topic]):
            event = _event(record, log.partitions)
            if event is not None:
                yield event


async def records(log: EventLog, topic: Topic, partition: int, end: int, start: int = 0) -> AsyncIterator[Record]:
    """The records of a topic from one offset on and before another, page by page."""
    offset = start
    while offset < end:
        page = [record for record in await log.read(topic, partition, offset, _PAGE) if record.offset < end]
        if not page:
            return  # a log may count more than records
        for record in page:
            yield record
        offset = page[-1].offset + 1


async def _rejected(log: EventLog, at: Cut) -> AsyncIterator[tuple[str, int]]:
    async for record in records(log, Topic.REJECTS, at.partition, at.ends[Topic.REJECTS]):
        event = _event(record, log.partitions)
        if event is not None and isinstance(event.data, EventRejected):
            yield event.data.topic, event.data.offset


def _event(record: Record, partitions: int) -> Event | None:
    """None for a record that nobody can read: what it was is told by its rejection."""
    try:
        return from_record(record, partitions)
    except Refused:
        return None
