"""The memory fake keeps to the port."""

from pathlib import Path

from tests.conformance.event_log import PARTITIONS
from tests.conformance.leased_log import LeasedLogBehaviours
from workers.log.memory import MemoryLog
from workers.log.port import LeasedLog


class TestMemoryLog(LeasedLogBehaviours):
    async def open_leased(self, _folder: Path, lease_s: float) -> LeasedLog:
        return MemoryLog(PARTITIONS, lease_s=lease_s)
