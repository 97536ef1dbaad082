"""What the process tests run in other processes. Pickled by name."""

import asyncio
import os
import signal
from multiprocessing.connection import Connection
from pathlib import Path

from contracts.record import Record
from tests.workers.matching.counting_decider import CountingDecider
from workers.log.port import EventLog
from workers.log.sqlite.log import SqliteLog
from workers.log.steps import FaultPoint, Step
from workers.matching.decider_process import ProcessDeciders


async def open_sqlite(path: Path) -> EventLog:
    return await SqliteLog.open(path, create=False)


def die_before_it_is_durable(point: FaultPoint) -> None:
    if point == FaultPoint("before", Step.DURABLE):
        os.kill(os.getpid(), signal.SIGKILL)


def decide_for_a_minute(pipe: Connection) -> None:
    """Start a decider that solves for a minute, tell its process id, and wait for it."""

    async def run() -> None:
        deciders = ProcessDeciders(CountingDecider)
        decider = await deciders.open(0)
        record = Record("ridealong.parcels", 0, 0, None, b"sleep 60")
        deciding = asyncio.create_task(decider.decide([record], 100))
        await asyncio.sleep(0)
        pipe.send(deciders.pid)
        await deciding

    asyncio.run(run())
