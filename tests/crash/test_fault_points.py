"""The process dies before and after each numbered step of a commit; afterwards the reader finds everything right."""

import asyncio
import multiprocessing
from pathlib import Path
from random import Random

import pytest

from contracts.topics import INPUT_TOPICS
from tests.crash import trace
from tests.crash.dying import DEAD, DieAt, ends_well, work
from tests.crash.inside import PARTITIONS, SOLVE, send, traced_log, work_at
from tests.crash.memory_trace import TracedMemoryLog
from tests.crash.reader import read
from tests.crash.reader.log_file import MATCHES, PARCELS, TIMETABLES, Commit, read_log_file
from tests.crash.town import Sending, Town, area_names
from workers.clock import FixedClock
from workers.log.steps import FAULT_POINTS, Fault, FaultPoint
from workers.matching.batch import BatchLimits
from workers.matching.decider_inside import InProcessDeciders
from workers.matching.loop import LoopSettings, PartitionLoop
from workers.matching.make_decider import MakePartitionDecider

START = 1_800_000_000
HOME = 5
BATCH = 30

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.crash.dying"])

each_point = pytest.mark.parametrize("point", FAULT_POINTS, ids=lambda p: f"{p.moment} {p.step}-{p.step.name.lower()}")


class Died(Exception):  # noqa: N818 - says what happened
    """A process that dies, in the only process there is."""


def stream() -> list[Sending]:
    """Two timetables, parcels, withdrawals, repetitions and unusable records."""
    town = Town(area_names(PARTITIONS)[HOME], START, 3, Random(11))
    return [*town.opening(), *(sending for _ in range(45) for sending in town.next(START))]


@each_point
def test_a_worker_process_that_dies_there_loses_nothing_and_repeats_nothing(point: FaultPoint, tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"
    asyncio.run(_publish(path))
    trace.put_clock(path, START)
    for nth, commits in ((1, 0), (2, ends_well(point))):
        assert _lived(path, DieAt(point, nth)) == DEAD
        report = read.check(path)
        assert report.violations == []
        assert report.counts["commits"] == commits + (nth - 1) + ends_well(point)
    assert _lived(path, None) == 0
    _check_all_is_decided(path)


async def _publish(path: Path) -> None:
    async with await traced_log(path) as log:
        await send(log, stream())


def _lived(path: Path, death: DieAt | None) -> int | None:
    process = PROCESSES.Process(target=work, args=(path, START, death))
    process.start()
    process.join()
    return process.exitcode


def _check_all_is_decided(path: Path) -> None:
    report = read.check(path)
    assert report.violations == []
    assert report.counts["inputs"] == len(stream())
    for what in ("parcel.matched", "parcel.unmatched", "rejects", "repeated inputs"):
        assert report.counts[what] > 0, what


@each_point
def test_on_a_log_in_memory_the_next_worker_goes_on_as_well(point: FaultPoint, tmp_path: Path) -> None:
    reached: list[FaultPoint] = []

    def fault(now_at: FaultPoint) -> None:
        reached.append(now_at)
        if now_at == point and reached.count(point) == 2:
            raise Died

    async def run() -> None:
        log = TracedMemoryLog(PARTITIONS)
        log.now = START
        await send(log, stream())
        with pytest.raises(Died):
            await _loop(log, "first", fault)
        await _loop(log, "second", fault)
        await log.write_down(tmp_path / "log.sqlite")

    asyncio.run(run())
    _check_only_home(tmp_path / "log.sqlite")


async def _loop(log: TracedMemoryLog, owner: str, fault: Fault) -> None:
    """The loop of one partition, without a worker around it that would tidy up."""
    clock = FixedClock(START)
    settings = LoopSettings(BatchLimits(BATCH, linger_s=0), clock, until_drained=True, fault=fault)
    deciders = InProcessDeciders(MakePartitionDecider(log.partitions, SOLVE))
    try:
        ownership = await log.own(HOME, owner)
        await PartitionLoop(log, deciders, ownership, settings, asyncio.Event()).run()
    finally:
        await deciders.close()


def _check_only_home(path: Path) -> None:
    """The other partitions hold what was sent astray, which nobody has read here."""
    report = read.check(path)
    assert report.violations == []
    assert report.counts["ownerships that committed"] == 2
    assert report.counts["inputs"] == sum(read_log_file(path).heads[str(topic), HOME] for topic in INPUT_TOPICS)
    assert report.counts["parcel.matched"] > 0


def test_the_trace_of_a_log_in_memory_is_that_of_a_file(tmp_path: Path) -> None:
    """So that what the reader says of the one holds for the other."""

    async def run() -> tuple[list[Commit], list[Commit]]:
        memory = TracedMemoryLog(PARTITIONS)
        memory.now = START
        async with await traced_log(tmp_path / "file.sqlite") as file:
            trace.put_clock(tmp_path / "file.sqlite", START)
            for log in (memory, file):
                await send(log, stream())
                await work_at(log, START, batch=BATCH)
        await memory.write_down(tmp_path / "memory.sqlite")
        return read_log_file(tmp_path / "memory.sqlite").commits, read_log_file(tmp_path / "file.sqlite").commits

    memory, file = asyncio.run(run())
    assert sorted(map(_outline, memory)) == sorted(map(_outline, file))
    assert len(memory) > 2


def _outline(commit: Commit) -> tuple[int, ...]:
    ends = commit.ends
    return (commit.partition, commit.epoch, commit.at_s, ends[TIMETABLES], ends[PARCELS], ends[MATCHES])
