"""The memory fake keeps to the port."""

from pathlib import Path

from tests.conformance.event_log import PARTITIONS, EventLogBehaviours
from workers.log.memory import MemoryLog
from workers.log.port import EventLog


class TestMemoryLog(EventLogBehaviours):
    async def open(self, _folder: Path, *, lease_s: float = 10.0) -> EventLog:
        return MemoryLog(PARTITIONS, lease_s=lease_s)
