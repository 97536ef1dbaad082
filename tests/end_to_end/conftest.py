import gc
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest

from scripts.servers.kafka import KafkaServer
from tests.conformance.kafka_logs import fresh_log, settings_on
from workers.log.memory import MemoryLog
from workers.log.port import EventLog
from workers.log.sqlite.log import SqliteLog

PARTITIONS = 3

OpenLog = Callable[[], Awaitable[EventLog]]


@pytest.fixture(params=["memory", "sqlite", "kafka"])
def open_log(request: pytest.FixtureRequest, tmp_path: Path, unique: str) -> Iterator[OpenLog]:
    """Opens the test's log, empty at first."""

    async def open_memory() -> EventLog:
        return MemoryLog(PARTITIONS)

    async def open_sqlite() -> EventLog:
        return await SqliteLog.open(tmp_path / "log.sqlite", PARTITIONS)

    if request.param != "kafka":
        yield open_memory if request.param == "memory" else open_sqlite
        return
    server: KafkaServer = request.getfixturevalue("kafka")

    async def open_kafka() -> EventLog:
        return await fresh_log(settings_on(server, unique), PARTITIONS)

    yield open_kafka
    gc.collect()  # what is left shows in the test that left it, not in a later one
