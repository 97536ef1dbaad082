"""The SQLite adapter: the port's methods, each one call in the thread that owns the connection."""

import os
import sqlite3
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Self, TypeVar

from contracts.record import Message, Record
from contracts.topics import Topic
from workers.errors import Fenced, LogError
from workers.log.backlog import by_partition, check_partition, fill, read_backlog
from workers.log.bell import Bell
from workers.log.lease import DEFAULT_LEASE_S, Lease, steady_ms
from workers.log.port import Cut, Output, Ownership, Positions, is_beyond
from workers.log.sqlite import owners, records, schema
from workers.log.sqlite.connection import checkpoint, connect, data_version
from workers.log.sqlite.records import Row
from workers.log.sqlite.thread import ConnectionThread
from workers.log.sqlite.translation import translated
from workers.log.sqlite.wakeup import Wakeup
from workers.log.steps import Fault, FaultPoint, Step, around, no_fault
from workers.transaction import reading, writing

T = TypeVar("T")

_APPEND_ROWS = 1000
_APPEND_BYTES = 4 * 1024 * 1024
"""A publisher's transaction ends here, so that others get their turn."""

_QUIET_S = 1.0
"""After so long without a commit of ours the write-ahead file is moved into the log."""


class SqliteLog:
    """An EventLog in one file. Belongs to the event loop it was opened in; never use it after a fork.

    Use `await SqliteLog.open(path)`, or `async with await SqliteLog.open(path) as log`.
    """

    def __init__(self, path: Path, lease_s: float) -> None:
        self._path = path
        self._lease_ms = int(lease_s * 1000)
        self._process = os.getpid()
        self._thread = ConnectionThread("event-log")
        self._bell = Bell()
        self._wakeup = Wakeup(path, self._bell, lambda: self._call(self._look))
        self._connection: sqlite3.Connection
        self._partitions: int
        self._version_seen = 0
        self._last_commit: float | None = None

    @classmethod
    async def open(
        cls, path: Path, partitions: int | None = None, *, create: bool = True, lease_s: float = DEFAULT_LEASE_S
    ) -> Self:
        """Open a log, or make one.

        Parameters
        ----------
        path
            The file; its folder exists.
        partitions
            How many a new log gets (default 8), or how many the log is expected to have.
        create
            False: the log must be there.
        lease_s
            How long an owner counts as alive after it was last heard of.

        Raises
        ------
        InputError
            No log there, not a log, another schema version or another number of partitions.
        LogError
            The file cannot be used.
        """
        log = cls(path, lease_s)
        try:
            await log._call(lambda: log._open(partitions, create=create))
        except BaseException:
            log._thread.end(wait=False)
            raise
        return log

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
        """Publish messages in order, in transactions of a few milliseconds."""
        groups = by_partition(messages, self._partitions) if partition is None else {partition: messages}
        for number, group in groups.items():
            check_partition(number, self._partitions)
            for chunk in _chunks(group):
                await self._write(partial(self._append, topic, number, chunk))
                self._announce()

    async def read(self, topic: Topic, partition: int, offset: int, limit: int | None = None) -> Sequence[Record]:
        """At most `limit` committed records from `offset` on."""
        check_partition(partition, self._partitions)
        return await self._call(lambda: fill(records.scan(self._connection, topic, partition, offset), limit))

    async def ends(self, partition: int) -> Positions:
        """Per topic, the position after the last committed record."""
        check_partition(partition, self._partitions)
        return await self._call(lambda: records.ends(self._connection, partition))

    async def news(self, seen: Mapping[int, Positions], timeout_s: float) -> Mapping[int, Positions]:
        """The ends of the partitions that have a committed record beyond `seen`."""

        async def look() -> Mapping[int, Positions]:
            ends = await self._call(lambda: records.all_ends(self._connection))
            return {partition: there for partition, there in ends.items() if is_beyond(there, seen.get(partition, {}))}

        if timeout_s > 0:
            self._wakeup.listen()
        return await self._bell.read_when_rung(look, timeout_s)

    async def committed(self, partition: int) -> Positions:
        """Per input topic, the consumed position."""
        check_partition(partition, self._partitions)
        return await self._call(lambda: records.consumed(self._connection, partition))

    async def cut(self, partition: int) -> Cut:
        """The partition as it is at one moment."""
        check_partition(partition, self._partitions)

        def look() -> Cut:
            with reading(self._connection):
                return Cut(
                    partition, records.consumed(self._connection, partition), records.ends(self._connection, partition)
                )

        return await self._call(look)

    async def own(self, partition: int, owner: str) -> Ownership:
        """Take the partition whoever has it."""
        check_partition(partition, self._partitions)
        return await self._write(lambda: owners.take(self._connection, partition, owner, self._lease()))

    async def resume(self, ownership: Ownership) -> Ownership:
        """The same, if it is still ours, with a new lease."""
        if not await self.renew([ownership]):
            raise Fenced(ownership.partition, ownership.owner)
        return ownership

    async def claim(self, wanted: Collection[int], owner: str) -> Sequence[Ownership]:
        """Take those of the wanted partitions that have no owner with a running lease."""

        def vacant() -> list[int]:
            return owners.vacant(self._connection, wanted, steady_ms())

        def take() -> list[Ownership]:
            return [owners.take(self._connection, p, owner, self._lease()) for p in vacant()]

        return await self._write(take) if await self._call(vacant) else []

    async def renew(self, ownerships: Collection[Ownership]) -> Sequence[Ownership]:
        """Begin a new lease for each that is still ours."""

        def renew() -> list[Ownership]:
            return [ours for ours in ownerships if owners.renew(self._connection, ours, self._lease())]

        return await self._write(renew) if ownerships else []

    async def owners(self) -> Mapping[int, str]:
        """Who holds each partition by a running lease."""
        return await self._call(lambda: owners.holders(self._connection, steady_ms()))

    async def release(self, ownership: Ownership) -> None:
        """Give the partition back."""
        await self._write(lambda: owners.release(self._connection, ownership))

    async def poll(
        self, ownership: Ownership, positions: Positions, limit: int | None, timeout_s: float
    ) -> Sequence[Record]:
        """Input records from `positions` on, or wait for one."""
        if timeout_s > 0:
            self._wakeup.listen()
        return await self._bell.read_when_rung(
            lambda: self._call(lambda: self._read_backlog(ownership.partition, positions, limit)), timeout_s
        )

    async def commit(
        self, ownership: Ownership, outputs: Sequence[Output], positions: Positions, fault: Fault = no_fault
    ) -> None:
        """Outputs and positions in one transaction, if the epoch is still ours."""
        await self._call(lambda: self._commit(ownership, outputs, positions, fault))
        self._announce()

    async def close(self) -> None:
        """Close file and socket. SQLite tidies up when the last process closes."""
        await self._wakeup.close()
        if hasattr(self, "_connection"):
            await self._call(self._connection.close)
        self._thread.end()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_exception: object) -> None:
        await self.close()

    async def _call(self, work: Callable[[], T]) -> T:
        """Run in the connection's thread, SQLite's errors translated."""
        if os.getpid() != self._process:
            raise LogError(f"The event log {self._path} was opened before a fork; open it in the new process.")

        def translating() -> T:
            with translated(self._path):
                return work()

        return await self._thread.call(translating)

    async def _write(self, work: Callable[[], T]) -> T:
        """One transaction in the connection's thread."""

        def transaction() -> T:
            with writing(self._connection):
                return work()

        return await self._call(transaction)

    def _announce(self) -> None:
        """Wake whoever waits for records, here and in other processes."""
        self._last_commit = time.monotonic()
        self._bell.ring()
        self._wakeup.poke()

    # From here on: in the connection's thread.

    def _open(self, partitions: int | None, *, create: bool) -> None:
        self._connection = connect(self._path, partitions, create=create)
        self._partitions = schema.partitions_of(self._connection)

    def _append(self, topic: Topic, partition: int, rows: Sequence[Row], epoch: int | None = None) -> None:
        records.append(self._connection, topic, partition, rows, epoch=epoch, now_ms=time.time_ns() // 1_000_000)

    def _read_backlog(self, partition: int, positions: Positions, limit: int | None) -> list[Record]:
        with reading(self._connection):
            return read_backlog(
                lambda topic, offset: records.scan(self._connection, topic, partition, offset), positions, limit
            )

    def _commit(self, ownership: Ownership, outputs: Sequence[Output], positions: Positions, fault: Fault) -> None:
        rows: dict[Topic, list[Row]] = {}
        for topic, message in outputs:
            rows.setdefault(topic, []).append(records.row_of(message))
        with writing(self._connection):
            owners.check(self._connection, ownership)
            with around(Step.APPEND, fault):
                for topic, group in rows.items():
                    self._append(topic, ownership.partition, group, ownership.epoch)
            with around(Step.POSITIONS, fault):
                records.store_consumed(self._connection, ownership.partition, positions)
            fault(FaultPoint("before", Step.DURABLE))
        fault(FaultPoint("after", Step.DURABLE))

    def _look(self) -> bool:
        """Whether another process has committed since the last look; tidies up when all is quiet."""
        version, self._version_seen = self._version_seen, data_version(self._connection)
        if self._last_commit is not None and time.monotonic() - self._last_commit > _QUIET_S:
            checkpoint(self._connection)
            self._last_commit = None
        return version != self._version_seen

    def _lease(self) -> Lease:
        return Lease(steady_ms(), self._lease_ms)


def _chunks(messages: Sequence[Message]) -> Iterator[list[Row]]:
    chunk: list[Row] = []
    size = 0
    for message in messages:
        if chunk and (len(chunk) == _APPEND_ROWS or size + len(message.value) > _APPEND_BYTES):
            yield chunk
            chunk, size = [], 0
        chunk.append(records.row_of(message))
        size += len(message.value)
    if chunk:
        yield chunk
