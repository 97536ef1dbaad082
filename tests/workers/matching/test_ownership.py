"""Who holds which partition, on both logs."""

import asyncio

from tests.workers.matching.running import OpenLog, run_with
from workers.log.memory import MemoryLog
from workers.log.port import EventLog
from workers.matching.ownership import Holdings


def held(holdings: Holdings) -> list[int]:
    return sorted(ownership.partition for ownership in holdings.held)


def test_given_partitions_are_taken_by_force_at_the_start(open_log: OpenLog) -> None:
    async def scenario(log: EventLog) -> None:
        former, worker = Holdings(log, "former", None), Holdings(log, "worker", [1])
        await former.take()
        await worker.take()
        assert held(worker) == [1]
        assert [ownership.partition for ownership in await former.renew()] == [1]
        assert held(former) == [0]

    run_with(open_log, scenario)


def test_without_given_partitions_only_vacant_ones_are_taken(open_log: OpenLog) -> None:
    async def scenario(log: EventLog) -> None:
        first, second = Holdings(log, "first", None), Holdings(log, "second", None)
        assert len(await first.take()) == 2
        assert await second.take() == []
        await first.release()
        assert held(first) == []
        assert len(await second.take()) == 2

    run_with(open_log, scenario)


def test_taking_again_brings_only_what_is_new(open_log: OpenLog) -> None:
    async def scenario(log: EventLog) -> None:
        worker = Holdings(log, "worker", None)
        another = await log.own(1, "another")
        assert [ownership.partition for ownership in await worker.take()] == [0]
        await log.release(another)
        assert [ownership.partition for ownership in await worker.take()] == [1]
        assert await worker.take() == []

    run_with(open_log, scenario)


def test_two_workers_that_are_given_the_same_partition_do_not_fight_over_it() -> None:
    async def scenario() -> None:
        log = MemoryLog(1, lease_s=0.2)
        first, second = Holdings(log, "first", [0]), Holdings(log, "second", [0])
        await first.take()
        await second.take()
        await first.renew()
        assert await first.take() == []
        assert held(second) == [0]
        await asyncio.sleep(0.25)
        assert [ownership.owner for ownership in await first.take()] == ["first"]

    asyncio.run(scenario())
