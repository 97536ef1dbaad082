"""What the group of the positions remembers of a partition: how far it is consumed, and the commit that said so.

An offset in Kafka may carry a few words. Ours say who committed, under which epoch, and how far the
outputs then reached: so positions, ownership and outputs of one commit can be read together.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from aiokafka import TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import GroupLoadInProgressError
from aiokafka.structs import OffsetAndMetadata

from contracts.topics import INPUT_TOPICS, OUTPUT_TOPICS
from workers.log.kafka.cluster import Cluster
from workers.log.kafka.patience import patiently
from workers.log.kafka.pulse import Pulse
from workers.log.kafka.translation import ANY, translated
from workers.log.port import Positions

_UNKNOWN = -1


@dataclass(frozen=True, slots=True)
class Entry:
    """The state of a partition after a commit.

    `written`: per output topic, the position after its last record; None if the offsets were committed
    by somebody else, such as an operator who has put them back. `commits`: how many there were.
    """

    consumed: Positions = field(default_factory=lambda: dict.fromkeys(INPUT_TOPICS, 0))
    commits: int = 0
    epoch: int = 0
    owner: str = ""
    written: Positions | None = None

    def words(self) -> str:
        """What is committed beside the offsets."""
        written = {str(topic): end for topic, end in (self.written or {}).items()}
        said = {"commits": self.commits, "epoch": self.epoch, "owner": self.owner, "written": written}
        return json.dumps(said, separators=(",", ":"))


def entry_of(consumed: Positions, words: str) -> Entry:
    """The other way round."""
    try:
        said = json.loads(words)
        written = {topic: int(said["written"].get(str(topic), 0)) for topic in OUTPUT_TOPICS}
        return Entry(consumed, int(said["commits"]), int(said["epoch"]), str(said["owner"]), written)
    except (ValueError, KeyError, TypeError, AttributeError):
        return Entry(consumed)


class Ledger:
    """Reads entries. They are written by transactions only."""

    def __init__(self, cluster: Cluster, admin: AIOKafkaAdminClient, pulse: Pulse) -> None:
        self._cluster = cluster
        self._admin = admin
        self._pulse = pulse
        self._coordinator: int | None = None

    async def read(self, partition: int) -> Entry | None:
        """The newest entry of a partition; None if nobody has ever committed there."""
        places = {self._cluster.place(topic, partition): topic for topic in INPUT_TOPICS}
        with self._pulse.asking(), translated("asking how far a partition is consumed"):
            found = await patiently(lambda: self._ask(list(places)), self._cluster.settings.request_timeout_s)
        offsets = {topic: found[place].offset for place, topic in places.items()}
        if all(offset == _UNKNOWN for offset in offsets.values()):
            return None
        consumed = {topic: max(offset, 0) for topic, offset in offsets.items()}
        return max((entry_of(consumed, found[place].metadata) for place in places), key=lambda entry: entry.commits)

    async def _ask(self, places: list[TopicPartition]) -> Mapping[TopicPartition, OffsetAndMetadata]:
        group = self._cluster.settings.positions_group
        try:
            if self._coordinator is None:
                self._coordinator = await self._admin.find_coordinator(group)
            offsets: Mapping[TopicPartition, OffsetAndMetadata] = await self._admin.list_consumer_group_offsets(
                group, group_coordinator_id=self._coordinator, partitions=places
            )
            if any(place not in offsets for place in places):
                # aiokafka passes over the error that a coordinator answers while it is loading: then none of the
                # offsets is there, which is not the same as -1 for each.
                raise GroupLoadInProgressError
        except ANY:
            self._coordinator = None
            raise
        return offsets
