"""What commands that talk to a system share: which one is meant, its log, and whether anybody decides there."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

from workers.compose import somebody_decides, system_log
from workers.log.port import EventLog
from workers.service.data_dir import DataDir
from workers.settings import Settings, load_settings
from workers.telemetry import configure_logging

T = TypeVar("T")


def system_meant(data_dir: Path | None) -> Settings:
    """The data directory that is named; else Kafka, if the settings name brokers; else the settings' data directory."""
    settings = load_settings({"data_dir": data_dir})
    return settings if data_dir is None else settings.embedded()


def require_system(data_dir: Path | None) -> None:
    """Raises InputError when the data directory that is meant has no log."""
    system = system_meant(data_dir)
    if not system.on_kafka:
        DataDir(system.data_dir).require_log()


def with_log(data_dir: Path | None, work: Callable[[EventLog], Awaitable[T]]) -> T:
    """Do something with the log of a system. Raises InputError if there is none."""
    configure_logging("warning")

    async def run() -> T:
        async with system_log(system_meant(data_dir)) as log:
            return await work(log)

    return asyncio.run(run())


def append_to_log(data_dir: Path | None, work: Callable[[EventLog], Awaitable[T]]) -> tuple[T, str | None]:
    """The same; besides, a sentence if nobody decides there on what has been appended, else None."""

    async def run(log: EventLog) -> tuple[T, str | None]:
        return await work(log), await _nobody_decides(system_meant(data_dir), log)

    return with_log(data_dir, run)


async def _nobody_decides(system: Settings, log: EventLog) -> str | None:
    if await somebody_decides(system, log):
        return None
    start = "ridealong worker" if system.on_kafka else f"ridealong up --data-dir {system.data_dir}"
    return f"No service runs on {system.where}, so nobody decides yet: start one with {start}"
