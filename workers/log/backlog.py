"""The order in which a worker reads what it has not consumed yet, and where each message goes."""

from collections.abc import Callable, Iterable
from itertools import chain, islice

from contracts.partitioning import partition_of
from contracts.record import Message, Record
from contracts.topics import INPUT_TOPICS, Topic
from workers.errors import InputError
from workers.log.port import PAGE_BYTES, Positions

Read = Callable[[Topic, int], Iterable[Record]]
"""Reads a topic from an offset on, only as far as somebody goes on."""


def fill(records: Iterable[Record], limit: int | None) -> list[Record]:
    """A page of them: at most `limit`, and none after the values have come to PAGE_BYTES. None = all."""
    if limit is None:
        return list(records)
    page: list[Record] = []
    size = 0
    for record in islice(records, limit):
        page.append(record)
        size += len(record.value)
        if size >= PAGE_BYTES:
            break
    return page


def read_backlog(read: Read, positions: Positions, limit: int | None) -> list[Record]:
    """Timetables first, then updates, then parcels: who decides should know the buses by then."""
    return fill(chain.from_iterable(read(topic, positions.get(topic, 0)) for topic in INPUT_TOPICS), limit)


def by_partition(messages: Iterable[Message], partitions: int) -> dict[int, list[Message]]:
    """Each message under the partition of its key, order kept. Raises InputError for one without key."""
    home: dict[bytes, int] = {}
    groups: dict[int, list[Message]] = {}
    for message in messages:
        if message.key is None:
            raise InputError("A message without key has no partition of its own: name one.")
        if message.key not in home:
            home[message.key] = partition_of(message.key.decode(), partitions)
        groups.setdefault(home[message.key], []).append(message)
    return groups


def check_partition(partition: int, partitions: int) -> None:
    """Refuse a partition number that the log does not have. Raises InputError."""
    if not 0 <= partition < partitions:
        raise InputError(f"The log has partitions 0 to {partitions - 1}, not {partition}.")
