"""The service works with the rights at Kafka that deploy/ gives it: all behaviours of the log, as that user."""

import asyncio
import secrets
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from confluent_kafka import Consumer, KafkaError, Producer, TopicPartition
from confluent_kafka.admin import (  # type: ignore[attr-defined]  # exported without saying so
    AclBinding,
    AclBindingFilter,
    AclOperation,
    AclPermissionType,
    AdminClient,
    ResourcePatternType,
    ResourceType,
)
from pydantic import SecretStr

from contracts.topics import OUTPUT_TOPICS, Topic
from scripts.servers.kafka import KafkaServer
from tests.conformance.event_log import PARTITIONS, EventLogBehaviours
from tests.conformance.kafka_logs import settings_on
from tests.deploy.manifests import DEPLOY
from tests.servers.fixtures import started
from workers.errors import LogError
from workers.log.kafka.log import KafkaLog
from workers.log.kafka.settings import KafkaSettings
from workers.log.kafka.topics import Declaration, apply, check
from workers.log.port import EventLog

PASSWORDS = {name: secrets.token_hex(8) for name in ("ridealong", "ridealong-publisher", "ridealong-reader")}
TYPES = {
    "topic": ResourceType.TOPIC,
    "group": ResourceType.GROUP,
    "transactionalId": ResourceType.TRANSACTIONAL_ID,
    "cluster": ResourceType.BROKER,
}
PATTERNS = {"prefix": ResourcePatternType.PREFIXED, "literal": ResourcePatternType.LITERAL}
OPERATIONS = {
    "Read": AclOperation.READ,
    "Write": AclOperation.WRITE,
    "Describe": AclOperation.DESCRIBE,
    "DescribeConfigs": AclOperation.DESCRIBE_CONFIGS,
}
ANYTHING = AclBindingFilter(
    ResourceType.ANY,
    None,  # type: ignore[arg-type]  # of any name
    ResourcePatternType.ANY,
    None,  # type: ignore[arg-type]  # anybody's
    None,  # type: ignore[arg-type]  # from anywhere
    AclOperation.ANY,
    AclPermissionType.ANY,
)


@pytest.fixture(scope="module")
def guarded() -> Iterator[KafkaServer]:
    """A broker that asks who one is and what one may do. Whoever comes by the other listener may do everything."""
    authorizer = {
        "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
        "super.users": "User:ANONYMOUS",
    }
    with started(lambda: KafkaServer(authorizer, secure="SASL_PLAINTEXT", users=PASSWORDS)) as server:
        yield server


def grant(server: KafkaServer, settings: KafkaSettings) -> None:
    """Give the users of deploy/ their rights, to the topics, groups and ids of this system."""
    users = yaml.safe_load_all((DEPLOY / "kubernetes/overlays/strimzi/users.yaml").read_text(encoding="utf-8"))
    bindings = [
        binding
        for user in users
        for acl in user["spec"]["authorization"]["acls"]
        for binding in bindings_of(user["metadata"]["name"], acl, settings)
    ]
    admin = AdminClient({"bootstrap.servers": server.bootstrap})
    for result in admin.create_acls(bindings).values():
        result.result(timeout=20)
    until = time.monotonic() + 20
    while not set(bindings) <= set(admin.describe_acls(ANYTHING).result(timeout=20)):  # it takes a moment
        assert time.monotonic() < until
        time.sleep(0.02)


def bindings_of(user: str, acl: dict[str, Any], settings: KafkaSettings) -> Iterator[AclBinding]:
    kind, name = acl["resource"]["type"], acl["resource"].get("name", "kafka-cluster")
    if kind == "topic":
        name = settings.topic_prefix + name
    elif kind != "cluster":
        name = name.replace("ridealong", settings.app, 1)
    pattern = PATTERNS[acl["resource"].get("patternType", "literal")]
    for operation in acl["operations"]:
        allowed = (f"User:{user}", "*", OPERATIONS[operation], AclPermissionType.ALLOW)
        yield AclBinding(TYPES[kind], name, pattern, *allowed)


def as_user(server: KafkaServer, settings: KafkaSettings, user: str) -> KafkaSettings:
    return replace(
        settings,
        bootstrap=server.secure_bootstrap,
        security_protocol="SASL_PLAINTEXT",
        username=user,
        password=SecretStr(PASSWORDS[user]),
    )


class TestLogWithItsRights(EventLogBehaviours):
    gapless = False
    server: KafkaServer

    @pytest.fixture(autouse=True)
    def _on_the_guarded_broker(self, guarded: KafkaServer) -> None:
        type(self).server = guarded

    async def open(self, _folder: Path) -> EventLog:
        settings = settings_on(self.server, f"t{secrets.token_hex(4)}")
        await apply(settings, Declaration(PARTITIONS))
        grant(self.server, settings)
        return await KafkaLog.open(as_user(self.server, settings, "ridealong"))


NEEDS = (
    "test_records_are_read_in_the_order_they_were_appended",
    "test_a_commit_writes_outputs_and_positions",
    "test_whoever_was_taken_over_commits_nothing",
    "test_whoever_still_owns_a_partition_may_go_on_after_a_failure",
    "test_a_cut_has_the_positions_and_the_outputs_of_the_same_commit",
    "test_a_waiting_poll_is_woken_by_an_append",
    "test_waiting_for_news_is_ended_by_a_commit_in_any_partition",
)
"""Behaviours that together need every right there is; the others need no other."""
for _name in {name for name in dir(EventLogBehaviours) if name.startswith("test_")} - set(NEEDS):
    setattr(TestLogWithItsRights, _name, None)


@pytest.fixture(scope="module")
def settings(guarded: KafkaServer) -> KafkaSettings:
    """A system whose topics are there and whose users have their rights."""
    settings = settings_on(guarded, f"t{secrets.token_hex(4)}")
    asyncio.run(apply(settings, Declaration(PARTITIONS)))
    grant(guarded, settings)
    return settings


def test_the_service_may_check_the_topics(guarded: KafkaServer, settings: KafkaSettings) -> None:
    ours = as_user(guarded, settings, "ridealong")
    differences = asyncio.run(check(ours, Declaration(PARTITIONS)))
    assert [sentence for sentence in differences if "forget the positions" not in sentence] == []


def test_the_service_may_not_change_a_topic(guarded: KafkaServer, settings: KafkaSettings) -> None:
    with pytest.raises(LogError):
        asyncio.run(apply(as_user(guarded, settings, "ridealong"), Declaration(PARTITIONS, retention_days=1)))


@pytest.mark.parametrize("topic", Topic)
@pytest.mark.parametrize("user", ["ridealong-publisher", "ridealong-reader"])
def test_others_write_inputs_at_most(guarded: KafkaServer, settings: KafkaSettings, user: str, topic: Topic) -> None:
    refused: list[bool] = []
    producer = Producer(foreign_client(guarded, user) | {"message.timeout.ms": 5000})
    producer.produce(settings.topic_name(topic), b"{}", on_delivery=lambda error, _: refused.append(error is not None))
    producer.flush(10)
    assert refused == [user == "ridealong-reader" or topic in OUTPUT_TOPICS]


def test_a_reader_reads_what_was_decided(guarded: KafkaServer, settings: KafkaSettings) -> None:
    consumer = Consumer(
        foreign_client(guarded, "ridealong-reader") | {"group.id": "reader", "enable.partition.eof": True}
    )
    try:
        consumer.assign([TopicPartition(settings.topic_name(Topic.MATCHES), 0, 0)])
        got = consumer.poll(20)
        assert got is not None
        error = got.error()
        assert error is not None
        assert error.code() == KafkaError._PARTITION_EOF
    finally:
        consumer.close()


def foreign_client(server: KafkaServer, user: str) -> dict[str, Any]:
    return {
        "bootstrap.servers": server.secure_bootstrap,
        "security.protocol": "SASL_PLAINTEXT",
        "sasl.mechanism": "SCRAM-SHA-512",
        "sasl.username": user,
        "sasl.password": PASSWORDS[user],
    }
