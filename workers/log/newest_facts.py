"""The newest facts about an area and some of its stops, read from the end of the log backwards."""

from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass, field

from contracts.area import AreaPublished
from contracts.envelope import Refused, from_record
from contracts.event import KIND_OF_BODY
from contracts.partitioning import partition_of
from contracts.record import Record
from contracts.stop import StopPublished
from contracts.topics import Topic
from workers.log.history import records
from workers.log.port import EventLog

_PAGE = 100
"""Read backwards; all of a page is held at once."""
_AREA, _STOP = (KIND_OF_BODY[body].ce_type.encode() for body in (AreaPublished, StopPublished))


@dataclass(slots=True)
class AreaFacts:
    """What was last published about an area. `stops`: of those asked for, by id, the ones that are published."""

    area: AreaPublished | None = None
    stops: dict[str, StopPublished] = field(default_factory=dict)


async def published_areas(log: EventLog) -> list[str]:
    """The names of all areas the log knows, sorted."""
    areas: set[str] = set()
    for partition in range(log.partitions):
        end = (await log.ends(partition))[Topic.TIMETABLES]
        async for record in records(log, Topic.TIMETABLES, partition, end):
            if _type_of(record) == _AREA and record.key is not None:
                areas.add(record.key.decode(errors="replace"))
    return sorted(areas)


async def newest_facts(log: EventLog, area: str, stop_ids: Collection[str]) -> AreaFacts:
    """The area's settings and the named stops. It reads no further back than it has to."""
    facts = AreaFacts()
    async for record in _backwards(log, Topic.TIMETABLES, partition_of(area, log.partitions)):
        if record.key != area.encode() or _type_of(record) not in {_AREA, _STOP}:
            continue
        _take(facts, record, log.partitions, stop_ids)
        if facts.area is not None and len(facts.stops) == len(stop_ids):
            break
    return facts


def _take(facts: AreaFacts, record: Record, partitions: int, stop_ids: Collection[str]) -> None:
    try:
        body = from_record(record, partitions).data
    except Refused:
        return
    if isinstance(body, AreaPublished) and facts.area is None:
        facts.area = body
    if isinstance(body, StopPublished) and body.stop_id in stop_ids:
        facts.stops.setdefault(body.stop_id, body)


async def _backwards(log: EventLog, topic: Topic, partition: int) -> AsyncIterator[Record]:
    end = (await log.ends(partition))[topic]
    while end > 0:
        start = max(0, end - _PAGE)
        page = [record async for record in records(log, topic, partition, end, start)]
        for record in reversed(page):
            yield record
        end = start


def _type_of(record: Record) -> bytes:
    return next((value for name, value in record.headers if name == "ce_type"), b"")
