"""A worker's part in the group that shares the partitions.

The group is dealt the partitions of one topic, and whoever gets number p owns p of every topic. Nothing is
read and nothing is committed under its name. Its heartbeats go on while a decider solves.
"""

import asyncio
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from typing import Self

import structlog
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.abc import ConsumerRebalanceListener
from aiokafka.admin import AIOKafkaAdminClient

from contracts.topics import Topic
from workers.log.kafka.cluster import Cluster
from workers.log.kafka.members import members
from workers.log.kafka.settings import KafkaSettings
from workers.log.kafka.translation import ANY, sentence

_log = structlog.get_logger(__name__)

_DEALT = Topic.PARCELS
_TICK_MS = 1000
_AGAIN_S = 1.0
_PATIENCE_S = 10.0


class KafkaMembership(ConsumerRebalanceListener):  # type: ignore[misc]  # aiokafka has no types
    """A Membership in the group `{app}.members`.

    Use `await KafkaMembership.join(settings, session_s, name)`, and `leave` in the end.
    """

    def __init__(self, cluster: Cluster, admin: AIOKafkaAdminClient, name: str, session_s: float) -> None:
        self._cluster = cluster
        self._admin = admin
        self._name = name
        self._session_s = session_s
        self._dealt: frozenset[int] = frozenset()
        self._consumer: AIOKafkaConsumer | None = None
        self._taking_part: asyncio.Task[None]

    @classmethod
    async def join(cls, settings: KafkaSettings, session_s: float, name: str) -> Self:
        """Begin to take part; what is dealt shows a moment later. Raises LogError if no broker answers.

        Parameters
        ----------
        session_s
            A worker that is silent for so long has its partitions dealt to others. The brokers set limits
            to it: 6 s to 30 min unless configured otherwise.
        name
            Under which name partitions are owned: no other worker's.
        """
        cluster = Cluster(settings)
        membership = cls(cluster, await cluster.connect(), name, session_s)
        membership._taking_part = asyncio.create_task(membership._take_part())
        return membership

    @property
    def name(self) -> str:
        """Under which the group knows the worker."""
        return self._name

    @property
    def dealt(self) -> Collection[int]:
        """What the group has dealt to the worker, as far as it has heard. Stays while the group deals anew."""
        return self._dealt

    async def owners(self) -> Mapping[int, str]:
        """To whom the group has dealt each partition, as its coordinator has it."""
        return await members(self._cluster, self._admin)

    async def leave(self) -> None:
        """Leave the group, which then deals anew at once."""
        self._taking_part.cancel()
        await asyncio.gather(self._taking_part, return_exceptions=True)
        await self._stop()
        with suppress(*ANY):
            async with asyncio.timeout(_PATIENCE_S):
                await self._admin.close()

    async def on_partitions_revoked(self, revoked: Iterable[TopicPartition]) -> None:
        """Not yet anybody else's: what we keep shows when the group has dealt."""

    async def on_partitions_assigned(self, assigned: Iterable[TopicPartition]) -> None:
        """What is ours from now on. None of it is to be read."""
        places = list(assigned)
        if self._consumer is not None:
            self._consumer.pause(*places)
        self._dealt = frozenset(place.partition for place in places)
        _log.info("partitions dealt", partitions=sorted(self._dealt))

    async def _take_part(self) -> None:
        """Keep a member of the group alive; one that has failed is replaced by a new one."""
        while True:
            try:
                self._consumer = self._cluster.member(self._name, self._session_s)
                await self._consumer.start()
                self._consumer.subscribe([self._cluster.settings.topic_name(_DEALT)], listener=self)
                while True:
                    await self._consumer.getmany(timeout_ms=_TICK_MS)  # brings nothing but what has gone wrong
            except ANY as error:
                _log.warning("not taking part in sharing the partitions", reason=sentence(error))
            await self._stop()
            await asyncio.sleep(_AGAIN_S)

    async def _stop(self) -> None:
        consumer, self._consumer = self._consumer, None
        if consumer is not None:
            with suppress(*ANY):
                async with asyncio.timeout(_PATIENCE_S):
                    await consumer.stop()
