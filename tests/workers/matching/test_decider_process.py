"""The decider in a process of its own: same answers, and no death of it is missed."""

import asyncio
import contextlib
import multiprocessing
import os
import signal
from collections.abc import Callable, Coroutine
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from contracts.record import Message, Record
from contracts.topics import Topic
from tests.workers.matching.counting_decider import CountingDecider
from tests.workers.matching.processes import decide_for_a_minute
from tests.workers.matching.running import DRAIN, LONG_S, outputs, publish, until, work, working
from workers.clock import FixedClock
from workers.errors import DeciderDied
from workers.log.memory import MemoryLog
from workers.matching.batch import BatchLimits
from workers.matching.decider import Outcome
from workers.matching.decider_process import ProcessDeciders
from workers.matching.loop import LoopSettings

HEADERS = (("ce_id", b"1"), ("x-binary", b"\x00\xff"))
AT_ONCE = LoopSettings(BatchLimits(linger_s=0), FixedClock(100))


def parcel(text: str, offset: int = 0) -> Record:
    return Record("ridealong.parcels", 0, offset, None, text.encode(), HEADERS)


def run(scenario: Callable[[ProcessDeciders], Coroutine[Any, Any, None]]) -> None:
    async def whole() -> None:
        deciders = ProcessDeciders(CountingDecider)
        try:
            async with asyncio.timeout(LONG_S):
                await scenario(deciders)
        finally:
            await deciders.close()

    asyncio.run(whole())


def test_it_answers_as_the_same_decider_does_in_process() -> None:
    async def scenario(deciders: ProcessDeciders) -> None:
        here = CountingDecider(0)
        there = await deciders.open(0)
        here.replay([parcel("p0")])
        await there.replay([parcel("p0")])
        assert await there.next_alarm() is None
        records = [parcel("alarm 500", 1), parcel("bad", 2)]
        outcome = await there.decide(records, 100)
        assert outcome == here.decide(records, 100)
        assert outcome.outputs[0][0] is Topic.MATCHES
        assert outcome.outputs[0][1] == Message(b"vidzeme", b"2 alarm 500", (("ce_id", b"2 alarm 500"),))
        assert await there.next_alarm() == 500

    run(scenario)


def test_one_process_holds_the_deciders_of_several_partitions_apart() -> None:
    async def scenario(deciders: ProcessDeciders) -> None:
        first, second = await deciders.open(0), await deciders.open(1)
        await first.decide([parcel("p")], 100)
        outcome = await second.decide([parcel("q")], 100)
        assert [message.value for _, message in outcome.outputs] == [b"1 q"]
        pid = deciders.pid
        again = await deciders.open(0)
        assert deciders.pid == pid
        outcome = await again.decide([parcel("r")], 100)
        assert [message.value for _, message in outcome.outputs] == [b"1 r"]

    run(scenario)


def test_its_death_is_noticed_while_it_decides() -> None:
    async def scenario(deciders: ProcessDeciders) -> None:
        decider = await deciders.open(0)
        deciding = asyncio.create_task(decider.decide([parcel("sleep 60")], 100))
        await asyncio.sleep(0.05)
        assert deciders.pid is not None
        os.kill(deciders.pid, signal.SIGKILL)
        with pytest.raises(DeciderDied, match="signal 9"):
            await deciding
        with pytest.raises(DeciderDied):
            await decider.next_alarm()
        assert await (await deciders.open(0)).next_alarm() is None

    run(scenario)


def test_its_death_is_told_to_every_partition_also_when_another_has_already_replaced_it() -> None:
    async def scenario(deciders: ProcessDeciders) -> None:
        first, second, third = [await deciders.open(partition) for partition in range(3)]
        deciding = asyncio.create_task(first.decide([parcel("sleep 60")], 100))
        queued = asyncio.create_task(second.decide([parcel("p")], 100))
        await asyncio.sleep(0.05)
        assert deciders.pid is not None
        os.kill(deciders.pid, signal.SIGKILL)
        await until(lambda: deciders._child is not None and not deciders._child.alive)
        again = await deciders.open(0)
        for lost in (deciding, queued, asyncio.create_task(third.next_alarm())):
            with pytest.raises(DeciderDied):
                await lost
        assert await again.next_alarm() is None

    run(scenario)


def test_an_exception_of_the_decider_costs_its_state_but_not_the_process() -> None:
    async def scenario(deciders: ProcessDeciders) -> None:
        decider, other = await deciders.open(0), await deciders.open(1)
        pid = deciders.pid
        with pytest.raises(DeciderDied, match=r"partition 0 failed: ValueError: told to\."):
            await decider.decide([parcel("raise always")], 100)
        with pytest.raises(DeciderDied):
            await decider.next_alarm()
        assert await other.next_alarm() is None
        assert deciders.pid == pid

    run(scenario)


def test_a_decision_that_nobody_waits_for_is_thrown_away_at_the_end() -> None:
    async def scenario(deciders: ProcessDeciders) -> None:
        decider = await deciders.open(0)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await decider.decide([parcel("sleep 60")], 100)

    run(scenario)  # and does not take a minute


def test_interrupt_and_terminate_are_the_workers_to_obey() -> None:
    async def scenario(deciders: ProcessDeciders) -> None:
        decider = await deciders.open(0)
        assert deciders.pid is not None
        os.kill(deciders.pid, signal.SIGINT)
        os.kill(deciders.pid, signal.SIGTERM)
        assert await decider.decide([], 100) == Outcome((), {"areas": "vidzeme", "seen": 0})

    run(scenario)


def test_a_decider_does_not_outlive_its_worker_even_in_the_middle_of_a_solve() -> None:
    spawn = multiprocessing.get_context("spawn")
    ours, theirs = spawn.Pipe()
    worker = spawn.Process(target=decide_for_a_minute, args=(theirs,))
    worker.start()
    decider_pid: int = ours.recv()
    worker.kill()
    worker.join()

    async def gone() -> None:
        async with asyncio.timeout(LONG_S):
            await until(lambda: not _runs(decider_pid))

    asyncio.run(gone())


def _runs(pid: int) -> bool:
    with contextlib.suppress(OSError):
        return not Path(f"/proc/{pid}/stat").read_text().split(")")[1].startswith(" Z")
    return False


def test_the_leases_are_renewed_while_the_decider_solves() -> None:
    async def scenario(deciders: ProcessDeciders) -> None:
        log = MemoryLog(2, lease_s=0.7)
        await publish(log, "sleep 1.8")
        async with working(log, AT_ONCE, deciders=deciders):
            await until(lambda: deciders.pid is not None)
            while not await outputs(log):
                assert await log.claim([0], "heir") == []
                await asyncio.sleep(0.05)

    run(scenario)


@pytest.mark.parametrize("death", ["exit once", "raise once"])
def test_a_worker_whose_decider_dies_replays_into_a_new_one(tmp_path: Path, death: str) -> None:
    async def scenario(deciders: ProcessDeciders) -> None:
        log = MemoryLog(2)
        await publish(log, "p1", "p2", f"{death} {tmp_path / 'died'}", "p4")
        await work(log, replace(DRAIN, limits=BatchLimits(max_records=2, linger_s=0)), deciders=deciders)
        assert (tmp_path / "died").exists()
        assert await outputs(log) == ["1 p1", "2 p2", f"3 {death} {tmp_path / 'died'}", "4 p4"]

    run(scenario)
