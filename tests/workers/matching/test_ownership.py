"""Who holds which partition, on both logs."""

import asyncio

import pytest

from tests.workers.matching.running import OpenLog, run_with
from workers.log.memory import MemoryLog
from workers.log.port import LeasedLog
from workers.matching.leased_holdings import LeasedHoldings


def held(holdings: LeasedHoldings) -> list[int]:
    return sorted(ownership.partition for ownership in holdings.held)


def test_given_partitions_are_taken_by_force_at_the_start(open_log: OpenLog) -> None:
    async def scenario(log: LeasedLog) -> None:
        former, worker = LeasedHoldings(log, "former", None), LeasedHoldings(log, "worker", [1])
        await former.take()
        await worker.take()
        assert held(worker) == [1]
        assert [ownership.partition for ownership in await former.renew()] == [1]
        assert held(former) == [0]

    run_with(open_log, scenario)


def test_without_given_partitions_what_is_given_back_is_there_for_others(open_log: OpenLog) -> None:
    async def scenario(log: LeasedLog) -> None:
        first, second = LeasedHoldings(log, "first", None), LeasedHoldings(log, "second", None)
        assert len(await first.take()) == 2
        await first.release()
        assert held(first) == []
        assert len(await second.take()) == 2

    run_with(open_log, scenario)


def test_taking_again_brings_only_what_is_new(open_log: OpenLog) -> None:
    async def scenario(log: LeasedLog) -> None:
        worker = LeasedHoldings(log, "worker", None)
        another = await log.own(1, "another")
        assert [ownership.partition for ownership in await worker.take()] == [0]
        await log.release(another)
        assert [ownership.partition for ownership in await worker.take()] == [1]
        assert await worker.take() == []

    run_with(open_log, scenario)


def test_two_workers_that_are_given_the_same_partition_do_not_fight_over_it() -> None:
    async def scenario() -> None:
        log = MemoryLog(1, lease_s=0.2)
        first, second = LeasedHoldings(log, "first", [0]), LeasedHoldings(log, "second", [0])
        await first.take()
        await second.take()
        await first.renew()
        assert await first.take() == []
        assert held(second) == [0]
        await asyncio.sleep(0.25)
        assert [ownership.owner for ownership in await first.take()] == ["first"]

    asyncio.run(scenario())


async def settle(*workers: LeasedHoldings, rounds: int = 12) -> list[int]:
    """Rounds as the workers make them; how many partitions each holds in the end, as the log has it."""
    for _ in range(rounds):
        for worker in workers:
            await worker.renew()
            await worker.take()
    return sorted(len(worker.held) for worker in workers)


@pytest.mark.parametrize("partitions", [1, 2, 7, 8, 64])
@pytest.mark.parametrize("count", [1, 2, 3, 5, 8])
def test_workers_that_come_one_after_the_other_end_up_with_even_shares(partitions: int, count: int) -> None:
    async def scenario() -> None:
        log = MemoryLog(partitions)
        workers: list[LeasedHoldings] = []
        for number in range(count):
            workers.append(LeasedHoldings(log, f"worker-{number}", None))
            await workers[-1].take()
        shares = await settle(*workers, rounds=2 * partitions)
        assert sum(shares) == partitions == len(await log.owners())
        assert shares[-1] - shares[0] <= 1

    asyncio.run(scenario())


def test_workers_with_even_shares_take_nothing_from_each_other(open_log: OpenLog) -> None:
    async def scenario(log: LeasedLog) -> None:
        first, second = LeasedHoldings(log, "first", None), LeasedHoldings(log, "second", None)
        assert await settle(first, second) == [1, 1]
        taken = first.takeovers + second.takeovers
        await settle(first, second)
        assert first.takeovers + second.takeovers == taken

    run_with(open_log, scenario)


def test_a_worker_of_a_fleet_leaves_room_for_the_others_until_they_had_time_to_come() -> None:
    async def scenario() -> None:
        log = MemoryLog(8, lease_s=0.3)
        first = LeasedHoldings(log, "first", None, fleet=3)
        await first.take()
        assert len(await first.take()) == 0
        assert len(held(first)) == 3
        await asyncio.sleep(0.35)
        await first.renew()
        await first.take()
        assert len(held(first)) == 8

    asyncio.run(scenario())


def test_the_partitions_of_a_silent_worker_are_shared_by_those_that_are_left() -> None:
    async def scenario() -> None:
        log = MemoryLog(8, lease_s=0.2)
        workers = [LeasedHoldings(log, f"worker-{number}", None) for number in range(4)]
        assert await settle(*workers) == [2, 2, 2, 2]
        silent, *left = workers
        lost_before = silent.losses
        for _ in range(6):
            await asyncio.sleep(0.05)
            await settle(*left, rounds=1)
        assert await settle(*left) == [2, 3, 3]
        assert len(await silent.renew()) == 2
        assert silent.losses == lost_before + 2
        assert await settle(*workers) == [2, 2, 2, 2]

    asyncio.run(scenario())
