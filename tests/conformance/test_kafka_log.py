"""The Kafka log keeps to the port, on a real broker, and to what a log shared by machines has to promise besides."""

import asyncio
import multiprocessing
import secrets
import signal
import socket
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aiokafka.errors import ProducerFenced
from confluent_kafka import Consumer, ConsumerGroupTopicPartitions, TopicPartition
from confluent_kafka.admin import AdminClient
from confluent_kafka.cimpl import NewPartitions

from contracts.topics import Topic
from scripts.servers.kafka import KafkaServer
from tests.conformance.event_log import LONG_S, PARTITIONS, EventLogBehaviours, message, texts
from tests.conformance.kafka_logs import _swept, fresh_log, left_to_the_garbage_collector, on_kafka, settings_on
from tests.conformance.kafka_processes import commit_once_and_die_in_the_second
from tests.workers.matching.running import until
from workers.errors import Fenced, InputError, LogError
from workers.log.kafka.log import KafkaLog
from workers.log.kafka.settings import KafkaSettings
from workers.log.port import EventLog, Ownership
from workers.log.steps import FAULT_POINTS, FaultPoint, Step

__all__ = ["_swept"]
SPAWN = multiprocessing.get_context("spawn")
pytestmark = [left_to_the_garbage_collector, pytest.mark.usefixtures("_swept")]


class TestKafkaLog(EventLogBehaviours):
    gapless = False
    server: KafkaServer

    @pytest.fixture(autouse=True)
    def _on_the_shared_broker(self, kafka: KafkaServer) -> None:
        type(self).server = kafka

    async def open(self, _folder: Path) -> EventLog:
        return await fresh_log(settings_on(self.server, f"t{secrets.token_hex(4)}"))


class Crash(Exception):  # noqa: N818 - a test's own
    pass


@pytest.fixture
def settings(kafka: KafkaServer, unique: str) -> KafkaSettings:
    return settings_on(kafka, unique)


def committed_records(settings: KafkaSettings, topic: Topic, partition: int, isolation: str) -> list[str]:
    """What another client reads of a partition, from its beginning to its end."""
    consumer = Consumer(
        {
            "bootstrap.servers": settings.bootstrap,
            "group.id": f"{settings.app}.reader",
            "isolation.level": isolation,
            "enable.auto.commit": False,
            "enable.partition.eof": True,
        }
    )
    consumer.assign([TopicPartition(settings.topic_name(topic), partition, 0)])
    found: list[str] = []
    try:
        while True:
            got = consumer.poll(LONG_S)
            assert got is not None
            if got.error() is not None:
                return found
            found.append((got.value() or b"").decode())
    finally:
        consumer.close()


# owners


def test_a_zombie_in_another_process_writes_nothing_and_learns_that_it_is_one(settings: KafkaSettings) -> None:
    async def scenario(log: KafkaLog) -> None:
        async with await KafkaLog.open(settings) as zombies:
            zombie = await zombies.own(0, "zombie")
            await zombies.commit(zombie, [(Topic.MATCHES, message("alive"))], {Topic.PARCELS: 1})
            heir = await log.own(0, "heir")
            assert heir.epoch == zombie.epoch + 1
            with pytest.raises(Fenced, match="zombie no longer owns partition 0"):
                await zombies.commit(zombie, [(Topic.MATCHES, message("late"))], {Topic.PARCELS: 9})
            with pytest.raises(Fenced):
                await zombies.resume(zombie)
            await log.commit(heir, [(Topic.MATCHES, message("heir"))], {Topic.PARCELS: 2})
        assert texts(await log.read(Topic.MATCHES, 0, 0)) == ["alive", "heir"]
        assert (await log.committed(0))[Topic.PARCELS] == 2

    on_kafka(settings, scenario)
    assert committed_records(settings, Topic.MATCHES, 0, "read_committed") == ["alive", "heir"]


def test_whoever_takes_a_partition_over_ends_what_its_owner_had_begun(settings: KafkaSettings) -> None:
    async def scenario(log: KafkaLog) -> None:
        async with await KafkaLog.open(settings) as others:
            frozen = await others.own(0, "frozen")
            writer = others._desk(frozen).writer
            await writer._producer.begin_transaction()
            await writer._send([(Topic.MATCHES, message("half"))])
            heir = await log.own(0, "heir")
            await log.commit(heir, [(Topic.MATCHES, message("whole"))], {Topic.PARCELS: 1})
            assert texts(await log.read(Topic.MATCHES, 0, 0)) == ["whole"]
            with pytest.raises(ProducerFenced):
                await writer._producer.commit_transaction()

    on_kafka(settings, scenario)
    assert committed_records(settings, Topic.MATCHES, 0, "read_committed") == ["whole"]
    assert committed_records(settings, Topic.MATCHES, 0, "read_uncommitted") == ["half", "whole"]


def test_of_an_aborted_commit_no_client_sees_anything(settings: KafkaSettings) -> None:
    def fault(point: FaultPoint) -> None:
        if point == FaultPoint("before", Step.DURABLE):
            raise Crash

    async def scenario(log: KafkaLog) -> None:
        ownership = await log.own(0, "worker")
        with pytest.raises(Crash):
            await log.commit(ownership, [(Topic.MATCHES, message("aborted"))], {Topic.PARCELS: 1}, fault)
        assert (await log.ends(0))[Topic.MATCHES] == 0
        assert await log.news({}, 0) == {}
        await log.commit(ownership, [(Topic.MATCHES, message("m"))], {Topic.PARCELS: 1})
        at = await log.cut(0)
        (record,) = await log.read(Topic.MATCHES, 0, 0)
        assert at.ends[Topic.MATCHES] == record.offset + 1 == (await log.ends(0))[Topic.MATCHES] > 1

    on_kafka(settings, scenario)
    assert committed_records(settings, Topic.MATCHES, 0, "read_committed") == ["m"]
    assert committed_records(settings, Topic.MATCHES, 0, "read_uncommitted") == ["aborted", "m"]


def test_a_process_that_dies_at_any_step_of_a_commit_has_written_all_or_nothing(settings: KafkaSettings) -> None:
    points = [point for point in FAULT_POINTS if Step.APPEND <= point.step <= Step.DURABLE]

    async def scenario(log: KafkaLog) -> None:
        processes = [
            SPAWN.Process(target=commit_once_and_die_in_the_second, args=(settings, partition, point))
            for partition, point in enumerate(points)
        ]
        for process in processes:
            process.start()
        for process in processes:
            await asyncio.to_thread(process.join)
            assert process.exitcode == -signal.SIGKILL
        for partition, point in enumerate(points):
            heir = await log.own(partition, "heir")
            commits = 2 if point == FaultPoint("after", Step.DURABLE) else 1
            assert (await log.committed(partition))[Topic.PARCELS] == commits, point
            assert texts(await log.read(Topic.MATCHES, partition, 0)) == ["first", "second"][:commits], point
            await log.commit(heir, [(Topic.MATCHES, message("heir"))], {Topic.PARCELS: commits + 1})

    on_kafka(settings, scenario, len(points))
    for partition, point in enumerate(points):
        expected = ["first", "second", "heir"] if point == FaultPoint("after", Step.DURABLE) else ["first", "heir"]
        assert committed_records(settings, Topic.MATCHES, partition, "read_committed") == expected


def test_what_another_program_writes_beside_the_owner_is_not_taken_for_the_owners(settings: KafkaSettings) -> None:
    async def scenario(log: KafkaLog) -> None:
        ownership = await log.own(0, "worker")
        await log.append(Topic.MATCHES, [message("foreign")], partition=0)
        await log.commit(ownership, [(Topic.MATCHES, message("ours"))], {Topic.PARCELS: 1})
        at = await log.cut(0)
        assert texts(await log.read(Topic.MATCHES, 0, 0)) == ["foreign", "ours"]
        assert (await log.read(Topic.MATCHES, 0, 0))[-1].offset + 1 == at.ends[Topic.MATCHES]

    on_kafka(settings, scenario)


# positions


async def as_operator(settings: KafkaSettings, ask: Callable[[AdminClient], dict[str, Future[Any]]]) -> None:
    """What an operator does with a tool of the cluster's."""
    admin = AdminClient({"bootstrap.servers": settings.bootstrap})
    for answer in ask(admin).values():
        await asyncio.to_thread(answer.result, LONG_S)


def test_positions_that_an_operator_has_put_back_are_where_the_next_owner_goes_on(settings: KafkaSettings) -> None:
    async def scenario(log: KafkaLog) -> None:
        await log.append(Topic.PARCELS, [message("p1"), message("p2")], partition=0)
        ownership = await log.own(0, "worker")
        await log.commit(ownership, [(Topic.MATCHES, message("m"))], {Topic.PARCELS: 2})
        await log.release(ownership)
        place = TopicPartition(settings.topic_name(Topic.PARCELS), 0, 1)
        offsets = [ConsumerGroupTopicPartitions(settings.app, [place])]
        await as_operator(settings, lambda admin: admin.alter_consumer_group_offsets(offsets))
        assert (await log.committed(0))[Topic.PARCELS] == 1
        heir = await log.own(0, "heir")
        assert texts(await log.poll(heir, await log.committed(0), None, 0)) == ["p2"]
        await log.commit(heir, [], {Topic.PARCELS: 2})
        assert (await log.committed(0))[Topic.PARCELS] == 2

    on_kafka(settings, scenario)


def test_a_partition_whose_positions_were_forgotten_is_not_decided_on_again(settings: KafkaSettings) -> None:
    async def scenario(log: KafkaLog) -> None:
        ownership = await log.own(0, "worker")
        await log.commit(ownership, [(Topic.MATCHES, message("m"))], {Topic.PARCELS: 2})
        await log.release(ownership)
        await as_operator(settings, lambda admin: admin.delete_consumer_groups([settings.app]))
        with pytest.raises(LogError, match=r"forgotten how far partition 0 was consumed.* offsets\.retention\.minutes"):
            await log.own(0, "heir")
        assert (await log.own(1, "heir")).epoch == 1

    on_kafka(settings, scenario)


def test_the_positions_of_a_quiet_partition_are_committed_again_before_they_are_forgotten(
    settings: KafkaSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scenario(log: KafkaLog) -> None:
        ownership = await log.own(0, "worker")
        await log.poll(ownership, {}, None, 0)
        once = await log._ledger.read(0)
        monkeypatch.setattr("workers.log.kafka.log._KEEP_S", 0.0)
        await log.poll(ownership, {}, None, 0)
        await log.cut(0)
        twice = await log._ledger.read(0)
        assert once is not None
        assert twice == replace(once, commits=once.commits + 1)

    on_kafka(settings, scenario)


def test_a_position_beyond_the_end_of_a_topic_is_no_empty_topic(settings: KafkaSettings) -> None:
    async def scenario(log: KafkaLog) -> None:
        await log.append(Topic.PARCELS, [message("p1")], partition=0)
        ownership = await log.own(0, "worker")
        with pytest.raises(LogError, match="ends at 1, but was read up to 5"):
            await log.poll(ownership, {Topic.PARCELS: 5}, None, 0)

    on_kafka(settings, scenario)


# opening


def test_a_log_whose_topics_are_missing_or_differ_is_refused(settings: KafkaSettings) -> None:
    async def scenario(_: KafkaLog) -> None:
        with pytest.raises(InputError, match=r"no topic elsewhere\.ridealong\.timetables: `ridealong topics apply`"):
            await KafkaLog.open(replace(settings, topic_prefix="elsewhere."))
        name = settings.topic_name(Topic.REJECTS)
        more = [NewPartitions(name, PARTITIONS + 1)]
        await as_operator(settings, lambda admin: admin.create_partitions(more))
        refused: list[str] = []
        while not refused:  # a moment passes before it shows
            try:
                await (await KafkaLog.open(settings)).close()
            except InputError as error:
                refused.append(str(error))
        assert f"{name} {PARTITIONS + 1}" in refused[0]

    on_kafka(settings, scenario)


def test_a_cluster_that_does_not_answer_is_an_error_with_its_address() -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        bootstrap = f"127.0.0.1:{nobody.getsockname()[1]}"
        with pytest.raises(LogError, match=f"connecting to {bootstrap}"):
            asyncio.run(KafkaLog.open(KafkaSettings(bootstrap)))


# brokers that die


def test_broker_kill_9_under_commits_loses_no_acknowledged_one_and_leaves_no_half(own_kafka: KafkaServer) -> None:
    settings = replace(settings_on(own_kafka, "crash"), request_timeout_s=5, commit_timeout_s=10)
    acknowledged: list[int] = []

    async def commit_until(log: KafkaLog, ownership: Ownership, number: int) -> None:
        while acknowledged[-1:] != [number]:
            try:
                ownership = await log.resume(ownership)
                next_one = (await log.committed(0))[Topic.PARCELS] + 1
                assert next_one > max(acknowledged, default=0)
                while next_one <= number:
                    outputs = [(topic, message(f"{next_one}")) for topic in (Topic.MATCHES, Topic.REJECTS)]
                    await log.commit(ownership, outputs, {Topic.PARCELS: next_one})
                    acknowledged.append(next_one)
                    next_one += 1
            except Fenced:
                raise
            except LogError:
                await asyncio.sleep(0.1)

    async def run() -> None:
        async with await fresh_log(settings, 1) as log, asyncio.timeout(8 * LONG_S):
            ownership = await log.own(0, "worker")
            committing = asyncio.create_task(commit_until(log, ownership, 10_000))
            await until(lambda: len(acknowledged) >= 20)
            await asyncio.to_thread(own_kafka.kill)
            before = len(acknowledged)
            await asyncio.sleep(0.5)
            assert len(acknowledged) <= before + 1
            await asyncio.to_thread(own_kafka.start)
            await until(lambda: len(acknowledged) >= before + 20)
            committing.cancel()
            await asyncio.gather(committing, return_exceptions=True)
            await log.own(0, "heir")
            last = (await log.committed(0))[Topic.PARCELS]
            assert last in {acknowledged[-1], acknowledged[-1] + 1}
            assert acknowledged == sorted(set(acknowledged))
            for topic in (Topic.MATCHES, Topic.REJECTS):
                assert texts(await log.read(topic, 0, 0)) == [str(number) for number in range(1, last + 1)]
            assert log.trouble is None

    asyncio.run(run())
