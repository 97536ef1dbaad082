"""The order in which a worker reads what it has not consumed yet, and where each message goes."""

from collections.abc import Callable, Iterable, Sequence

from contracts.partitioning import partition_of
from contracts.record import Message, Record
from contracts.topics import INPUT_TOPICS, Topic
from workers.errors import InputError
from workers.log.port import Positions

Read = Callable[[Topic, int, int | None], Sequence[Record]]
"""Reads a topic from an offset on, at most so many records (None = all)."""


def read_backlog(read: Read, positions: Positions, limit: int | None) -> list[Record]:
    """Timetables first, then updates, then parcels: who decides should know the buses by then."""
    records: list[Record] = []
    for topic in INPUT_TOPICS:
        room = None if limit is None else limit - len(records)
        if room == 0:
            break
        records.extend(read(topic, positions.get(topic, 0), room))
    return records


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
