"""1,000 area names land on the same partition, whoever asks: Java's client, aiokafka, librdkafka with murmur2, and we."""

import random
import subprocess

import pytest
from aiokafka.partitioner import DefaultPartitioner
from confluent_kafka import Producer

from contracts.partitioning import partition_of
from contracts.topics import Topic
from scripts.servers.errors import MissingProgramError
from scripts.servers.kafka import KafkaServer
from scripts.servers.kafka_launch import java
from tests.conformance.kafka_logs import _swept, left_to_the_garbage_collector, on_kafka, settings_on
from workers.log.kafka.log import KafkaLog
from workers.log.kafka.settings import KafkaSettings

__all__ = ["_swept"]
pytestmark = [left_to_the_garbage_collector, pytest.mark.usefixtures("_swept")]

PARTITIONS = 7
LETTERS = "abcdefghijklmnopqrstuvwxyzāēīūčšžñçãøßжд東京0123456789-_./ "


def names() -> list[str]:
    """Of every length, in several scripts."""
    draw = random.Random(11)
    made = {"".join(draw.choices(LETTERS, k=draw.randint(1, 50))).strip() or "x" for _ in range(1200)}
    return sorted(made)[:1000]


NAMES = names()


@pytest.fixture
def settings(kafka: KafkaServer, unique: str) -> KafkaSettings:
    return settings_on(kafka, unique)


async def where_they_are(log: KafkaLog, topic: Topic) -> dict[str, int]:
    found: dict[str, int] = {}
    for partition in range(log.partitions):
        for record in await log.read(topic, partition, 0):
            found[(record.key or b"").decode()] = partition
    return found


def test_there_are_a_thousand_names_on_all_partitions() -> None:
    assert len(NAMES) == 1000
    assert {partition_of(name, PARTITIONS) for name in NAMES} == set(range(PARTITIONS))


def test_aiokafkas_partitioner_is_ours() -> None:
    theirs = DefaultPartitioner()
    everywhere = list(range(PARTITIONS))
    assert [theirs(name.encode(), everywhere, everywhere) for name in NAMES] == [
        partition_of(name, PARTITIONS) for name in NAMES
    ]


def test_javas_and_librdkafkas_clients_put_them_where_we_look_for_them(settings: KafkaSettings) -> None:
    def publish_by_java() -> None:
        try:
            program = java()
        except MissingProgramError as error:
            pytest.skip(str(error))
        command = [*program, "org.apache.kafka.tools.ConsoleProducer", "--bootstrap-server", settings.bootstrap]
        command += ["--topic", settings.topic_name(Topic.PARCELS), "--reader-property", "parse.key=true"]
        lines = "".join(f"{name}\t{{}}\n" for name in NAMES)
        done = subprocess.run(command, input=lines.encode(), capture_output=True, check=False, timeout=60)
        assert done.returncode == 0, done.stderr.decode()

    def publish_by_librdkafka() -> None:
        producer = Producer({"bootstrap.servers": settings.bootstrap, "partitioner": "murmur2_random"})
        for name in NAMES:
            producer.produce(settings.topic_name(Topic.UPDATES), b"{}", name.encode())
        assert producer.flush(30) == 0

    async def scenario(log: KafkaLog) -> None:
        expected = {name: partition_of(name, PARTITIONS) for name in NAMES}
        publish_by_librdkafka()
        assert await where_they_are(log, Topic.UPDATES) == expected
        publish_by_java()
        assert await where_they_are(log, Topic.PARCELS) == expected

    on_kafka(settings, scenario, PARTITIONS)
