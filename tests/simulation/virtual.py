"""A worker's own loop in virtual time: the clock jumps from one thing that happens to the next.

What happens next is an event that somebody publishes, or the alarm the worker itself waits for. The
clock moves only while the loop has nothing to do.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from contracts.event import Event
from contracts.record import Record
from tests.crash.inside import SOLVE
from tests.crash.memory_trace import TracedMemoryLog
from workers.clock import ManualClock
from workers.log.port import lag
from workers.log.publishing import publish
from workers.matching.batch import BatchLimits
from workers.matching.decider import Outcome
from workers.matching.decider_inside import InProcessDecider, InProcessDeciders
from workers.matching.leased_holdings import LeasedHoldings
from workers.matching.loop import LoopSettings
from workers.matching.make_decider import MakePartitionDecider
from workers.matching.partition_decider import PartitionDecider
from workers.matching.worker import Worker

PATIENCE_S = 60.0
"""Real seconds in which the loop has to come to rest."""


class RestingDecider(InProcessDecider):
    """Tells when its loop has nothing to do but wait: after it was asked for the alarm."""

    alarm: int | None = None
    decided_at: int | None = None
    asked: asyncio.Condition

    async def decide(self, records: Sequence[Record], now: int) -> Outcome:
        """As ever."""
        self.decided_at = now
        return await super().decide(records, now)

    async def next_alarm(self) -> int | None:
        """As ever, and told."""
        alarm = await super().next_alarm()
        async with self.asked:
            after = None if alarm is None or self.decided_at is None else max(alarm, self.decided_at + 1)
            self.alarm = alarm if after is None else after
            self.asked.notify_all()
        return alarm


class RestingDeciders(InProcessDeciders):
    """A host with one decider, which is open to view."""

    def __init__(self, partitions: int) -> None:
        super().__init__(MakePartitionDecider(partitions, SOLVE))
        self.asked = asyncio.Condition()
        self.client: RestingDecider
        self.inner: PartitionDecider

    async def open(self, partition: int) -> RestingDecider:
        """A decider with empty state."""
        self.inner = MakePartitionDecider(1, SOLVE)(partition)
        self.client = RestingDecider(self.inner, self._thread)
        self.client.asked = self.asked
        return self.client


class VirtualWorker:
    """A worker on a log in memory with one partition."""

    def __init__(self, now: int) -> None:
        self.log = TracedMemoryLog(1)
        self.clock = ManualClock(now)
        self.deciders = RestingDeciders(1)
        self.alarms = 0

    @asynccontextmanager
    async def working(self) -> AsyncIterator["VirtualWorker"]:
        """At work beside the block."""
        stop = asyncio.Event()
        settings = LoopSettings(BatchLimits(max_records=None, linger_s=0), self.clock)
        task = asyncio.create_task(
            Worker(self.log, self.deciders, LeasedHoldings(self.log, "sim", [0]), settings).run(stop)
        )
        try:
            await self._rest()
            yield self
        finally:
            stop.set()
            await task

    async def happen(self, at: int, events: Sequence[Event]) -> None:
        """Time passes, alarm by alarm, until then; then these are published."""
        await self.pass_until(at)
        await publish(self.log, events)
        await self._rest()

    async def pass_until(self, instant: int) -> None:
        """Let time pass."""
        while (alarm := self.deciders.client.alarm) is not None and alarm <= instant:
            self.alarms += 1
            self._put_clock(alarm)
            await self._rest()
        self._put_clock(instant)

    def _put_clock(self, instant: int) -> None:
        self.log.now = max(instant, self.log.now)
        self.clock.set(self.log.now)

    async def _rest(self) -> None:
        """Until all is consumed and the next alarm lies ahead."""
        async with asyncio.timeout(PATIENCE_S), self.deciders.asked:
            while not await self._at_rest():
                await self.deciders.asked.wait()

    async def _at_rest(self) -> bool:
        if not hasattr(self.deciders, "client"):
            return False
        alarm = self.deciders.client.alarm
        waiting = lag(await self.log.ends(0), await self.log.committed(0))
        return waiting == 0 and (alarm is None or alarm > self.clock.now())
