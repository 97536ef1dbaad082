"""Deciding ahead while a full batch is committed: faster, and nothing else changes."""

import asyncio
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from contracts.record import Record
from tests.workers.matching.counting_decider import CountingDecider
from tests.workers.matching.running import DRAIN, OpenLog, outputs, publish, run_with, work, working
from workers.clock import FixedClock
from workers.errors import LogError
from workers.log.port import LeasedLog
from workers.log.steps import FAULT_POINTS, FaultPoint, Step
from workers.matching.batch import BatchLimits
from workers.matching.decider import Outcome
from workers.matching.decider_inside import InProcessDeciders
from workers.matching.loop import LoopSettings
from workers.matching.snapshots import SnapshotFolder

PAIRS = BatchLimits(max_records=2, linger_s=0)


def numbered(count: int) -> list[str]:
    return [f"{number} p{number}" for number in range(1, count + 1)]


class Watched(CountingDecider):
    """Says how many decisions were begun."""

    def __init__(self, partition: int, begun: threading.Semaphore) -> None:
        super().__init__(partition)
        self._begun = begun

    def decide(self, records: Sequence[Record], now: int) -> Outcome:
        self._begun.release()
        return super().decide(records, now)


@pytest.mark.parametrize("open_log", ["sqlite"], indirect=True)
def test_the_next_full_batch_is_decided_on_while_one_is_committed(open_log: OpenLog) -> None:
    begun = threading.Semaphore(0)
    ahead: list[bool] = []

    def fault(point: FaultPoint) -> None:
        """In the log's thread: a second decision begins although the first is not committed."""
        if point == FaultPoint("before", Step.DURABLE) and not ahead:
            ahead.append(begun.acquire(timeout=10) and begun.acquire(timeout=10))

    async def scenario(log: LeasedLog) -> None:
        await publish(log, *(f"p{number}" for number in range(1, 8)))
        deciders = InProcessDeciders(lambda partition: Watched(partition, begun))
        await work(log, replace(DRAIN, limits=PAIRS, fault=fault), deciders=deciders)
        assert await outputs(log) == numbered(7)

    run_with(open_log, scenario)
    assert ahead == [True]


@pytest.mark.parametrize("point", FAULT_POINTS, ids=lambda point: f"{point.moment}-{point.step.name}")
def test_what_was_decided_ahead_of_a_commit_that_fails_is_thrown_away(open_log: OpenLog, point: FaultPoint) -> None:
    seen: list[FaultPoint] = []

    def fault(here: FaultPoint) -> None:
        seen.append(here)
        if here == point and seen.count(point) == 2:
            raise LogError("The disk is gone for a moment.")

    async def scenario(log: LeasedLog) -> None:
        await publish(log, *(f"p{number}" for number in range(1, 8)))
        await work(log, replace(DRAIN, limits=PAIRS, fault=fault))
        assert await outputs(log) == numbered(7)

    run_with(open_log, scenario)
    assert seen.count(point) > 2


@pytest.mark.parametrize("every", [1, 5, 7, 12])
def test_a_snapshot_holds_what_is_committed_and_nothing_decided_ahead(
    open_log: OpenLog, every: int, tmp_path: Path
) -> None:
    settings = replace(DRAIN, limits=PAIRS, snapshots=SnapshotFolder(tmp_path), snapshot_every=every)

    async def scenario(log: LeasedLog) -> None:
        await publish(log, *(f"p{number}" for number in range(1, 30)))
        await work(log, settings)
        await publish(log, "p30", "p31", "p32")
        await work(log, settings)
        assert await outputs(log) == numbered(32)

    run_with(open_log, scenario)
    assert list(tmp_path.iterdir())


def test_being_stopped_in_the_middle_of_a_backlog_leaves_whole_batches(open_log: OpenLog) -> None:
    async def scenario(log: LeasedLog) -> None:
        await publish(log, *(f"p{number}" for number in range(1, 41)))
        enough = asyncio.Event()
        settings = LoopSettings(PAIRS, FixedClock(100), on_commit=lambda _: enough.set())
        async with working(log, settings):
            await enough.wait()
        there = await outputs(log)
        assert there == numbered(len(there))
        await work(log, replace(DRAIN, limits=PAIRS))
        assert await outputs(log) == numbered(40)

    run_with(open_log, scenario)
