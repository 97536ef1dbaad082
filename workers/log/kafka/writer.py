"""The transactional producer of one owned partition: its outputs and all its positions in one transaction."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from operator import itemgetter

from aiokafka import AIOKafkaProducer

from contracts.record import Message
from contracts.topics import OUTPUT_TOPICS, Topic
from workers.errors import LogError
from workers.log.kafka.batches import send
from workers.log.kafka.cluster import Cluster
from workers.log.kafka.discarding import discard
from workers.log.kafka.ledger import Entry
from workers.log.kafka.translation import ANY, translated
from workers.log.port import Output, Ownership, Positions
from workers.log.steps import Fault, Step, around

_ABORT_S = 3.0


class Writer:
    """Commits for one ownership, from the moment it fenced the former owner. For one caller at a time.

    A transaction is durable as soon as the cluster has noted that it will be ended. It can be read a
    moment later.

    Whatever goes wrong, what it had begun is aborted, at the latest by its successor. If that cannot
    be done at once the writer is of no use any more.

    Attributes
    ----------
    entry
        What the ledger says after the last commit.
    usable
        Whether it can go on.
    """

    def __init__(self, cluster: Cluster, ownership: Ownership, producer: AIOKafkaProducer, entry: Entry) -> None:
        self._cluster = cluster
        self._ownership = ownership
        self._producer = producer
        self.entry = entry
        self._expected: dict[Topic, int] = dict(entry.written or {})
        self._lock = asyncio.Lock()
        self._committed_at = time.monotonic()
        self.usable = True

    @property
    def idle_s(self) -> float:
        """Seconds since the last commit."""
        return time.monotonic() - self._committed_at

    async def commit(self, outputs: Sequence[Output], positions: Positions, fault: Fault) -> None:
        """One transaction: positions first, then outputs, then the end of it."""
        async with self._lock:
            if not self.usable:
                raise LogError(f"Kafka: the producer of partition {self._ownership.partition} was given up.")
            before = self.entry
            try:
                with translated("committing", self._ownership):
                    async with asyncio.timeout(self._cluster.settings.commit_timeout_s):
                        await self._transaction(outputs, positions, fault)
            finally:
                if self.entry is before:
                    await self._give_up()

    async def close(self) -> None:
        """Let go of the producer. What it had begun and not ended is aborted by whoever comes next."""
        self.usable = False
        await discard(self._producer)

    async def _transaction(self, outputs: Sequence[Output], positions: Positions, fault: Fault) -> None:
        consumed = {**self.entry.consumed, **positions}
        entry = replace(
            self.entry, consumed=consumed, commits=self.entry.commits + 1, written=self._written_after(outputs)
        )
        await self._producer.begin_transaction()
        with around(Step.POSITIONS, fault):
            await self._note(entry)
        with around(Step.APPEND, fault):
            written = {**(self.entry.written or {}), **await self._send(outputs)}
            if written != entry.written:  # something else was written there meanwhile, or aborted
                entry = replace(entry, written=written)
                await self._note(entry)
        with around(Step.DURABLE, fault):
            await self._producer.commit_transaction()
            self._expected |= {topic: written[topic] + 1 for topic, _ in outputs}  # a mark ends the transaction
            self.entry = entry
            self._committed_at = time.monotonic()

    def _written_after(self, outputs: Sequence[Output]) -> Positions:
        """Where the outputs will end, as nobody else writes there: so that it can be said before they are sent."""
        counts = {topic: sum(to == topic for to, _ in outputs) for topic in OUTPUT_TOPICS}
        return {**(self.entry.written or {})} | {
            topic: self._expected.get(topic, 0) + count for topic, count in counts.items() if count > 0
        }

    async def _note(self, entry: Entry) -> None:
        partition, words = self._ownership.partition, entry.words()
        await self._producer.send_offsets_to_transaction(
            {self._cluster.place(topic, partition): (position, words) for topic, position in entry.consumed.items()},
            self._cluster.settings.positions_group,
        )

    async def _send(self, outputs: Sequence[Output]) -> Positions:
        """Send all, wait until each is taken, and say where each topic ends. An order holds within a topic only."""
        ends: dict[Topic, int] = {}
        for topic, group in groupby(sorted(outputs, key=itemgetter(0)), key=itemgetter(0)):
            messages: list[Message] = [message for _, message in group]
            ends[topic] = await send(self._producer, self._cluster.place(topic, self._ownership.partition), messages)
        return ends

    async def _give_up(self) -> None:
        """Nothing of it must ever be seen. A producer that cannot even abort is thrown away."""
        try:
            async with asyncio.timeout(_ABORT_S):
                await self._producer.abort_transaction()
        except ANY:
            self.usable = False
        except BaseException:
            self.usable = False
            raise
