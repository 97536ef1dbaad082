"""The Kafka adapter: the port's methods, each handed to the part that does it."""

import asyncio
from collections.abc import Coroutine, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, Self

from aiokafka.admin import AIOKafkaAdminClient

from contracts.record import Message, Record
from contracts.topics import OUTPUT_TOPICS, Topic
from workers.errors import Fenced, InputError, LogError
from workers.log.backlog import by_partition, check_partition
from workers.log.kafka.cluster import Cluster
from workers.log.kafka.discarding import discard
from workers.log.kafka.ear import Ear
from workers.log.kafka.ends import Ends
from workers.log.kafka.inbox import Inbox
from workers.log.kafka.ledger import Entry, Ledger
from workers.log.kafka.members import members
from workers.log.kafka.publisher import Publisher
from workers.log.kafka.pulse import Pulse
from workers.log.kafka.reader import Reader
from workers.log.kafka.settings import KafkaSettings
from workers.log.kafka.translation import ANY, translated
from workers.log.kafka.writer import Writer
from workers.log.port import Cut, Output, Ownership, Positions, is_beyond
from workers.log.steps import Fault, no_fault

_LOOK_S = 1.0
"""So often at least one who waits for news looks for himself."""

_KEEP_S = 6 * 3600.0
"""The cluster forgets positions, and who its writers are, when they have not been heard of for days."""

_BLINK_S = 0.002
_CLOSING_S = 10.0


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where one ownership works."""

    writer: Writer
    inbox: Inbox


class KafkaLog:
    """An EventLog on a Kafka cluster. Belongs to the event loop it was opened in.

    Use `await KafkaLog.open(settings)`, or `async with await KafkaLog.open(settings) as log`. The topics
    have to be there (`ridealong topics apply`).
    """

    def __init__(self, cluster: Cluster, admin: AIOKafkaAdminClient, partitions: int) -> None:
        self._cluster = cluster
        self._admin = admin
        self._partitions = partitions
        self._topics = {cluster.place(topic, p): topic for topic in Topic for p in range(partitions)}
        self._pulse = Pulse()
        self._reader = Reader(cluster, self._topics, self._pulse)
        self._ends = Ends(cluster, self._reader)
        self._ledger = Ledger(cluster, admin, self._pulse)
        self._publisher = Publisher(cluster)
        self._ear = Ear(cluster, self._topics)
        self._desks: dict[Ownership, _Desk] = {}
        self._unseen: dict[int, Entry] = {}
        self._leaving: set[asyncio.Task[None]] = set()

    @classmethod
    async def open(cls, settings: KafkaSettings) -> Self:
        """Connect to the cluster.

        Raises
        ------
        InputError
            The topics are not there or differ in the number of partitions, or the settings cannot be used.
        LogError
            No broker answers.
        """
        cluster = Cluster(settings)
        admin = await cluster.connect()
        try:
            with translated("asking for the topics"):
                async with asyncio.timeout(settings.own_timeout_s):
                    partitions = await _partitions(cluster, admin)
        except BaseException:
            await admin.close()
            raise
        return cls(cluster, admin, partitions)

    @property
    def partitions(self) -> int:
        """How many partitions each topic has."""
        return self._partitions

    @property
    def trouble(self) -> str | None:
        """For how long no broker has answered, once that is a reason to worry."""
        return self._pulse.trouble

    async def append(self, topic: Topic, messages: Sequence[Message], *, partition: int | None = None) -> None:
        """Publish messages in order, acknowledged by all replicas in sync."""
        groups = by_partition(messages, self._partitions) if partition is None else {partition: messages}
        for number in groups:
            check_partition(number, self._partitions)
        await self._publisher.publish({self._cluster.place(topic, number): group for number, group in groups.items()})

    async def read(self, topic: Topic, partition: int, offset: int, limit: int | None = None) -> Sequence[Record]:
        """At most `limit` committed records from `offset` on."""
        await self._see(partition)
        return await self._reader.read(self._cluster.place(topic, partition), offset, limit)

    async def ends(self, partition: int) -> Positions:
        """Per topic, the position after the last committed record, whatever marks stand behind it."""
        await self._see(partition)
        return await self._ends_now(partition)

    async def news(self, seen: Mapping[int, Positions], timeout_s: float) -> Mapping[int, Positions]:
        """The ends of the partitions that have a committed record beyond `seen`."""
        for partition in list(self._unseen):
            await self._see(partition)
        loop = asyncio.get_running_loop()
        deadline = loop.time() + timeout_s
        while True:
            ends = await self._ends.of(range(self._partitions))
            found = {partition: there for partition, there in ends.items() if is_beyond(there, seen.get(partition, {}))}
            left_s = deadline - loop.time()
            if found or left_s <= 0:
                return found
            await self._ear.listen(self._ends.stable, min(left_s, _LOOK_S))

    async def committed(self, partition: int) -> Positions:
        """Per input topic, the consumed position."""
        await self._see(partition)
        return (await self._ledger.read(partition) or Entry()).consumed

    async def cut(self, partition: int) -> Cut:
        """What the newest commit says of itself: how far it had consumed, and how far the outputs then reached."""
        await self._see(partition)
        entry = await self._ledger.read(partition) or Entry()
        written = entry.written or {}
        ends = await self._ends_beyond(partition, written)
        return Cut(partition, entry.consumed, {**ends, **written})

    async def own(self, partition: int, owner: str) -> Ownership:
        """Take the partition whoever has it: starting our producer fences the former owner's."""
        check_partition(partition, self._partitions)
        for former in [former for former in self._desks if former.partition == partition]:
            self._retire(former)
        producer = self._cluster.transactional(partition, owner)
        try:
            with translated(f"taking partition {partition}"):
                async with asyncio.timeout(self._cluster.settings.own_timeout_s):
                    await producer.start()  # from here on nobody else can commit, and nothing is half done
                    last = await self._last_entry(partition)
                    ownership = Ownership(partition, owner, last.epoch + 1)
                    entry = replace(last, epoch=ownership.epoch, owner=owner)
                    writer = Writer(self._cluster, ownership, producer, entry)
                    await writer.commit((), {}, no_fault)  # says whose it is, and keeps the positions from expiring
        except BaseException:
            self._in_background(discard(producer))
            raise
        self._unseen[partition] = writer.entry
        self._desks[ownership] = _Desk(writer, Inbox(self._cluster, partition, self._reader.ends))
        return ownership

    async def resume(self, ownership: Ownership) -> Ownership:
        """The same ownership while its producer is sound, or else one with a new producer."""
        await self._see(ownership.partition)
        entry = await self._ledger.read(ownership.partition)
        if entry is None or entry.epoch != ownership.epoch or entry.owner != ownership.owner:
            self._retire(ownership)
            raise Fenced(ownership.partition, ownership.owner)
        desk = self._desks.get(ownership)
        if desk is not None and desk.writer.usable:
            return ownership
        return await self.own(ownership.partition, ownership.owner)

    async def owners(self) -> Mapping[int, str]:
        """To whom the group of the workers has given each partition, as its coordinator has it."""
        with self._pulse.asking():
            return await members(self._cluster, self._admin)

    async def release(self, ownership: Ownership) -> None:
        """Give the partition back."""
        self._retire(ownership)

    async def poll(
        self, ownership: Ownership, positions: Positions, limit: int | None, timeout_s: float
    ) -> Sequence[Record]:
        """Input records from `positions` on, or wait for one."""
        desk = self._desk(ownership)
        if desk.writer.idle_s > _KEEP_S:
            await self.commit(ownership, (), {})
        return await desk.inbox.poll(positions, limit, timeout_s)

    async def commit(
        self, ownership: Ownership, outputs: Sequence[Output], positions: Positions, fault: Fault = no_fault
    ) -> None:
        """Outputs and all input positions in one transaction; here POSITIONS comes before APPEND."""
        writer = self._desk(ownership).writer
        try:
            await writer.commit(outputs, positions, fault)
        except Fenced:
            self._retire(ownership)
            raise
        finally:
            self._unseen[ownership.partition] = writer.entry

    async def close(self) -> None:
        """Let go of all connections. Ownerships are not released."""
        for ownership in list(self._desks):
            self._retire(ownership)
        await asyncio.gather(*self._leaving, self._reader.close(), self._ear.close(), self._publisher.close())
        with suppress(*ANY):
            async with asyncio.timeout(_CLOSING_S):
                await self._admin.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_exception: object) -> None:
        await self.close()

    def _desk(self, ownership: Ownership) -> _Desk:
        desk = self._desks.get(ownership)
        if desk is None:
            raise Fenced(ownership.partition, ownership.owner)
        return desk

    def _retire(self, ownership: Ownership) -> None:
        """Nothing is committed under this ownership from here on."""
        desk = self._desks.pop(ownership, None)
        if desk is not None:
            desk.writer.usable = False
            self._in_background(desk.writer.close())
            self._in_background(desk.inbox.close())

    def _in_background(self, work: Coroutine[Any, Any, None]) -> None:
        """What takes its time while brokers are away, and nobody waits for before the end."""
        task = asyncio.create_task(work)
        self._leaving.add(task)
        task.add_done_callback(self._leaving.discard)

    async def _see(self, partition: int) -> None:
        """Return when what we committed can be read: whoever asks here sees at least that."""
        check_partition(partition, self._partitions)
        entry = self._unseen.get(partition)
        if entry is None:
            return
        with translated("waiting for what was committed"):
            async with asyncio.timeout(self._cluster.settings.commit_timeout_s):
                seen = await self._ledger.read(partition)
                while seen is None or seen.commits < entry.commits:
                    await asyncio.sleep(_BLINK_S)
                    seen = await self._ledger.read(partition)
        await self._ends_beyond(partition, entry.written or {})
        if self._unseen.get(partition) is entry:
            del self._unseen[partition]

    async def _ends_now(self, partition: int) -> Positions:
        return (await self._ends.of([partition]))[partition]

    async def _ends_beyond(self, partition: int, written: Positions) -> Positions:
        """The ends, as soon as they are beyond what is known to be written."""
        with translated("waiting for what was committed"):
            async with asyncio.timeout(self._cluster.settings.commit_timeout_s):
                while is_beyond(written, ends := await self._ends_now(partition)):  # noqa: ASYNC110 - nobody tells when
                    await asyncio.sleep(_BLINK_S)
        return ends

    async def _last_entry(self, partition: int) -> Entry:
        """How the former owners have left the partition. Raises LogError if that was forgotten."""
        written = (await self._ends.of_topics(OUTPUT_TOPICS, [partition]))[partition]
        entry = await self._ledger.read(partition)
        if entry is None and any(written.values()):
            raise LogError(
                f"Kafka has forgotten how far partition {partition} was consumed, though there are decisions: see"
                " offsets.retention.minutes."
            )
        return replace(entry or Entry(), written=written)


async def _partitions(cluster: Cluster, admin: AIOKafkaAdminClient) -> int:
    """How many partitions each topic has. Raises InputError if one is missing or has another number."""
    there = await admin.list_topics()  # a question about a topic by its name may create it
    names = [cluster.settings.topic_name(topic) for topic in Topic]
    missing = [name for name in names if name not in there]
    if missing:
        raise InputError(f"Kafka has no topic {missing[0]}: `ridealong topics apply` makes what is missing.")
    counts = {about["topic"]: len(about["partitions"]) for about in await admin.describe_topics(names)}
    if len(set(counts.values())) > 1:
        named = ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))
        raise InputError(f"All topics have the same number of partitions, but on Kafka they have: {named}.")
    return int(counts[names[0]])
