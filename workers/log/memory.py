"""The event log in memory: for `plan`, which needs no durability, and for tests."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from contracts.partitioning import DEFAULT_PARTITIONS
from contracts.record import Message, Record
from contracts.topics import INPUT_TOPICS, Topic
from workers.errors import Fenced
from workers.log.backlog import by_partition, check_partition, fill, read_backlog
from workers.log.bell import Bell
from workers.log.lease import DEFAULT_LEASE_S, Lease, steady_ms
from workers.log.port import Cut, Output, Ownership, Positions, is_beyond
from workers.log.steps import Fault, Step, around, no_fault


@dataclass(slots=True)
class _Holder:
    owner: str = ""
    epoch: int = 0
    lease: Lease | None = None


class MemoryLog:
    """An EventLog that lives as long as the object. For one thread."""

    def __init__(self, partitions: int = DEFAULT_PARTITIONS, *, lease_s: float = DEFAULT_LEASE_S) -> None:
        self._partitions = partitions
        self._lease_ms = int(lease_s * 1000)
        self._records: dict[tuple[Topic, int], list[Record]] = {
            (topic, partition): [] for topic in Topic for partition in range(partitions)
        }
        self._committed: dict[tuple[Topic, int], int] = {}
        self._holders = [_Holder() for _ in range(partitions)]
        self._bell = Bell()

    @property
    def partitions(self) -> int:
        """How many partitions each topic has."""
        return self._partitions

    @property
    def trouble(self) -> None:
        """None: whoever uses it is told at once."""

    @property
    def lease_s(self) -> float:
        """How long an owner counts as alive."""
        return self._lease_ms / 1000

    async def append(self, topic: Topic, messages: Sequence[Message], *, partition: int | None = None) -> None:
        """Publish messages in order."""
        groups = by_partition(messages, self._partitions) if partition is None else {partition: messages}
        for number, group in groups.items():
            check_partition(number, self._partitions)
            for message in group:
                self._put(topic, number, message)
        self._bell.ring()

    async def read(self, topic: Topic, partition: int, offset: int, limit: int | None = None) -> Sequence[Record]:
        """At most `limit` records from `offset` on."""
        check_partition(partition, self._partitions)
        return fill(self._records[topic, partition][offset:], limit)

    async def ends(self, partition: int) -> Positions:
        """Per topic, the position after the last record."""
        check_partition(partition, self._partitions)
        return {topic: len(self._records[topic, partition]) for topic in Topic}

    async def news(self, seen: Mapping[int, Positions], timeout_s: float) -> Mapping[int, Positions]:
        """The ends of the partitions that have a record beyond `seen`."""

        async def look() -> Mapping[int, Positions]:
            ends = {partition: await self.ends(partition) for partition in range(self._partitions)}
            return {partition: there for partition, there in ends.items() if is_beyond(there, seen.get(partition, {}))}

        return await self._bell.read_when_rung(look, timeout_s)

    async def committed(self, partition: int) -> Positions:
        """Per input topic, the consumed position."""
        check_partition(partition, self._partitions)
        return {topic: self._committed.get((topic, partition), 0) for topic in INPUT_TOPICS}

    async def cut(self, partition: int) -> Cut:
        """The partition as it is now."""
        return Cut(partition, await self.committed(partition), await self.ends(partition))

    async def own(self, partition: int, owner: str) -> Ownership:
        """Take the partition whoever has it."""
        check_partition(partition, self._partitions)
        return self._take(partition, owner)

    async def resume(self, ownership: Ownership) -> Ownership:
        """The same, if it is still ours, with a new lease."""
        if not await self.renew([ownership]):
            raise Fenced(ownership.partition, ownership.owner)
        return ownership

    async def claim(self, wanted: Collection[int], owner: str) -> Sequence[Ownership]:
        """Take those of the wanted partitions that have no owner with a running lease."""
        return [self._take(partition, owner) for partition in wanted if self._is_vacant(partition)]

    async def renew(self, ownerships: Collection[Ownership]) -> Sequence[Ownership]:
        """Begin a new lease for each that is still ours."""
        ours = [ownership for ownership in ownerships if self._is_current(ownership)]
        for ownership in ours:
            self._holders[ownership.partition].lease = Lease(steady_ms(), self._lease_ms)
        return ours

    async def owners(self) -> Mapping[int, str]:
        """Who holds each partition by a running lease."""
        return {
            number: self._holders[number].owner for number in range(self._partitions) if not self._is_vacant(number)
        }

    async def release(self, ownership: Ownership) -> None:
        """Give the partition back."""
        if self._is_current(ownership):
            self._holders[ownership.partition] = _Holder(epoch=ownership.epoch + 1)

    async def poll(
        self, ownership: Ownership, positions: Positions, limit: int | None, timeout_s: float
    ) -> Sequence[Record]:
        """Input records from `positions` on, or wait for one."""

        async def read() -> Sequence[Record]:
            return read_backlog(
                lambda topic, offset: self._records[topic, ownership.partition][offset:], positions, limit
            )

        return await self._bell.read_when_rung(read, timeout_s)

    async def commit(
        self, ownership: Ownership, outputs: Sequence[Output], positions: Positions, fault: Fault = no_fault
    ) -> None:
        """Outputs and positions in one step: nothing is touched before DURABLE."""
        if not self._is_current(ownership):
            raise Fenced(ownership.partition, ownership.owner)
        with around(Step.APPEND, fault):
            staged = tuple(outputs)
        with around(Step.POSITIONS, fault):
            consumed = {(topic, ownership.partition): position for topic, position in positions.items()}
        with around(Step.DURABLE, fault):
            for topic, message in staged:
                self._put(topic, ownership.partition, message)
            self._committed.update(consumed)
        self._bell.ring()

    async def close(self) -> None:
        """Nothing to let go of."""

    def _put(self, topic: Topic, partition: int, message: Message) -> None:
        records = self._records[topic, partition]
        records.append(Record(topic, partition, len(records), message.key, message.value, message.headers))

    def _take(self, partition: int, owner: str) -> Ownership:
        epoch = self._holders[partition].epoch + 1
        self._holders[partition] = _Holder(owner, epoch, Lease(steady_ms(), self._lease_ms))
        return Ownership(partition, owner, epoch)

    def _is_vacant(self, partition: int) -> bool:
        lease = self._holders[partition].lease
        return lease is None or not lease.running(steady_ms())

    def _is_current(self, ownership: Ownership) -> bool:
        return self._holders[ownership.partition].epoch == ownership.epoch
