"""The topics as they have to be in a cluster: declared once, made, and compared with what is there."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import for_code

from contracts.partitioning import DEFAULT_PARTITIONS
from contracts.topics import Topic
from workers.errors import LogError
from workers.log.kafka.cluster import LARGEST_RECORD_BYTES, Cluster
from workers.log.kafka.settings import KafkaSettings
from workers.log.kafka.translation import translated

_BLINK_S = 0.02
_DAY_MS = 24 * 3600 * 1000
_POSITIONS_KEPT = "offsets.retention.minutes"
_SET_FOR_THE_TOPIC = 1
"""How Kafka says that a setting is the topic's own, not the broker's or the default."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """How every topic has to be.

    Attributes
    ----------
    partitions
        The same for all topics; never changes once they are made.
    replication
        On how many brokers each record is kept.
    retention_days
        Longer than publication lead, longest time to due and seven days together: the log alone
        rebuilds all that is open.
    """

    partitions: int = DEFAULT_PARTITIONS
    replication: int = 1
    retention_days: int = 90

    def config(self) -> Mapping[str, str]:
        """The settings of each topic, as Kafka calls them."""
        return {
            "cleanup.policy": "delete",  # never compact: the newest fact of a key is not all there is to know
            "retention.ms": str(self.retention_days * _DAY_MS),
            "retention.bytes": "-1",
            "max.message.bytes": str(LARGEST_RECORD_BYTES),
            "min.insync.replicas": str(max(1, self.replication - 1)),
            "unclean.leader.election.enable": "false",
        }


async def apply(settings: KafkaSettings, declaration: Declaration) -> list[str]:
    """Make the topics that are missing and set what differs; returns a sentence for each thing done.

    The number of partitions and of replicas it leaves as they are: `check` tells what is left.
    """
    done: list[str] = []
    async with _asking(settings) as admin:
        there = await _describe(settings, admin)
        for name in _names(settings):
            if name not in there:
                await _make(admin, name, declaration)
                done.append(f"{name}: made, with {declaration.partitions} partitions.")
            elif changes := dict(_differing(there[name], declaration)):
                await _set(admin, name, {**there[name].own_config, **changes})
                done.append(f"{name}: set {', '.join(f'{key}={value}' for key, value in changes.items())}.")
        await _visible(settings, admin)
    return done


async def check(settings: KafkaSettings, declaration: Declaration) -> list[str]:
    """A sentence for each difference between what is declared and what is there."""
    async with _asking(settings) as admin:
        there = await _describe(settings, admin)
        found = [sentence for name in _names(settings) for sentence in _differences(name, there.get(name), declaration)]
        return [*found, *await _check_brokers(admin, declaration)]


@dataclass(frozen=True, slots=True)
class _Found:
    partitions: int
    replication: int
    config: Mapping[str, str]
    own_config: Mapping[str, str]
    """Of these, what was set for the topic itself."""


@asynccontextmanager
async def _asking(settings: KafkaSettings) -> AsyncIterator[AIOKafkaAdminClient]:
    admin = await Cluster(settings).connect()
    with translated("looking after the topics"):
        try:
            yield admin
        finally:
            await admin.close()


def _names(settings: KafkaSettings) -> list[str]:
    return [settings.topic_name(topic) for topic in Topic]


async def _describe(settings: KafkaSettings, admin: AIOKafkaAdminClient) -> dict[str, _Found]:
    names = sorted(set(_names(settings)) & set(await admin.list_topics()))  # asking for one by name may create it
    if not names:
        return {}
    configs = await _configs(admin, [ConfigResource(ConfigResourceType.TOPIC, name) for name in names])
    found: dict[str, _Found] = {}
    for about in await admin.describe_topics(names):
        entries = configs[about["topic"]]
        found[about["topic"]] = _Found(
            partitions=len(about["partitions"]),
            replication=min((len(partition["replicas"]) for partition in about["partitions"]), default=0),
            config={entry["config_names"]: entry["config_value"] for entry in entries},
            own_config={
                entry["config_names"]: entry["config_value"]
                for entry in entries
                if entry["config_source"] == _SET_FOR_THE_TOPIC
            },
        )
    return found


async def _configs(admin: AIOKafkaAdminClient, resources: list[ConfigResource]) -> dict[str, Any]:
    """By the name of a topic or broker, what is set there, as Kafka describes it."""
    configs: dict[str, Any] = {}
    for answer in await admin.describe_configs(resources):
        for resource in answer.to_object()["resources"]:
            if resource["error_code"]:
                raise for_code(resource["error_code"])(resource["error_message"])
            configs[resource["resource_name"]] = resource["config_entries"]
    return configs


async def _make(admin: AIOKafkaAdminClient, name: str, declaration: Declaration) -> None:
    config = dict(declaration.config())
    topic = NewTopic(name, declaration.partitions, declaration.replication, topic_configs=config)
    answer = (await admin.create_topics([topic])).to_object()
    for error in answer["topic_errors"]:
        if error["error_code"]:
            raise LogError(f"Kafka does not make {name}: {error['error_message'] or for_code(error['error_code'])}.")


async def _visible(settings: KafkaSettings, admin: AIOKafkaAdminClient) -> None:
    """Return when every topic can be used: a broker learns of a new one a moment later."""
    async with asyncio.timeout(settings.request_timeout_s):
        while set(_names(settings)) - set(await admin.list_topics()):  # noqa: ASYNC110 - nobody tells when
            await asyncio.sleep(_BLINK_S)
        while not all(map(_has_leaders, await admin.describe_topics(_names(settings)))):  # noqa: ASYNC110 - as above
            await asyncio.sleep(_BLINK_S)


def _has_leaders(about: Any) -> bool:
    return bool(about["partitions"]) and all(partition["leader"] >= 0 for partition in about["partitions"])


async def _set(admin: AIOKafkaAdminClient, name: str, config: Mapping[str, str]) -> None:
    """Kafka takes all of a topic's own settings at once, and forgets what is not named."""
    for answer in await admin.alter_configs([ConfigResource(ConfigResourceType.TOPIC, name, configs=dict(config))]):
        for resource in answer.to_object()["resources"]:
            if resource["error_code"]:
                raise LogError(f"Kafka does not change {name}: {resource['error_message']}.")


def _differing(found: _Found, declaration: Declaration) -> Iterator[tuple[str, str]]:
    for key, value in declaration.config().items():
        if found.config.get(key) != value:
            yield key, value


def _differences(name: str, found: _Found | None, declaration: Declaration) -> Iterator[str]:
    if found is None:
        yield f"{name}: is missing."
        return
    if found.partitions != declaration.partitions:
        yield (
            f"{name}: has {found.partitions} partitions, declared are {declaration.partitions};"
            " their number never changes, since areas would move."
        )
    if found.replication != declaration.replication:
        yield f"{name}: is kept on {found.replication} brokers, declared are {declaration.replication}."
    for key, value in _differing(found, declaration):
        yield f"{name}: {key} is {found.config.get(key)}, declared is {value}."


async def _check_brokers(admin: AIOKafkaAdminClient, declaration: Declaration) -> list[str]:
    """The consumed positions live in the cluster, too, and must not be forgotten before the topics are."""
    brokers = (await admin.describe_cluster())["brokers"]
    answer = await _configs(admin, [ConfigResource(ConfigResourceType.BROKER, str(brokers[0]["node_id"]))])
    minutes = next(
        (
            int(e["config_value"])
            for entries in answer.values()
            for e in entries
            if e["config_names"] == _POSITIONS_KEPT
        ),
        None,
    )
    if minutes is None or minutes >= declaration.retention_days * 24 * 60:
        return []
    sentence = (
        f"The brokers forget the positions of a system that has stood still for {minutes // (24 * 60)} days"
        f" ({_POSITIONS_KEPT}={minutes}), which is less than the {declaration.retention_days} days of the topics."
    )
    return [sentence]
