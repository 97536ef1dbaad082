"""Where partitions end, counted in records.

Kafka's offsets also count the marks that end a transaction, and what was aborted. A reader who has read
all there is would for ever be one behind, so the end is put after the last record that can be read.
"""

import asyncio
from collections.abc import Collection, Mapping

from aiokafka import TopicPartition

from contracts.record import Record
from contracts.topics import INPUT_TOPICS, OUTPUT_TOPICS, Topic
from workers.log.kafka.cluster import Cluster
from workers.log.kafka.reader import Reader
from workers.log.port import Positions

_FIRST_LOOK = 2
"""Most often the last record stands before the mark of its transaction."""


class Ends:
    """Remembers what it found: as long as nothing is written it asks for nothing but the last stable offsets."""

    def __init__(self, cluster: Cluster, reader: Reader) -> None:
        self._cluster = cluster
        self._reader = reader
        self._found: dict[TopicPartition, int] = {}
        self.stable: dict[TopicPartition, int] = {}
        """The last stable offsets that were seen last."""

    async def of(self, partitions: Collection[int]) -> Mapping[int, Positions]:
        """The ends of all topics, by partition.

        The outputs' ends are read first: a decision that is visible by then was made from inputs that
        are visible a moment later.
        """
        outputs = await self.of_topics(OUTPUT_TOPICS, partitions)
        inputs = await self.of_topics(INPUT_TOPICS, partitions)
        return {partition: {**outputs[partition], **inputs[partition]} for partition in partitions}

    async def of_topics(self, topics: Collection[Topic], partitions: Collection[int]) -> Mapping[int, dict[Topic, int]]:
        """The ends of some topics at one moment, by partition."""
        places = {(topic, number): self._cluster.place(topic, number) for topic in topics for number in partitions}
        await self._look(places.values())
        return {number: {topic: self._found[places[topic, number]] for topic in topics} for number in partitions}

    async def _look(self, places: Collection[TopicPartition]) -> None:
        stable = await self._reader.ends(places)
        changed = [place for place in places if self.stable.get(place, -1) != stable[place]]
        await asyncio.gather(*(self._look_back(place, stable[place]) for place in changed))

    async def _look_back(self, place: TopicPartition, stable: int) -> None:
        anew = self.stable.get(place, 0) > stable  # somebody has made the topic anew
        floor = 0 if anew else self._found.get(place, 0)
        records = await self._newest(place, floor, stable)
        end = records[-1].offset + 1 if records else floor
        if end == 0 and stable > 0 and await self._reader.begin(place) > 0:
            end = stable  # retention has left nothing
        if anew or self.stable.get(place, 0) <= stable:  # else another look was faster, and saw more
            self.stable[place], self._found[place] = stable, end

    async def _newest(self, place: TopicPartition, floor: int, stable: int) -> list[Record]:
        """The last records before `stable`, looked for further and further back."""
        back = _FIRST_LOOK
        while True:
            start = max(floor, stable - back)
            records = await self._reader.stretch(place, start, stable)
            if records or start == floor:
                return records
            back *= 4
