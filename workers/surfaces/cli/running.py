"""What commands that use a data directory share: its log, and whether anybody decides there."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

from workers.compose import data_log
from workers.log.port import EventLog
from workers.service.data_dir import DataDir
from workers.service.lock import is_held

T = TypeVar("T")


def with_log(data_dir: Path, work: Callable[[EventLog], Awaitable[T]]) -> T:
    """Do something with the log of a data directory. Raises InputError if there is none."""

    async def run() -> T:
        async with data_log(DataDir(data_dir)) as log:
            return await work(log)

    return asyncio.run(run())


def nobody_decides(data_dir: Path) -> str | None:
    """A sentence for when no service runs on the data directory; None when one does."""
    if is_held(DataDir(data_dir).lock):
        return None
    return f"No service runs on {data_dir}, so nobody decides yet: start one with ridealong up --data-dir {data_dir}"
