"""The worker on both logs: each input is answered once, whatever happens in between."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from contracts.record import Record
from contracts.topics import Topic
from tests.workers.matching.counting_decider import CountingDecider
from tests.workers.matching.running import (
    DRAIN,
    OpenLog,
    outputs,
    outputs_when,
    publish,
    run_with,
    until,
    work,
    working,
)
from workers.clock import FixedClock, ManualClock
from workers.errors import DeciderDied, Fenced
from workers.log.port import LeasedLog
from workers.log.steps import FAULT_POINTS, FaultPoint, Step
from workers.matching.batch import BatchLimits
from workers.matching.commit import Committed, commit_batch
from workers.matching.decider import Outcome
from workers.matching.decider_inside import InProcessDeciders
from workers.matching.loop import LoopSettings

ONE_BY_ONE = replace(DRAIN, limits=BatchLimits(max_records=1, linger_s=0))
AT_ONCE = LoopSettings(BatchLimits(linger_s=0), FixedClock(100))


class Crash(Exception):  # noqa: N818 - a test's own
    pass


def test_every_input_is_answered_once_in_the_order_of_the_topics(open_log: OpenLog) -> None:
    async def scenario(log: LeasedLog) -> None:
        await publish(log, "p1", "bad p2", "p3")
        await publish(log, "t1", topic=Topic.TIMETABLES)
        await publish(log, "elsewhere", partition=1)
        await work(log)
        assert await outputs(log) == ["1 t1", "2 p1", "4 p3"]
        assert await outputs(log, Topic.REJECTS) == ["3 bad p2"]
        assert await log.committed(0) == {Topic.TIMETABLES: 1, Topic.UPDATES: 0, Topic.PARCELS: 3}
        assert await outputs(log, partition=1) == []

    run_with(open_log, scenario)


def test_a_worker_that_starts_again_goes_on_where_the_last_one_committed(open_log: OpenLog) -> None:
    async def scenario(log: LeasedLog) -> None:
        await publish(log, "p1", "p2")
        await work(log)
        await work(log)
        await publish(log, "p3")
        await work(log)
        assert await outputs(log) == ["1 p1", "2 p2", "3 p3"]

    run_with(open_log, scenario)


def test_what_arrives_while_the_worker_runs_is_answered(open_log: OpenLog) -> None:
    async def scenario(log: LeasedLog) -> None:
        async with working(log, AT_ONCE):
            for number in range(1, 6):
                await publish(log, f"p{number}")
                assert (await outputs_when(log, number))[-1] == f"{number} p{number}"

    run_with(open_log, scenario)


@pytest.mark.parametrize("point", FAULT_POINTS, ids=lambda point: f"{point.moment} {point.step.name}")
def test_a_worker_that_dies_at_any_step_loses_nothing_and_doubles_nothing(open_log: OpenLog, point: FaultPoint) -> None:
    reached: list[FaultPoint] = []

    def second_time(now: FaultPoint) -> None:
        reached.append(now)
        if now == point and reached.count(point) == 2:
            raise Crash

    async def scenario(log: LeasedLog) -> None:
        await publish(log, "p1", "bad p2", "p3", "p4")
        with pytest.raises(Crash):
            await work(log, replace(ONE_BY_ONE, fault=second_time))
        durable = FAULT_POINTS.index(point) >= FAULT_POINTS.index(FaultPoint("after", Step.DURABLE))
        assert (await log.committed(0))[Topic.PARCELS] == (2 if durable else 1)
        await work(log, ONE_BY_ONE)
        assert await outputs(log) == ["1 p1", "3 p3", "4 p4"]
        assert await outputs(log, Topic.REJECTS) == ["2 bad p2"]

    run_with(open_log, scenario)


def test_the_steps_of_a_commit_come_in_their_order(open_log: OpenLog) -> None:
    reached: list[FaultPoint] = []

    async def scenario(log: LeasedLog) -> None:
        await publish(log, "p1")
        await work(log, replace(DRAIN, fault=reached.append))

    run_with(open_log, scenario)
    assert tuple(reached) == FAULT_POINTS
    assert [step.name for step in Step] == ["DECIDE", "APPEND", "POSITIONS", "DURABLE", "TELL"]


def test_a_batch_of_a_fenced_worker_is_not_written_and_nobody_is_told(open_log: OpenLog) -> None:
    told: list[Committed] = []

    async def tell(committed: Committed) -> None:
        told.append(committed)

    async def scenario(log: LeasedLog) -> None:
        await publish(log, "p1")
        former = await log.own(0, "former")
        records = await log.poll(former, {}, None, 0)
        await log.own(0, "current")

        async def decide() -> Outcome:
            return CountingDecider(0).decide(records, 100)

        with pytest.raises(Fenced):
            await commit_batch(log, former, records, positions={}, now=100, decide=decide, tell=tell)
        assert await outputs(log) == []
        assert (await log.committed(0))[Topic.PARCELS] == 0
        assert told == []

    run_with(open_log, scenario)


def test_a_worker_that_is_taken_over_lets_the_partition_go_and_keeps_its_others(open_log: OpenLog) -> None:
    async def scenario(log: LeasedLog) -> None:
        with capture_logs() as lines:
            async with working(log, AT_ONCE, partitions=(0, 1)) as worker:
                await publish(log, "p1")
                await outputs_when(log, 1)
                await log.own(0, "another")
                await publish(log, "p2")
                await publish(log, "q1", partition=1)
                assert await outputs_when(log, 1, partition=1) == ["1 q1"]
                await until(lambda: any(line["event"] == "partition lost" for line in lines))
                assert not worker.done()
        assert await outputs(log) == ["1 p1"]
        assert (await log.committed(0))[Topic.PARCELS] == 1

    run_with(open_log, scenario)


def test_alarms_fire_when_their_time_comes_and_once(open_log: OpenLog) -> None:
    clock = ManualClock(100)

    async def scenario(log: LeasedLog) -> None:
        async with working(log, LoopSettings(BatchLimits(linger_s=0), clock)):
            await publish(log, "alarm 500", "alarm 300")
            assert await outputs_when(log, 2) == ["1 alarm 500", "2 alarm 300"]
            clock.set(299)
            await publish(log, "p")
            assert await outputs_when(log, 3) == ["1 alarm 500", "2 alarm 300", "3 p"]
            clock.set(300)
            assert (await outputs_when(log, 4))[3:] == ["rang 300"]
            clock.set(1000)
            assert (await outputs_when(log, 5))[3:] == ["rang 300", "rang 500"]
        await work(log, replace(DRAIN, clock=clock))
        assert (await outputs(log))[3:] == ["rang 300", "rang 500"]

    run_with(open_log, scenario)


def test_an_alarm_that_passed_while_no_worker_ran_fires_at_the_start(open_log: OpenLog) -> None:
    async def scenario(log: LeasedLog) -> None:
        await publish(log, "alarm 300")
        await work(log, replace(DRAIN, clock=FixedClock(100)))
        await work(log, replace(DRAIN, clock=FixedClock(400)))
        assert await outputs(log) == ["1 alarm 300", "rang 300"]

    run_with(open_log, scenario)


def test_a_clock_that_is_put_back_does_not_take_decisions_back_in_time(open_log: OpenLog) -> None:
    clock = ManualClock(500)
    deciders: list[CountingDecider] = []

    def make(partition: int) -> CountingDecider:
        deciders.append(CountingDecider(partition))
        return deciders[-1]

    async def scenario(log: LeasedLog) -> None:
        settings = LoopSettings(BatchLimits(linger_s=0), clock)
        async with working(log, settings, deciders=InProcessDeciders(make)):
            for number, instant in enumerate((500, 200, 501), start=1):
                clock.set(instant)
                await publish(log, f"p{number}")
                await outputs_when(log, number)
        assert deciders[0].nows == [500, 500, 501]

    run_with(open_log, scenario)


def test_a_batch_holds_at_most_what_the_limits_say(open_log: OpenLog) -> None:
    sizes: list[int] = []

    async def scenario(log: LeasedLog) -> None:
        await publish(log, *(f"p{number}" for number in range(7)))
        limits = BatchLimits(max_records=3, linger_s=0)
        await work(log, replace(DRAIN, limits=limits, on_commit=lambda committed: sizes.append(committed.records)))
        await publish(log, *(f"q{number}" for number in range(7)))
        await work(log, replace(DRAIN, on_commit=lambda committed: sizes.append(committed.records)))

    run_with(open_log, scenario)
    assert sizes == [3, 3, 1, 7]


def test_records_that_come_within_the_linger_time_are_decided_together(open_log: OpenLog) -> None:
    sizes: list[int] = []

    async def scenario(log: LeasedLog) -> None:
        limits = BatchLimits(max_records=3, linger_s=1.0)
        settings = LoopSettings(limits, FixedClock(100), on_commit=lambda committed: sizes.append(committed.records))
        async with working(log, settings):
            await publish(log, "p1")
            await asyncio.sleep(0.1)
            assert await outputs(log) == []
            await publish(log, "p2", "p3", "p4")
            await outputs_when(log, 3)

    run_with(open_log, scenario)
    assert sizes[0] == 3


def test_taking_over_folds_the_matches_first_and_then_the_consumed_inputs(open_log: OpenLog) -> None:
    deciders: list[CountingDecider] = []

    def make(partition: int) -> CountingDecider:
        deciders.append(CountingDecider(partition))
        return deciders[-1]

    async def scenario(log: LeasedLog) -> None:
        await publish(log, "p1", "p2")
        await publish(log, "t1", topic=Topic.TIMETABLES)
        await work(log)
        await publish(log, "p3")
        await work(log, deciders=InProcessDeciders(make))

    run_with(open_log, scenario)
    matches = [f"ridealong.matches/{offset}" for offset in range(3)]
    inputs = ["ridealong.timetables/0", "ridealong.parcels/0", "ridealong.parcels/1"]
    assert deciders[0].folded == matches + inputs


def test_one_line_per_batch_says_what_happened(open_log: OpenLog) -> None:
    async def scenario(log: LeasedLog) -> None:
        await publish(log, "p1", "p2", "p3")
        with capture_logs() as lines:
            await work(log, replace(DRAIN, limits=BatchLimits(max_records=2, linger_s=0)))
        batches = [line for line in lines if line["event"] == "batch"]
        assert [(line["records"], line["outputs"], line["lag"], line["seen"]) for line in batches] == [
            (2, 2, 1, 2),
            (1, 1, 0, 3),
        ]
        assert {"partition", "epoch", "areas", "decide_s", "commit_s"} <= batches[0].keys()

    run_with(open_log, scenario)


def test_a_decider_that_fails_in_process_ends_the_worker_with_its_own_error(open_log: OpenLog) -> None:
    async def scenario(log: LeasedLog) -> None:
        await publish(log, "raise always")
        with pytest.raises(ValueError, match="told to"):
            await work(log)
        assert (await log.committed(0))[Topic.PARCELS] == 0

    run_with(open_log, scenario)


class DyingDeciders(InProcessDeciders):
    """Its deciders die the first `deaths` times they are to decide."""

    def __init__(self, deaths: int) -> None:
        super().__init__(self._make)
        self.deaths = deaths

    def _make(self, partition: int) -> CountingDecider:
        host = self

        class Dying(CountingDecider):
            def decide(self, records: Sequence[Record], now: int) -> Outcome:
                outcome = super().decide(records, now)
                if host.deaths > 0:
                    host.deaths -= 1
                    raise DeciderDied("It died.")
                return outcome

        return Dying(partition)


def test_a_decider_that_dies_is_replaced_by_one_that_replays(open_log: OpenLog) -> None:
    async def scenario(log: LeasedLog) -> None:
        await publish(log, "p1", "p2")
        await work(log, ONE_BY_ONE)
        await publish(log, "p3")
        await work(log, ONE_BY_ONE, deciders=DyingDeciders(2))
        assert await outputs(log) == ["1 p1", "2 p2", "3 p3"]

    run_with(open_log, scenario)


def test_a_decider_that_never_gets_past_a_batch_ends_the_worker(
    open_log: OpenLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workers.matching.loop._FIRST_BACKOFF_S", 0.001)

    async def scenario(log: LeasedLog) -> None:
        await publish(log, "p1")
        with pytest.raises(DeciderDied):
            await work(log, deciders=DyingDeciders(1000))
        assert (await log.committed(0))[Topic.PARCELS] == 0

    run_with(open_log, scenario)


def test_a_worker_that_is_told_nothing_takes_all_that_is_vacant_and_leaves_it_vacant(open_log: OpenLog) -> None:
    async def scenario(log: LeasedLog) -> None:
        await log.own(1, "another")
        async with working(log, AT_ONCE, partitions=None):
            await publish(log, "p1")
            await publish(log, "q1", partition=1)
            await outputs_when(log, 1)
            assert await log.claim([0, 1], "third") == []
        assert await outputs(log, partition=1) == []
        assert [ownership.partition for ownership in await log.claim([0, 1], "third")] == [0]

    run_with(open_log, scenario)


def test_stopping_does_not_wait_for_a_decision_and_commits_nothing_of_it(open_log: OpenLog, tmp_path: Path) -> None:
    deciding = tmp_path / "deciding"

    class Sleepy(CountingDecider):
        def decide(self, records: Sequence[Record], now: int) -> Outcome:
            deciding.touch()
            return super().decide(records, now)

    async def scenario(log: LeasedLog) -> None:
        await publish(log, "sleep 1.5")
        async with working(log, AT_ONCE, deciders=InProcessDeciders(Sleepy)):
            await until(deciding.exists)
            stopped = asyncio.get_running_loop().time()
        assert asyncio.get_running_loop().time() - stopped < 1.0
        assert await outputs(log) == []

    run_with(open_log, scenario)
