"""Fresh systems on a shared broker: topics, groups and transactional ids that no other test has."""

import asyncio
import gc
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import pytest

from scripts.servers.kafka import KafkaServer
from tests.conformance.event_log import PARTITIONS
from workers.log.kafka.log import KafkaLog
from workers.log.kafka.settings import KafkaSettings
from workers.log.kafka.topics import Declaration, apply

left_to_the_garbage_collector = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
"""Aiokafka leaves a connection open that is being made while its client is closed, or while its broker dies."""


@pytest.fixture
def _swept() -> Iterator[None]:
    """What is left shows in the test that left it, not in a later one."""
    yield
    gc.collect()


def settings_on(server: KafkaServer, unique: str) -> KafkaSettings:
    """A system of its own."""
    return KafkaSettings(server.bootstrap, app=unique, topic_prefix=f"{unique}.", own_timeout_s=20)


async def fresh_log(settings: KafkaSettings, partitions: int = PARTITIONS) -> KafkaLog:
    """Its topics, made, and its log."""
    await apply(settings, Declaration(partitions))
    return await KafkaLog.open(settings)


def on_kafka(
    settings: KafkaSettings, scenario: Callable[[KafkaLog], Coroutine[Any, Any, None]], partitions: int = PARTITIONS
) -> None:
    """Run an async test on a fresh system."""

    async def run() -> None:
        async with await fresh_log(settings, partitions) as log:
            await scenario(log)

    asyncio.run(run())
