"""A log in memory that keeps the trace as well, and can be written down as a file for the reader."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from contracts.topics import OUTPUT_TOPICS, Topic
from tests.crash import trace
from workers.log.memory import MemoryLog
from workers.log.port import Output, Ownership, Positions
from workers.log.sqlite import schema
from workers.log.sqlite.headers import to_column
from workers.log.steps import Fault, FaultPoint, Step, no_fault


class TracedMemoryLog(MemoryLog):
    """Notes at the moment of DURABLE what the triggers note in a file."""

    def __init__(self, partitions: int) -> None:
        super().__init__(partitions)
        self.now = 0
        self._trace: list[tuple[int, int, int, str, int, int, int]] = []
        self._epochs: dict[tuple[Topic, int], list[int]] = {}

    async def commit(
        self, ownership: Ownership, outputs: Sequence[Output], positions: Positions, fault: Fault = no_fault
    ) -> None:
        """As ever, and noted."""

        def noting(point: FaultPoint) -> None:
            if point == FaultPoint("after", Step.DURABLE):
                self._note(ownership, outputs, positions)
            fault(point)

        await super().commit(ownership, outputs, positions, noting)

    async def write_down(self, path: Path) -> None:
        """As a log file with a trace."""
        with closing(sqlite3.connect(path)) as connection, connection:
            schema.create(connection, self.partitions)
            for partition in range(self.partitions):
                await self._write_partition(connection, partition)
        trace.install(path)
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.executemany(
                "INSERT INTO trace (partition, epoch, at_s, topic, position, matches, rejects)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                self._trace,
            )

    def _note(self, ownership: Ownership, outputs: Sequence[Output], positions: Positions) -> None:
        partition = ownership.partition
        for topic, _ in outputs:
            self._epochs.setdefault((topic, partition), []).append(ownership.epoch)
        matches, rejects = (len(self._epochs.get((topic, partition), [])) for topic in OUTPUT_TOPICS)
        self._trace += [
            (partition, ownership.epoch, self.now, str(topic), position, matches, rejects)
            for topic, position in positions.items()
        ]

    async def _write_partition(self, connection: sqlite3.Connection, partition: int) -> None:
        for topic, end in (await self.ends(partition)).items():
            epochs = self._epochs.get((topic, partition), [None] * end)
            for record, epoch in zip(await self.read(topic, partition, 0), epochs, strict=True):
                headers = to_column(record.headers)
                row = (str(topic), partition, record.offset, record.key, record.value, headers, epoch, 0)
                connection.execute("INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
            head = (end, str(topic), partition)
            connection.execute("UPDATE head SET next_offset = ? WHERE topic = ? AND partition = ?", head)
        for topic, position in (await self.committed(partition)).items():
            connection.execute("INSERT INTO consumed VALUES (?, ?, ?)", (str(topic), partition, position))
        owner = await self.own(partition, "nobody")
        connection.execute("UPDATE ownership SET epoch = ? WHERE partition = ?", (owner.epoch, partition))
