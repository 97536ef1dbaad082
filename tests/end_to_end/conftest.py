from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from workers.log.memory import MemoryLog
from workers.log.port import EventLog
from workers.log.sqlite.log import SqliteLog

PARTITIONS = 3

OpenLog = Callable[[], Awaitable[EventLog]]


@pytest.fixture(params=["memory", "sqlite"])
def open_log(request: pytest.FixtureRequest, tmp_path: Path) -> OpenLog:
    """Opens the test's log, empty at first."""

    async def open_memory() -> EventLog:
        return MemoryLog(PARTITIONS)

    async def open_sqlite() -> EventLog:
        return await SqliteLog.open(tmp_path / "log.sqlite", PARTITIONS)

    return open_memory if request.param == "memory" else open_sqlite
