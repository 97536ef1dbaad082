"""What happens at the limits: each has a defined behaviour and a sentence, and loses nothing."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from contracts.record import Message
from contracts.topics import Topic
from tests.workers.matching.counting_decider import CountingDecider
from tests.workers.matching.running import LONG_S, outputs, outputs_when, publish
from workers.clock import FixedClock
from workers.errors import LogFull
from workers.log.sqlite.log import SqliteLog
from workers.matching.batch import BatchLimits
from workers.matching.commit import Committed
from workers.matching.decider_inside import InProcessDeciders
from workers.matching.leased_holdings import LeasedHoldings
from workers.matching.loop import LoopSettings
from workers.matching.worker import Worker
from workers.service.data_dir import DataDir
from workers.service.disk import DiskWatch

PATIENT = LoopSettings(BatchLimits(linger_s=0), FixedClock(100), patient=True)
NO_LIMIT = 2**31 - 2
LONG_TEXT = "x" * 20_000


async def limit_pages(log: SqliteLog, pages: int | None) -> None:
    """Let a connection's file grow by so many pages at most: what a full disk is to it. None = no limit."""

    def limit() -> None:
        (now,) = log._connection.execute("PRAGMA page_count").fetchone()
        log._connection.execute(f"PRAGMA max_page_count = {NO_LIMIT if pages is None else now + pages}")

    await log._call(limit)


@asynccontextmanager
async def working(log: SqliteLog, settings: LoopSettings = PATIENT) -> AsyncIterator[Worker]:
    stop = asyncio.Event()
    worker = Worker(log, InProcessDeciders(CountingDecider), LeasedHoldings(log, "worker", None), settings)
    running = asyncio.create_task(worker.run(stop))
    try:
        yield worker
    finally:
        stop.set()
        await running


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(LONG_S):
        while not condition():  # noqa: ASYNC110 - a worker's troubles set no event
            await asyncio.sleep(0.01)


def test_a_worker_on_a_full_disk_waits_says_so_and_goes_on_when_there_is_room(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"
    numbered = [f"p{number} {LONG_TEXT}" for number in range(1, 31)]

    async def run() -> None:
        async with (
            await SqliteLog.open(path, 1) as publisher,
            await SqliteLog.open(path) as log,
            working(log) as worker,
        ):
            await publish(publisher, "first")
            assert await outputs_when(publisher, 1) == ["1 first"]
            await limit_pages(log, 5)
            await publish(publisher, *numbered)
            await until(lambda: bool(worker.troubles))
            assert worker.troubles == {
                0: f"There is no room left for the event log {path}: free some space on its disk."
            }
            await asyncio.sleep(0.5)
            assert await outputs(publisher) == ["1 first"]
            assert (await publisher.committed(0))[Topic.PARCELS] == 1
            await limit_pages(log, None)
            decided = await outputs_when(publisher, 31)
            assert decided[1:] == [f"{number} {text}" for number, text in enumerate(numbered, start=2)]
            await until(lambda: not worker.troubles)

    asyncio.run(run())


def test_a_publisher_on_a_full_disk_is_told_so_and_what_was_acknowledged_stays(tmp_path: Path) -> None:
    async def run() -> None:
        async with await SqliteLog.open(tmp_path / "log.sqlite", 1) as log:
            await publish(log, "acknowledged")
            await limit_pages(log, 3)
            with pytest.raises(LogFull, match=r"no room left for the event log .*log\.sqlite: free some space"):
                await log.append(Topic.PARCELS, [Message(b"vidzeme", LONG_TEXT.encode())] * 10, partition=0)
            assert [record.value for record in await log.read(Topic.PARCELS, 0, 0)] == [b"acknowledged"]
            await limit_pages(log, None)
            await publish(log, "later")
            assert [record.offset for record in await log.read(Topic.PARCELS, 0, 0)] == [0, 1]

    asyncio.run(run())


def test_a_worker_that_cannot_take_partitions_because_the_disk_is_full_takes_them_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def run() -> None:
        async with await SqliteLog.open(tmp_path / "log.sqlite", 1, lease_s=0.3) as log:
            await publish(log, "p1")
            with monkeypatch.context() as full:

                async def no_room(*_: object) -> None:
                    raise LogFull("There is no room left.")

                full.setattr(log, "claim", no_room)
                async with asyncio.timeout(LONG_S), working(log) as worker:
                    await asyncio.sleep(0.3)
                    assert worker.troubles == {}
                    full.undo()
                    assert await outputs_when(log, 1) == ["1 p1"]

    asyncio.run(run())


def test_a_burst_of_50_000_parcels_is_decided_in_order_in_batches_of_bounded_size(tmp_path: Path) -> None:
    sizes: list[int] = []

    def note(committed: Committed) -> None:
        sizes.append(committed.records)

    async def run() -> None:
        path = tmp_path / "log.sqlite"
        settings = LoopSettings(BatchLimits(max_records=1000), FixedClock(100), patient=True, on_commit=note)
        async with await SqliteLog.open(path, 1) as publisher, await SqliteLog.open(path) as log:
            await publish(publisher, *(f"p{number}" for number in range(50_000)))
            async with working(log, settings):
                await until(lambda: sum(sizes) == 50_000)
            assert await outputs(publisher) == [f"{number + 1} p{number}" for number in range(50_000)]

    asyncio.run(run())
    assert max(sizes) == 1000


def test_a_disk_that_is_almost_full_is_said_once_and_so_is_that_it_has_room_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = [900 * 2**20]
    monkeypatch.setattr(DataDir, "free_bytes", lambda _: free[0])
    watch = DiskWatch(DataDir(tmp_path), warn_mib=1000)
    with capture_logs() as said:
        for _ in range(3):
            watch.look()
        full = f"Only 900 MiB are left where {tmp_path} lives: once it is full, nothing more is decided."
        assert watch.warning == full
        free[0] = 2000 * 2**20
        for _ in range(3):
            watch.look()
    assert watch.warning is None
    assert [line["event"] for line in said] == ["disk almost full", "disk has room again"]


def test_a_disk_that_is_out_of_reach_is_said(tmp_path: Path) -> None:
    watch = DiskWatch(DataDir(tmp_path / "gone"), warn_mib=1000)
    watch.look()
    assert watch.warning == f"The data directory {tmp_path / 'gone'} is out of reach: No such file or directory."
