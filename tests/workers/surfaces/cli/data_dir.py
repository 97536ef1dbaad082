"""A data directory as a service leaves it behind: filled with events, decided by the real worker."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path

from contracts.event import Event
from contracts.instants import epoch_s
from tests.worlds.world import world
from workers.clock import FixedClock
from workers.log.port import EventLog
from workers.log.publishing import publish
from workers.log.sqlite.log import SqliteLog
from workers.matching.batch import EVERYTHING
from workers.matching.decider_inside import InProcessDeciders
from workers.matching.given_holdings import GivenHoldings
from workers.matching.loop import LoopSettings
from workers.matching.make_decider import MakePartitionDecider
from workers.matching.worker import Worker

MORNING = world("""
    now 2126-11-22 12:00
    area vidzeme
    day 2126-11-23
    place A  cut_off 10  release 30
    hub H  transfer 10
    place B  release 30
    trip T1  A 07:00  H 07:30/07:35  C 08:00
    trip T2  H 08:00  B 09:00
    parcel P1  A -> B  20 l 4 kg  value 6.50
    parcel P2  A -> H  10 l 2 kg
    parcel P3  B -> A
""")
"""Far ahead, so that nothing is past due when a test runs."""

NOW = epoch_s(MORNING.now)


def in_log(folder: Path, work: Callable[[EventLog], Awaitable[None]]) -> None:
    """Do something with the log of a data directory, made if it is not there."""

    async def run() -> None:
        async with await SqliteLog.open(folder / "log.sqlite") as log:
            await work(log)

    asyncio.run(run())


async def decide(log: EventLog, now: int = NOW) -> None:
    """Let a worker decide on all that is there."""
    deciders = InProcessDeciders(MakePartitionDecider(log.partitions))
    loop = LoopSettings(limits=EVERYTHING, clock=FixedClock(now), until_drained=True)
    await Worker(log, deciders, GivenHoldings(log, "worker", range(log.partitions)), loop).run(asyncio.Event())


def decided(folder: Path, events: Iterable[Event] = MORNING.events) -> Path:
    """A data directory in which these events are published and decided."""
    told = list(events)

    async def work(log: EventLog) -> None:
        await publish(log, told)
        await decide(log)

    in_log(folder, work)
    return folder
