"""A worker process on a log of any kind, as `ridealong up` runs it, by a clock that shows another day."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from contracts.topics import Topic
from workers.child import ChildProcess, ChildSpec
from workers.clock import SystemClock
from workers.log.port import EventLog, lag
from workers.matching.batch import BatchLimits
from workers.matching.loop import LoopSettings
from workers.matching.make_decider import MakePartitionDecider, SolveSettings
from workers.matching.worker_process import WorkerSpec, run_worker
from workers.service.service import OpenLog
from workers.settings import Settings

_SERVICE = Settings.model_construct()
"""The defaults of the service: what is measured is what people get."""
_PATIENCE_S = 120.0


@dataclass(frozen=True, slots=True)
class ShiftedClock:
    """The wall clock, so many seconds later or earlier: a timetable of long ago is today's."""

    shift_s: int

    @classmethod
    def showing(cls, now: int) -> "ShiftedClock":
        """It shows `now` at present."""
        return cls(now - int(time.time()))

    def now(self) -> int:
        """Seconds since 1970, on the other day."""
        return SystemClock().now() + self.shift_s

    async def wait_until(self, instant: int) -> None:
        """Sleep until it shows the instant."""
        await SystemClock().wait_until(instant - self.shift_s)


@asynccontextmanager
async def opened(open_log: OpenLog) -> AsyncIterator[EventLog]:
    """A log that is closed afterwards."""
    log = await open_log()
    try:
        yield log
    finally:
        await log.close()


@asynccontextmanager
async def running_worker(open_log: OpenLog, partition: int, now: int) -> AsyncIterator[None]:
    """A worker that owns one partition and decides as the service does, from `now` on."""
    async with opened(open_log) as log:
        partitions = log.partitions
    spec = WorkerSpec(
        name="benchmark",
        open_log=open_log,
        make_decider=MakePartitionDecider(partitions, SolveSettings(time_limit_s=_SERVICE.time_limit_s)),
        partitions=(partition,),
        settings=LoopSettings(
            limits=BatchLimits(_SERVICE.max_records, _SERVICE.linger_ms / 1000), clock=ShiftedClock.showing(now)
        ),
        log_level="warning",
    )
    worker = ChildProcess(ChildSpec(spec.name, run_worker, spec))
    try:
        yield
    finally:
        worker.terminate()
        await worker.ended()


async def all_consumed(log: EventLog, partition: int) -> None:
    """Wait until every input of the partition is decided on. Raises TimeoutError."""
    async with asyncio.timeout(_PATIENCE_S):
        while lag(await log.ends(partition), await log.committed(partition)) > 0:  # noqa: ASYNC110 - another process sets no event here
            await asyncio.sleep(0.05)


def percentile(sample: Sequence[float], percent: int) -> float:
    """The value that so many percent of the sample do not exceed (nearest rank)."""
    return sorted(sample)[-(-len(sample) * percent // 100) - 1]


async def matches_end(log: EventLog, partition: int) -> int:
    """Where the next decision will stand."""
    return (await log.ends(partition))[Topic.MATCHES]
