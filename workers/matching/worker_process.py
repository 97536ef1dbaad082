"""A worker as a process of its own: what it is started with, and its entry point."""

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from multiprocessing import connection, parent_process

import structlog

from workers.errors import RidealongError
from workers.log.port import EventLog
from workers.matching.decider import MakeDecider
from workers.matching.decider_process import ProcessDeciders
from workers.matching.loop import LoopSettings
from workers.matching.ownership import Holdings
from workers.matching.worker import Worker
from workers.telemetry import configure_logging

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class WorkerSpec:
    """All a worker process needs to know. Pickled on its way there, functions by name.

    `partitions`: taken by force at the start; None = all that are vacant.
    """

    name: str
    open_log: Callable[[], Awaitable[EventLog]]
    make_decider: MakeDecider
    partitions: tuple[int, ...] | None = None
    settings: LoopSettings = field(default_factory=LoopSettings)
    log_level: str = "info"


def run_worker(spec: WorkerSpec) -> None:
    """Work until SIGTERM or SIGINT, until the parent is gone or, if so set, until all is drained.

    Ends the process with exit code 0, or with that of the error that ended it.
    """
    configure_logging(spec.log_level)
    structlog.contextvars.bind_contextvars(worker=spec.name)
    try:
        asyncio.run(_work(spec))
    except RidealongError as error:
        _log.error("worker failed", reason=str(error))
        sys.exit(error.exit_code)


def stop_on_signals(stop: asyncio.Event) -> None:
    """SIGTERM and SIGINT set the event."""
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)


async def _work(spec: WorkerSpec) -> None:
    stop = asyncio.Event()
    stop_on_signals(stop)
    _stop_with_parent(stop)
    log = await spec.open_log()
    try:
        holdings = Holdings(log, f"{spec.name}/{os.getpid()}", spec.partitions)
        await Worker(log, ProcessDeciders(spec.make_decider), holdings, spec.settings).run(stop)
    finally:
        await log.close()


def _stop_with_parent(stop: asyncio.Event) -> None:
    """A worker without supervisor stops: whoever starts the next one starts its workers anew."""
    parent = parent_process()
    if parent is None:
        return
    loop = asyncio.get_running_loop()

    def watch() -> None:
        connection.wait([parent.sentinel])
        loop.call_soon_threadsafe(stop.set)

    threading.Thread(target=watch, daemon=True, name="parent-watch").start()
