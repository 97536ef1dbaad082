"""The port to the event log: what a publisher, a matching worker and a reader need of any log.

How workers share the partitions differs: by leases that stand in the log itself (`LeasedLog`), or as
members of a group that somebody else looks after (`Membership`). Whoever owns a partition, whatever the
way, is the only one who can commit for it.

Topics have the same number of partitions. A position is where the next record is read: the offset
of a record plus one once it is consumed. Every adapter passes `tests/conformance/event_log.py`.

Pages are bounded: whoever asks for at most so many records also gets none beyond the one that brings
their values to PAGE_BYTES, and at least one if there is one. So a short page says nothing about the end.
Only `limit=None` is everything there is, however much: for decisions offline, which hold it all anyway.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

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


@dataclass(frozen=True, slots=True)
class Cut:
    """A partition between two commits: what is consumed, and what came of it."""

    partition: int
    consumed: Positions
    """Up to where the inputs were decided on."""
    ends: Positions
    """Up to where every topic was written."""

    @property
    def waiting(self) -> int:
        """How many inputs were there and not decided on."""
        return lag(self.ends, self.consumed)


class EventLog(Protocol):
    """An ordered, durable, partitioned log. All methods may raise LogError."""

    @property
    def partitions(self) -> int:
        """How many partitions each topic has. Never changes."""
        ...

    @property
    def trouble(self) -> str | None:
        """Why it can hardly be used at present, though nobody may have noticed yet; None while it can."""
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

    async def cut(self, partition: int) -> Cut:
        """The partition as its newest commit left it: the positions and the outputs of the same moment."""
        ...

    async def own(self, partition: int, owner: str) -> Ownership:
        """Take the partition whoever has it: raises the epoch and so fences the former owner."""
        ...

    async def resume(self, ownership: Ownership) -> Ownership:
        """The right to go on after a failure, perhaps under a higher epoch.

        Raises Fenced when another has taken the partition since.
        """
        ...

    async def owners(self) -> Mapping[int, str]:
        """Who is believed to be alive and to own each partition; one that is missing has nobody."""
        ...

    async def release(self, ownership: Ownership) -> None:
        """Give the partition back, so that another may have it at once. Does nothing when fenced."""
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
        it may or may not have happened: whoever wants to go on calls `resume` and reads from the log
        what is committed. `fault` is called around the steps APPEND, POSITIONS and DURABLE; the first
        two may change places, since neither can be seen before the third.
        """
        ...

    async def close(self) -> None:
        """Let go of files and sockets. Ownerships are not released."""
        ...


@runtime_checkable
class LeasedLog(EventLog, Protocol):
    """A log in which every ownership has a lease: how long an owner that is not heard of counts as alive."""

    @property
    def lease_s(self) -> float:
        """How long an owner counts as alive after it last renewed."""
        ...

    async def claim(self, wanted: Collection[int], owner: str) -> Sequence[Ownership]:
        """Take those of the wanted partitions that have no owner with a running lease."""
        ...

    async def renew(self, ownerships: Collection[Ownership]) -> Sequence[Ownership]:
        """Begin a new lease for each; returns those that are still ours."""
        ...


class Membership(Protocol):
    """One worker's part in a group that deals the partitions out among its members. May raise LogError."""

    @property
    def name(self) -> str:
        """Under which the group knows the worker."""
        ...

    @property
    def dealt(self) -> Collection[int]:
        """What the group has dealt to the worker, as far as it has heard: a worker that slept may be behind."""
        ...

    async def owners(self) -> Mapping[int, str]:
        """To whom the group has dealt each partition, as it knows itself; while it deals anew, to nobody."""
        ...

    async def leave(self) -> None:
        """Make room: the group deals anew at once."""
        ...


def is_beyond(ends: Positions, seen: Positions) -> bool:
    """Whether any topic has a record that was not seen."""
    return any(end > seen.get(topic, 0) for topic, end in ends.items())


def lag(ends: Positions, positions: Positions) -> int:
    """How many input records lie between the consumed positions and the ends."""
    return sum(ends.get(topic, 0) - positions.get(topic, 0) for topic in INPUT_TOPICS)
