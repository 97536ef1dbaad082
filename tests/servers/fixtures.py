"""Fixtures for tests on real servers. A server starts when the first test asks for it.

Tests share a server of the session: they use topics, groups, transactional ids and key prefixes of their own
(`unique`). A test that kills, freezes or empties a server asks for one of its own (`own_kafka`, `own_redis`).
"""

import secrets
from collections.abc import Callable, Iterator
from typing import TypeVar

import pytest

from scripts.servers.errors import MissingProgramError
from scripts.servers.kafka import KafkaServer
from scripts.servers.redis import RedisServer

AServer = TypeVar("AServer", KafkaServer, RedisServer)


@pytest.fixture(scope="session")
def kafka() -> Iterator[KafkaServer]:
    """The session's Apache Kafka; the test is skipped where none can run."""
    with started(KafkaServer) as server:
        yield server


@pytest.fixture(scope="session")
def redis_server() -> Iterator[RedisServer]:
    """The session's Redis; the test is skipped where none can run."""
    with started(RedisServer) as server:
        yield server


@pytest.fixture
def own_kafka() -> Iterator[KafkaServer]:
    """An Apache Kafka for one test alone, which may do to it what it likes."""
    with started(KafkaServer) as server:
        yield server


@pytest.fixture
def own_redis() -> Iterator[RedisServer]:
    """A Redis for one test alone, which may do to it what it likes."""
    with started(RedisServer) as server:
        yield server


@pytest.fixture
def unique() -> str:
    """A name that no other test has: a prefix for topics, groups, transactional ids and keys."""
    return f"t{secrets.token_hex(4)}"


def started(make: Callable[[], AServer]) -> AServer:
    """A server of one's own; the test is skipped where none can run."""
    try:
        return make()
    except MissingProgramError as error:
        pytest.skip(str(error))
