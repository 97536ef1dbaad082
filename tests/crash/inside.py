"""A worker inside the test's own process, on a log with a trace, with the real matcher."""

import asyncio
from collections.abc import Iterable
from pathlib import Path

from tests.crash import trace
from tests.crash.town import Sending
from workers.clock import FixedClock
from workers.log.port import EventLog
from workers.log.sqlite.log import SqliteLog
from workers.log.steps import Fault, no_fault
from workers.matching.batch import BatchLimits
from workers.matching.decider_inside import InProcessDeciders
from workers.matching.given_holdings import GivenHoldings
from workers.matching.loop import LoopSettings
from workers.matching.make_decider import MakePartitionDecider, SolveSettings
from workers.matching.worker import Worker

PARTITIONS = 8
SOLVE = SolveSettings(seed=1, time_limit_s=1.0)


async def traced_log(path: Path) -> SqliteLog:
    """A new log with a trace from its first commit on."""
    log = await SqliteLog.open(path, PARTITIONS)
    await asyncio.to_thread(trace.install, path)
    return log


async def send(log: EventLog, sendings: Iterable[Sending]) -> None:
    """Append each; a message without key names its partition."""
    for sending in sendings:
        await log.append(sending.topic, [sending.message], partition=sending.partition)


async def work_at(log: EventLog, now: int, *, batch: int = 20, fault: Fault = no_fault) -> None:
    """Consume all there is, in batches, as at `now`."""
    settings = LoopSettings(BatchLimits(batch, linger_s=0), FixedClock(now), until_drained=True, fault=fault)
    deciders = InProcessDeciders(MakePartitionDecider(log.partitions, SOLVE))
    await Worker(log, deciders, GivenHoldings(log, "inside", range(log.partitions)), settings).run(asyncio.Event())
