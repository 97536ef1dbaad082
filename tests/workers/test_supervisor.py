"""Worker processes on one SQLite log, started, watched and ended by the supervisor."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from contracts.topics import Topic
from tests.workers.matching.counting_decider import CountingDecider
from tests.workers.matching.processes import die_before_it_is_durable, open_sqlite
from tests.workers.matching.running import DRAIN, LONG_S, PARTITIONS, outputs, outputs_when, publish
from workers.clock import FixedClock
from workers.errors import WorkerDied
from workers.log.sqlite.log import SqliteLog
from workers.matching.batch import BatchLimits
from workers.matching.loop import LoopSettings
from workers.matching.worker_process import WorkerSpec
from workers.supervisor import share_out, supervise

GO_ON = LoopSettings(BatchLimits(linger_s=0), FixedClock(100))


def specs(path: Path, settings: LoopSettings, shares: Sequence[tuple[int, ...]]) -> list[WorkerSpec]:
    return [
        WorkerSpec(f"worker-{number}", partial(open_sqlite, path), CountingDecider, share, settings, "error")
        for number, share in enumerate(shares)
    ]


def test_partitions_are_dealt_out_like_cards() -> None:
    assert share_out(range(8), 3) == [(0, 3, 6), (1, 4, 7), (2, 5)]
    assert share_out([5, 2], 3) == [(2,), (5,), ()]


def test_two_workers_drain_their_partitions_and_end(tmp_path: Path) -> None:
    async def run() -> None:
        async with await SqliteLog.open(tmp_path / "log.db", PARTITIONS) as log:
            await publish(log, "p1", "p2")
            await publish(log, "q1", partition=1)
            await supervise(specs(tmp_path / "log.db", DRAIN, [(0,), (1,)]), asyncio.Event())
            assert await outputs(log) == ["1 p1", "2 p2"]
            assert await outputs(log, partition=1) == ["1 q1"]
            assert len(await log.claim([0, 1], "next")) == 2

    asyncio.run(run())


def test_workers_that_are_told_to_stop_end_gracefully(tmp_path: Path) -> None:
    async def run() -> None:
        stop = asyncio.Event()
        async with await SqliteLog.open(tmp_path / "log.db", PARTITIONS) as log, asyncio.timeout(LONG_S):
            supervising = asyncio.create_task(supervise(specs(tmp_path / "log.db", GO_ON, [(0,), (1,)]), stop))
            await publish(log, "p1")
            await publish(log, "q1", partition=1)
            await asyncio.gather(outputs_when(log, 1), outputs_when(log, 1, partition=1))
            stop.set()
            await supervising
            assert len(await log.claim([0, 1], "next")) == 2

    asyncio.run(run())


def test_a_worker_that_dies_is_noticed_and_the_others_end(tmp_path: Path) -> None:
    async def run() -> None:
        async with await SqliteLog.open(tmp_path / "log.db", PARTITIONS) as log, asyncio.timeout(LONG_S):
            await publish(log, "p1")
            workers = specs(tmp_path / "log.db", GO_ON, [(0,), (1,)])
            mortal = replace(workers[0], settings=replace(GO_ON, fault=die_before_it_is_durable))
            with pytest.raises(WorkerDied, match=r"worker-0 was killed by signal 9\."):
                await supervise([mortal, workers[1]], asyncio.Event())
            assert await outputs(log) == []
            assert (await log.committed(0))[Topic.PARCELS] == 0
            await supervise(specs(tmp_path / "log.db", DRAIN, [(0,)]), asyncio.Event())
            assert await outputs(log) == ["1 p1"]

    asyncio.run(run())


def test_a_worker_without_a_log_ends_with_bad_input(tmp_path: Path) -> None:
    with pytest.raises(WorkerDied, match=r"worker-0 ended with exit code 2\."):
        asyncio.run(supervise(specs(tmp_path / "nowhere.db", DRAIN, [(0,)]), asyncio.Event()))
