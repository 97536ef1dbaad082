"""Workers that share the partitions of a Kafka log as members of a group, or by being told."""

import asyncio
import multiprocessing
import os
import signal
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest
from structlog.testing import capture_logs

from contracts.topics import Topic
from scripts.servers.kafka import KafkaServer
from tests.conformance.event_log import LONG_S, PARTITIONS
from tests.conformance.kafka_logs import _swept, left_to_the_garbage_collector, on_kafka, settings_on
from tests.conformance.kafka_processes import SETTINGS, work_in_a_group
from tests.workers.matching.counting_decider import CountingDecider
from tests.workers.matching.running import outputs, outputs_when, publish, until
from workers.errors import Fenced
from workers.log.kafka.log import KafkaLog
from workers.log.kafka.membership import KafkaMembership
from workers.log.kafka.settings import KafkaSettings
from workers.matching.decider_inside import InProcessDeciders
from workers.matching.given_holdings import GivenHoldings
from workers.matching.group_holdings import GroupHoldings
from workers.matching.ownership import Holdings
from workers.matching.worker import Worker

__all__ = ["_swept"]
pytestmark = [left_to_the_garbage_collector, pytest.mark.usefixtures("_swept")]

SPAWN = multiprocessing.get_context("spawn")
SESSION_S = 1.0


@pytest.fixture
def settings(kafka: KafkaServer, unique: str) -> KafkaSettings:
    return settings_on(kafka, unique)


def held(holdings: Holdings) -> list[int]:
    return sorted(ownership.partition for ownership in holdings.held)


async def in_group(log: KafkaLog, settings: KafkaSettings, name: str) -> GroupHoldings:
    return GroupHoldings(log, await KafkaMembership.join(settings, SESSION_S, name))


@asynccontextmanager
async def working(log: KafkaLog, holdings: Holdings) -> AsyncIterator[None]:
    """A worker beside the block."""
    stop = asyncio.Event()
    task = asyncio.create_task(Worker(log, InProcessDeciders(CountingDecider), holdings, SETTINGS).run(stop))
    try:
        async with asyncio.timeout(LONG_S):
            yield
    finally:
        stop.set()
        await task


async def publish_everywhere(log: KafkaLog, text: str) -> None:
    for partition in range(PARTITIONS):
        await publish(log, text, partition=partition)


async def answered(log: KafkaLog, expected: Sequence[str]) -> None:
    """Return when every partition has so many matches; they are these."""
    for partition in range(PARTITIONS):
        assert await outputs_when(log, len(expected), partition=partition) == list(expected)


def test_workers_of_a_group_share_the_partitions_and_take_over_at_once_from_one_that_leaves(
    settings: KafkaSettings,
) -> None:
    async def scenario(log: KafkaLog) -> None:
        async with await KafkaLog.open(settings) as second_log:
            first, second = await in_group(log, settings, "first"), await in_group(second_log, settings, "second")
            async with working(log, first):
                async with working(second_log, second):
                    await until(lambda: len(first.held) == len(second.held) == PARTITIONS // 2)
                    assert sorted(held(first) + held(second)) == list(range(PARTITIONS))
                    owners = await log.owners()
                    assert owners == dict.fromkeys(held(first), "first") | dict.fromkeys(held(second), "second")
                    await publish_everywhere(log, "p1")
                    await answered(log, ["1 p1"])
                left = asyncio.get_running_loop().time()
                await until(lambda: len(first.held) == PARTITIONS)
                assert asyncio.get_running_loop().time() - left < SESSION_S
                await publish_everywhere(log, "p2")
                await answered(log, ["1 p1", "2 p2"])
            assert await log.owners() == {}

    on_kafka(settings, scenario)


def test_a_worker_that_was_frozen_beyond_its_session_commits_nothing_and_gets_its_share_again(
    settings: KafkaSettings,
) -> None:
    ours, theirs = SPAWN.Pipe()
    zombie = SPAWN.Process(target=work_in_a_group, args=(settings, "zombie", SESSION_S, theirs))

    async def scenario(log: KafkaLog) -> None:
        await publish_everywhere(log, "p1")
        zombie.start()
        await answered(log, ["1 p1"])
        assert zombie.pid is not None
        os.kill(zombie.pid, signal.SIGSTOP)
        try:
            await publish_everywhere(log, "p2")  # it will find this when it wakes
            heir = await in_group(log, settings, "heir")
            async with working(log, heir):
                await until(lambda: len(heir.held) == PARTITIONS)
                await answered(log, ["1 p1", "2 p2"])
                os.kill(zombie.pid, signal.SIGCONT)
                await publish_everywhere(log, "p3")
                await until(lambda: len(heir.held) == PARTITIONS // 2)
                await publish_everywhere(log, "p4")
                await answered(log, ["1 p1", "2 p2", "3 p3", "4 p4"])
                taken = heir.takeovers
                await asyncio.sleep(3 * SESSION_S)
                assert heir.takeovers == taken, "they fight over the partitions"
                ours.send("stop")
                takeovers, losses = await asyncio.to_thread(ours.recv)
                assert losses >= PARTITIONS
                assert takeovers < 4 * PARTITIONS
        finally:
            os.kill(zombie.pid, signal.SIGCONT)

    try:
        on_kafka(settings, scenario)
    finally:
        zombie.kill()
        zombie.join()


def test_a_worker_asks_the_group_before_it_takes_up_again_what_it_believes_to_be_its_own(
    settings: KafkaSettings,
) -> None:
    async def scenario(log: KafkaLog) -> None:
        async with await KafkaLog.open(settings) as sleepers_log:
            asleep = await KafkaMembership.join(settings, SESSION_S, "sleeper")
            sleeper = GroupHoldings(sleepers_log, asleep)
            await until(lambda: bool(asleep.dealt))
            taken = {ownership.partition: ownership for ownership in await sleeper.take()}
            asleep._taking_part.cancel()
            await asleep._stop()  # the group forgets it, and it does not know
            heir = await in_group(log, settings, "heir")
            await until(lambda: len(heir._membership.dealt) == PARTITIONS)
            await heir.take()
            with pytest.raises(Fenced):
                await sleeper.resume(taken[0])
            sleeper.drop(taken[1])
            assert await sleeper.take() == []
            for ownership in heir.held:
                await log.commit(ownership, [], {Topic.PARCELS: 1})
            await heir.release()
            await asleep.leave()

    on_kafka(settings, scenario)


def test_workers_that_are_told_their_partitions_take_them_by_force_and_do_not_fight(settings: KafkaSettings) -> None:
    async def scenario(log: KafkaLog) -> None:
        async with await KafkaLog.open(settings) as second_log:
            first, second = GivenHoldings(log, "first", [0, 1]), GivenHoldings(second_log, "second", [1])
            async with working(log, first):
                await publish_everywhere(log, "p1")
                assert await outputs_when(log, 1, partition=1) == ["1 p1"]
                async with working(second_log, second):
                    await until(lambda: held(second) == [1])
                    await publish_everywhere(log, "p2")
                    assert await outputs_when(log, 2, partition=1) == ["1 p1", "2 p2"]
                    assert await outputs_when(log, 2, partition=0) == ["1 p1", "2 p2"]
                    await until(lambda: held(first) == [0])
                    await asyncio.sleep(1.2)
                    assert (second.takeovers, held(second)) == (1, [1])
        assert await outputs(log, partition=2) == []

    on_kafka(settings, scenario)


def test_a_worker_whose_transaction_the_cluster_gave_up_goes_on_with_its_partition(settings: KafkaSettings) -> None:
    async def scenario(log: KafkaLog) -> None:
        worker = GivenHoldings(log, "worker", [0])
        (ownership,) = await worker.take()
        worker.drop(ownership)  # as when it was fenced
        (again,) = await worker.take()
        assert again.partition == 0
        await log.commit(again, [], {Topic.PARCELS: 1})

    on_kafka(settings, scenario)


def test_a_lease_that_the_brokers_do_not_allow_is_told_in_a_sentence(settings: KafkaSettings) -> None:
    async def scenario(_: KafkaLog) -> None:
        with capture_logs() as lines:
            membership = await KafkaMembership.join(settings, 24 * 3600.0, "patient")
            await until(lambda: any(line["event"] == "not taking part in sharing the partitions" for line in lines))
            await membership.leave()
        reasons = {line.get("reason") for line in lines}
        assert "the brokers do not allow such a lease: see group.min.session.timeout.ms" in reasons

    on_kafka(settings, scenario)
