"""The topics are made as they are declared, and every difference is told."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest
from confluent_kafka.admin import AdminClient
from confluent_kafka.admin._config import AlterConfigOpType, ConfigEntry, ConfigResource
from confluent_kafka.admin._resource import ResourceType

from contracts.topics import Topic
from scripts.servers.kafka import KafkaServer
from tests.conformance.kafka_logs import _swept, left_to_the_garbage_collector, settings_on
from workers.errors import LogError
from workers.log.kafka.settings import KafkaSettings
from workers.log.kafka.topics import Declaration, apply, check

__all__ = ["_swept"]
pytestmark = [left_to_the_garbage_collector, pytest.mark.usefixtures("_swept")]

DECLARED = Declaration(partitions=3, retention_days=7)


@pytest.fixture
def settings(kafka: KafkaServer, unique: str) -> KafkaSettings:
    return settings_on(kafka, unique)


def run(what: Callable[[KafkaSettings, Declaration], Awaitable[list[str]]], settings: KafkaSettings) -> list[str]:
    async def ask() -> list[str]:
        return await what(settings, DECLARED)

    return asyncio.run(ask())


def set_for(settings: KafkaSettings, topic: Topic, **config: str) -> None:
    entries = [
        ConfigEntry(name.replace("_", "."), value, incremental_operation=AlterConfigOpType.SET)
        for name, value in config.items()
    ]
    resource = ConfigResource(ResourceType.TOPIC, settings.topic_name(topic), incremental_configs=entries)
    admin = AdminClient({"bootstrap.servers": settings.bootstrap})
    for answer in admin.incremental_alter_configs([resource]).values():
        answer.result(30)


def test_what_is_missing_is_told_made_and_told_no_more(settings: KafkaSettings) -> None:
    assert run(check, settings) == [f"{settings.topic_prefix}{topic}: is missing." for topic in Topic]
    made = run(apply, settings)
    assert made == [f"{settings.topic_prefix}{topic}: made, with 3 partitions." for topic in Topic]
    assert run(check, settings) == []
    assert run(apply, settings) == []


def test_a_setting_that_differs_is_told_and_mended_and_others_are_left_alone(settings: KafkaSettings) -> None:
    run(apply, settings)
    set_for(settings, Topic.MATCHES, cleanup_policy="compact", retention_ms="1000", segment_bytes="2000000")
    name = settings.topic_name(Topic.MATCHES)
    assert run(check, settings) == [
        f"{name}: cleanup.policy is compact, declared is delete.",
        f"{name}: retention.ms is 1000, declared is 604800000.",
    ]
    assert run(apply, settings) == [f"{name}: set cleanup.policy=delete, retention.ms=604800000."]
    assert run(check, settings) == []
    admin = AdminClient({"bootstrap.servers": settings.bootstrap})
    (answer,) = admin.describe_configs([ConfigResource(ResourceType.TOPIC, name)]).values()
    assert answer.result(30)["segment.bytes"].value == "2000000"


def test_the_number_of_partitions_is_told_and_never_changed(settings: KafkaSettings) -> None:
    run(apply, settings)
    more = replace(DECLARED, partitions=5)
    assert asyncio.run(apply(settings, more)) == []
    told = asyncio.run(check(settings, more))
    assert len(told) == len(Topic)
    assert "has 3 partitions, declared are 5; their number never changes" in told[0]


def test_more_replicas_than_there_are_brokers_are_refused_in_a_sentence(settings: KafkaSettings) -> None:
    with pytest.raises(LogError, match=r"does not make .*ridealong\.timetables: .*replication factor"):
        asyncio.run(apply(settings, replace(DECLARED, replication=3)))


def test_brokers_that_forget_positions_before_records_are_told(settings: KafkaSettings) -> None:
    run(apply, settings)
    longer = replace(DECLARED, retention_days=90)
    asyncio.run(apply(settings, longer))
    (sentence,) = asyncio.run(check(settings, longer))
    assert "stood still for 7 days (offsets.retention.minutes=10080), which is less than the 90 days" in sentence
