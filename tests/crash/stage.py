"""Where an ordeal takes place: the service, its log, and the servers that may be struck, too."""

from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from random import Random
from typing import Protocol

from tests.crash import trace
from tests.crash.service import Service
from workers.compose import system_views
from workers.log.port import EventLog
from workers.log.sqlite.log import SqliteLog
from workers.service.data_dir import DataDir
from workers.settings import Settings

PARTITIONS = 8

Strike = Callable[[Random], Awaitable[str]]
"""Does something to a server and says what."""


class Stage(Protocol):
    """A system from its beginning."""

    service: Service
    servers: Mapping[str, Strike]

    async def open_log(self) -> EventLog:
        """The log of a system that nobody has used yet."""
        ...

    async def show_all(self) -> None:
        """Let the read model show what the projector had no time for."""
        ...


class EmbeddedStage:
    """Everything in a data directory; every commit is traced."""

    servers: Mapping[str, Strike]

    def __init__(self, data_dir: Path) -> None:
        self.data = DataDir(data_dir)
        self.service = Service(data_dir)
        self.servers = {}

    async def open_log(self) -> EventLog:
        """A new file, with its trace."""
        self.data.make()
        log = await SqliteLog.open(self.data.log, PARTITIONS)
        trace.install(self.data.log)
        return log

    async def show_all(self) -> None:
        """As `ridealong watch` does when no service runs."""
        async with system_views(Settings(data_dir=self.data.path), patience_s=5):
            pass
