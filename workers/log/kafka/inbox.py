"""The inputs of one owned partition, followed and prefetched while somebody decides.

Each topic has a consumer of its own. With one for all three, aiokafka would wait at the end of two topics
before it fetched more of the third: half a second for every few records.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection, Mapping
from contextlib import suppress

from aiokafka import AIOKafkaConsumer, TopicPartition

from contracts.record import Record
from contracts.topics import INPUT_TOPICS, Topic
from workers.errors import LogError
from workers.log.backlog import fill
from workers.log.kafka.cluster import Cluster
from workers.log.kafka.fetching import take
from workers.log.kafka.translation import ANY, translated
from workers.log.port import Positions

AskEnds = Callable[[Collection[TopicPartition]], Awaitable[Mapping[TopicPartition, int]]]

_LOOK_S = 1.0
"""So often a waiting inbox asks where the topics end: records that do not come although they are there show then."""
_PATIENCE_S = 15.0
_STEP_S = 0.05


class Inbox:
    """Polls the input topics of a partition. For one caller at a time.

    Parameters
    ----------
    ask_ends
        Asks for last stable offsets over another connection: on its own the question would wait for
        the end of a long poll.
    """

    def __init__(self, cluster: Cluster, partition: int, ask_ends: AskEnds) -> None:
        self._cluster = cluster
        self._places = {topic: cluster.place(topic, partition) for topic in INPUT_TOPICS}
        self._ask_ends = ask_ends
        self._followers: dict[Topic, _Follower] = {}
        self._ends: Mapping[TopicPartition, int] = {}

    async def poll(self, positions: Positions, limit: int | None, timeout_s: float) -> list[Record]:
        """Records from `positions` on: the backlog topic after topic, or else what comes first."""
        deadline = time.monotonic() + timeout_s
        with translated("reading the inputs"):
            await self._stand_at(positions)
            while True:
                records = await self._backlog(limit)
                left_s = deadline - time.monotonic()
                if not records and left_s > 0:
                    records = await self._what_comes_first(limit, min(left_s, _LOOK_S))
                if records or left_s <= 0:
                    return await self._leave_off(positions, records, limit)

    async def close(self) -> None:
        """Let go of the consumers; the next poll starts others."""
        followers, self._followers = self._followers, {}
        await asyncio.gather(*(follower.close() for follower in followers.values()))

    async def _stand_at(self, positions: Positions) -> None:
        if not self._followers:
            followers = {topic: _Follower(self._cluster, topic, place) for topic, place in self._places.items()}
            try:
                await asyncio.gather(*(follower.start() for follower in followers.values()))
            except BaseException:
                await asyncio.gather(*(follower.close() for follower in followers.values()))
                raise
            self._followers = followers
        for topic, follower in self._followers.items():
            await follower.stand_at(positions.get(topic, 0))

    async def _leave_off(self, positions: Positions, records: list[Record], limit: int | None) -> list[Record]:
        """What fits, and a note where that ends. What does not fit, when topics came together, is read again."""
        fit = fill(records, limit)
        if len(fit) == len(records):
            for follower in self._followers.values():
                await follower.leave_off(positions, records)
        return fit

    async def _backlog(self, limit: int | None) -> list[Record]:
        """What is there already, timetables first, as `read_backlog` has it."""
        await self._know_ends()
        records: list[Record] = []
        deadline = time.monotonic() + _PATIENCE_S
        for follower in self._followers.values():
            while await follower.position() < self._ends[follower.place] and not _is_full(records, limit):
                records += await follower.take(None if limit is None else limit - len(records), _STEP_S)
                if time.monotonic() > deadline:
                    return records or await self._stuck(follower.place)
        return records

    async def _know_ends(self) -> None:
        """Ask where the topics end, unless more is known to be there."""
        at = {follower.place: await follower.position() for follower in self._followers.values()}
        if any(position < self._ends.get(place, 0) for place, position in at.items()):
            return
        self._ends = await self._ask_ends(list(at))
        for place, position in at.items():
            if position > self._ends[place]:
                raise LogError(
                    f"Kafka: {place.topic} {place.partition} ends at {self._ends[place]}, but was read up to {position}:"
                    " somebody has made it anew or cut it."
                )

    async def _stuck(self, place: TopicPartition) -> list[Record]:
        await self.close()
        raise LogError(f"Kafka: nothing comes of {place.topic} {place.partition}, though there is more.")

    async def _what_comes_first(self, limit: int | None, timeout_s: float) -> list[Record]:
        takes = [asyncio.create_task(follower.take(limit, timeout_s)) for follower in self._followers.values()]
        try:
            await asyncio.wait(takes, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for waiting in takes:
                waiting.cancel()  # a cancelled one has taken nothing
            await asyncio.gather(*takes, return_exceptions=True)
        return [record for done in takes if not done.cancelled() for record in done.result()]


def _is_full(records: list[Record], limit: int | None) -> bool:
    """Whether a page takes no more than these."""
    return limit is not None and (len(records) >= limit or len(fill(records, limit)) < len(records))


class _Follower:
    """The consumer of one topic of the partition."""

    def __init__(self, cluster: Cluster, topic: Topic, place: TopicPartition) -> None:
        self.place = place
        self._topic = topic
        self._consumer: AIOKafkaConsumer = cluster.follower()
        self._left_off = (0, 0)
        """Where the last poll ended, for the port and for the consumer: it may have passed marks."""

    async def start(self) -> None:
        await self._consumer.start()
        self._consumer.assign([self.place])
        self._consumer.seek(self.place, 0)

    async def position(self) -> int:
        return int(await self._consumer.position(self.place))

    async def stand_at(self, wanted: int) -> None:
        """Go there, unless that is where it left off: then what it has fetched since is of use.

        After a poll that was cancelled it stands elsewhere, and what it took then is read again.
        """
        if self._left_off != (wanted, await self.position()):
            self._consumer.seek(self.place, wanted)
            self._left_off = wanted, wanted

    async def take(self, limit: int | None, timeout_s: float) -> list[Record]:
        return await take(self._consumer, self.place, self._topic, limit, timeout_s)

    async def leave_off(self, positions: Positions, records: list[Record]) -> None:
        last = next((record.offset + 1 for record in reversed(records) if record.topic == self._topic), None)
        self._left_off = positions.get(self._topic, 0) if last is None else last, await self.position()

    async def close(self) -> None:
        with suppress(*ANY):
            async with asyncio.timeout(_PATIENCE_S):
                await self._consumer.stop()
