"""Makes aiokafka's clients: every setting that is not the default stands here, with its reason."""

import asyncio
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.coordinator.assignors.range import RangePartitionAssignor

from contracts.topics import Topic
from workers.log.kafka.quiet import quieten
from workers.log.kafka.security import security_options
from workers.log.kafka.settings import KafkaSettings
from workers.log.kafka.translation import translated

LARGEST_RECORD_BYTES = 16 * 1024 * 1024
"""What a topic takes (`max.message.bytes`): a rejection carries the payload it is about."""

_BATCH_BYTES = 1024 * 1024
_FETCH_BYTES = 4 * 1024 * 1024
"""Per partition and request of a follower. A larger record comes all the same, alone."""

_TRANSACTION_BACKOFF_MS = 5
"""The cluster is still completing the last transaction when the next one begins, says so, and aiokafka then
sleeps for a whole back-off: with the default of 100 ms nothing commits more than nine times a second. Only
here: a client whose broker is away retries at this rate until somebody gives it up."""

_LONG_POLL_MS = 500
_EAR_POLL_MS = 50
"""What was fetched last is not part of the fetch that is under way: so long it may stay unheard."""
_SHORT_POLL_MS = 10
"""A broker answers a connection's requests one after the other, so a reader must not leave a long poll behind."""

_LONGEST_HEARTBEAT_S = 1.0
"""By its heartbeat a member learns that the group deals anew."""

_FOREVER_MS = 24 * 3600 * 1000


class Cluster:
    """A Kafka cluster as its settings describe it. Makes clients; each has to be started and stopped."""

    def __init__(self, settings: KafkaSettings) -> None:
        quieten()
        self.settings = settings
        self._shared: dict[str, Any] = {
            "bootstrap_servers": [broker.strip() for broker in settings.bootstrap.split(",")],
            "client_id": settings.app,
            "request_timeout_ms": int(settings.request_timeout_s * 1000),
            "metadata_max_age_ms": 60_000,
            **security_options(settings),
        }

    def place(self, topic: Topic, partition: int) -> TopicPartition:
        """A partition of a topic, as the cluster calls it."""
        return TopicPartition(self.settings.topic_name(topic), partition)

    def admin(self) -> AIOKafkaAdminClient:
        """Asks about topics, groups and their offsets."""
        return AIOKafkaAdminClient(**self._shared)

    async def connect(self) -> AIOKafkaAdminClient:
        """The same, started. Raises LogError when no broker answers in time."""
        admin = self.admin()
        try:
            with translated(f"connecting to {self.settings.bootstrap}"):
                async with asyncio.timeout(self.settings.own_timeout_s):
                    await admin.start()
        except BaseException:
            await admin.close()
            raise
        return admin

    def publisher(self) -> AIOKafkaProducer:
        """Appends without a transaction; a repetition of its own is not written twice."""
        return AIOKafkaProducer(enable_idempotence=True, acks="all", max_batch_size=_BATCH_BYTES, **self._shared)

    def transactional(self, partition: int, owner: str) -> AIOKafkaProducer:
        """Writes for the owner of a partition; starting it fences every other one."""
        return AIOKafkaProducer(
            transactional_id=self.settings.transactional_id(partition),
            transaction_timeout_ms=int(self.settings.transaction_timeout_s * 1000),
            retry_backoff_ms=_TRANSACTION_BACKOFF_MS,
            max_batch_size=_BATCH_BYTES,
            **{**self._shared, "client_id": owner},
        )

    def follower(self) -> AIOKafkaConsumer:
        """Waits at the end of one partition, and prefetches."""
        return self._consumer(fetch_max_wait_ms=_LONG_POLL_MS, max_partition_fetch_bytes=_FETCH_BYTES)

    def reader(self) -> AIOKafkaConsumer:
        """Reads here and there, and asks for ends."""
        return self._consumer(fetch_max_wait_ms=_SHORT_POLL_MS)

    def ear(self) -> AIOKafkaConsumer:
        """Waits at the ends of everything and wants to know no more than that something has come."""
        return self._consumer(fetch_max_wait_ms=_EAR_POLL_MS, fetch_max_bytes=1, max_partition_fetch_bytes=1)

    def member(self, name: str, session_s: float) -> AIOKafkaConsumer:
        """Takes part in sharing the partitions. What it would read is nobody's concern: as little as possible."""
        return AIOKafkaConsumer(
            group_id=self.settings.members_group,
            partition_assignment_strategy=(RangePartitionAssignor,),
            session_timeout_ms=int(session_s * 1000),
            heartbeat_interval_ms=int(min(session_s / 4, _LONGEST_HEARTBEAT_S) * 1000),
            max_poll_interval_ms=_FOREVER_MS,  # a worker that hangs is found by whoever started it
            enable_auto_commit=False,
            auto_offset_reset="latest",
            fetch_max_bytes=1,
            max_partition_fetch_bytes=1,
            **{**self._shared, "client_id": name},
        )

    def _consumer(self, **options: Any) -> AIOKafkaConsumer:
        return AIOKafkaConsumer(
            enable_auto_commit=False,
            isolation_level="read_committed",
            auto_offset_reset="earliest",  # of what retention has removed the rest counts
            **options,
            **self._shared,
        )


async def start(consumer: AIOKafkaConsumer) -> AIOKafkaConsumer:
    """The consumer, started; of one that does not start nothing is left behind."""
    try:
        await consumer.start()
    except BaseException:
        await consumer.stop()
        raise
    return consumer
