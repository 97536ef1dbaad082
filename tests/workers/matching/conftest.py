from pathlib import Path

import pytest

from tests.workers.matching.running import PARTITIONS, OpenLog
from workers.log.memory import MemoryLog
from workers.log.port import LeasedLog
from workers.log.sqlite.log import SqliteLog


@pytest.fixture(params=["memory", "sqlite"])
def open_log(request: pytest.FixtureRequest, tmp_path: Path) -> OpenLog:
    """Opens the test's log; opened again, it holds what was committed before."""
    memory = MemoryLog(PARTITIONS)

    async def open_memory() -> LeasedLog:
        return memory

    async def open_sqlite() -> LeasedLog:
        return await SqliteLog.open(tmp_path / "log.db", PARTITIONS)

    return open_memory if request.param == "memory" else open_sqlite
