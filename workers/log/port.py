"""The port to the event log: what a publisher, a matching worker and a reader need of any log.

Topics have the same number of partitions. A position is where the next record is read: the offset
of a record plus one once it is consumed. Every adapter passes `tests/conformance/event_log.py`.

Pages are bounded: whoever asks for at most so many records also gets none beyond the one that brings
their values to PAGE_BYTES, and at least one if there is one. So a short page says nothing about the end.
Only `limit=None` is everything there is, however much: for decisions offline, which hold it all anyway.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from contracts.record import Message, Record
from contracts.topics import INPUT_TOPICS, Topic
from workers.log.steps import Fault, no_fault

PAGE_BYTES = 8 * 1024 * 1024
"""A page of records ends with the one that brings its values to this size."""

Positions = Mapping[Topic, int]
"""Per topic, the offset to read next; a topic that is missing starts at 0."""

Output = tuple[Topic, Message]
"""A message that the owner of a partition writes to the same partition of a topic."""


@dataclass(frozen=True, slots=True)
class Ownership:
    """The right to commit for one partition number of every topic, until somebody raises the epoch."""

    partition: int
    owner: str
    epoch: int


class EventLog(Protocol):
    """An ordered, durable, partitioned log. All methods may raise LogError."""

    @property
    def partitions(self) -> int:
        """How many partitions each topic has. Never changes."""
        ...

    @property
    def lease_s(self) -> float:
        """How long an owner counts as alive after it last renewed."""
        ...

    async def append(self, topic: Topic, messages: Sequence[Message], *, partition: int | None = None) -> None:
        """Publish messages in order; they are durable when it returns.

        Each goes to the partition of its key, or all of them to `partition`. A long list may become
        visible bit by bit.
        """
        ...

    async def read(self, topic: Topic, partition: int, offset: int, limit: int | None = None) -> Sequence[Record]:
        """A page of at most `limit` committed records from `offset` on, without owning anything."""
        ...

    async def ends(self, partition: int) -> Positions:
        """Per topic, the position after the last committed record."""
        ...

    async def news(self, seen: Mapping[int, Positions], timeout_s: float) -> Mapping[int, Positions]:
        """The ends of the partitions that have a committed record beyond `seen`, without owning anything.

        A partition or topic that is missing there has been seen up to 0. With nothing new it waits, at
        most `timeout_s`; an empty answer means that nothing came. The ends of a partition are of one
        moment: below them no decision stands without the records it was made from.
        """
        ...

    async def committed(self, partition: int) -> Positions:
        """Per input topic, the position up to which the partition's owners have consumed it."""
        ...

    async def own(self, partition: int, owner: str) -> Ownership:
        """Take the partition whoever has it: raises the epoch and so fences the former owner."""
        ...

    async def claim(self, wanted: Collection[int], owner: str) -> Sequence[Ownership]:
        """Take those of the wanted partitions that have no owner with a running lease."""
        ...

    async def renew(self, ownerships: Collection[Ownership]) -> Sequence[Ownership]:
        """Begin a new lease for each; returns those that are still ours."""
        ...

    async def owners(self) -> Mapping[int, str]:
        """Who holds each partition by a running lease; a partition that is missing has nobody."""
        ...

    async def release(self, ownership: Ownership) -> None:
        """Give the partition back, so that another may claim it at once. Does nothing when fenced."""
        ...

    async def poll(
        self, ownership: Ownership, positions: Positions, limit: int | None, timeout_s: float
    ) -> Sequence[Record]:
        """A page of at most `limit` records of the input topics from `positions` on.

        A backlog is read topic after topic in the order of INPUT_TOPICS. With nothing there it waits
        for a record, at most `timeout_s`; an empty answer means that none came.
        """
        ...

    async def commit(
        self, ownership: Ownership, outputs: Sequence[Output], positions: Positions, fault: Fault = no_fault
    ) -> None:
        """Append outputs and store consumed positions in one atomic, durable step.

        Raises Fenced, with nothing written, when the epoch is no longer ours. After any other error
        it may or may not have happened: what is committed is read from the log again. `fault` is
        called around the steps APPEND, POSITIONS and DURABLE.
        """
        ...

    async def close(self) -> None:
        """Let go of files and sockets. Ownerships are not released."""
        ...


def is_beyond(ends: Positions, seen: Positions) -> bool:
    """Whether any topic has a record that was not seen."""
    return any(end > seen.get(topic, 0) for topic, end in ends.items())


def lag(ends: Positions, positions: Positions) -> int:
    """How many input records lie between the consumed positions and the ends."""
    return sum(ends.get(topic, 0) - positions.get(topic, 0) for topic in INPUT_TOPICS)
