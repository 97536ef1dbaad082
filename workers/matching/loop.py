"""One owned partition: replay, then batch after batch until told to stop."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import structlog

from contracts.record import Record
from contracts.topics import Topic
from workers.clock import Clock, SystemClock
from workers.errors import DeciderDied, Fenced, LogError
from workers.log.port import EventLog, Ownership, Positions, lag
from workers.log.steps import Fault, no_fault
from workers.matching.ahead import Batch
from workers.matching.batch import BatchLimits, after
from workers.matching.commit import Committed, commit_batch
from workers.matching.decider import DeciderClient, DeciderHost, Outcome
from workers.matching.racing import Overtaken, unless
from workers.matching.snapshots import NoSnapshots, SnapshotStore, snapshot_of
from workers.matching.takeover import replay

T = TypeVar("T")

_log = structlog.get_logger(__name__)

Resume = Callable[[Ownership], Awaitable[Ownership]]
"""Asks for the right to go on. Raises Fenced when the partition is another's now."""

_LONGEST_WAIT_S = 60.0
_ATTEMPTS = 5
"""So often in a row, without a commit in between, a partition may fail before the worker gives up."""
_FIRST_BACKOFF_S = 0.1
_LONGEST_BACKOFF_S = 5.0


@dataclass(frozen=True, slots=True)
class LoopSettings:
    """What all loops of a worker share."""

    limits: BatchLimits = field(default_factory=BatchLimits)
    clock: Clock = field(default_factory=SystemClock)
    until_drained: bool = False
    """Return once the partition's inputs are consumed and no alarm is due."""
    patient: bool = False
    """Wait and try again, however often, while the log or the decider fails, such as when the disk is full."""
    snapshots: SnapshotStore = field(default_factory=NoSnapshots)
    snapshot_every: int = 20_000
    """A snapshot is kept after so many records consumed, so that a takeover replays no more than these."""
    on_commit: Callable[[Committed], None] | None = None
    """Told after every commit, such as a progress bar."""
    fault: Fault = no_fault
    """Called around the numbered steps of every commit."""


class PartitionLoop:
    """Works for one ownership. `run` returns when stopped or drained, and raises Fenced when it is lost.

    Attributes
    ----------
    ownership
        What it works for; after a failure perhaps under a higher epoch.
    trouble
        Why it cannot go on at present; None while it can.
    """

    def __init__(
        self,
        log: EventLog,
        deciders: DeciderHost,
        ownership: Ownership,
        settings: LoopSettings,
        stop: asyncio.Event,
        *,
        resume: Resume | None = None,
    ) -> None:
        self._log = log
        self._resume = log.resume if resume is None else resume
        self._deciders = deciders
        self.ownership = ownership
        self._settings = settings
        self._stop = stop
        self._decider: DeciderClient
        self._ahead: Batch | None = None
        self._positions: Positions = {}
        self._decided_at: int | None = None
        self._commits = 0
        self._since_snapshot = 0
        self.trouble: str | None = None

    async def run(self) -> None:
        """Replay and work; after a failure that a fresh decider can mend, replay and work again."""
        failures = 0
        while True:
            commits = self._commits
            try:
                if failures > 0:
                    self.ownership = await self._resume(self.ownership)
                await self._replay_and_work()
            except Overtaken:
                return  # told to stop
            except Fenced:
                raise
            except (DeciderDied, LogError) as error:
                failures = 1 if self._commits > commits else failures + 1
                if failures >= _ATTEMPTS and not self._settings.patient:
                    raise
                self.trouble = str(error)
                _log.warning("starting over", partition=self.ownership.partition, reason=self.trouble)
            else:
                return
            finally:
                await self._give_up_ahead()
            with contextlib.suppress(Overtaken):  # the next attempt sees the word to stop at once
                await self._or_stop(asyncio.sleep(_backoff_s(failures)))

    async def _replay_and_work(self) -> None:
        partition = self.ownership.partition
        self._decider = await self._or_stop(self._deciders.open(partition))
        self._positions = await self._or_stop(replay(self._log, partition, self._decider, self._settings.snapshots))
        while (batch := await self._next_batch()) is not None:
            await self._decide_and_commit(batch)

    async def _next_batch(self) -> Batch | None:
        """The one begun ahead, else the next there is; None when all is drained, and so set to return then."""
        while self._ahead is None:
            if self.trouble is not None and await self._lag() == 0:
                self.trouble = None
            alarm = self._after_last_decision(await self._or_stop(self._decider.next_alarm()))
            if self._settings.until_drained and not self._due(alarm) and await self._lag() == 0:
                return None
            records = await self._gather(alarm)
            if records or self._due(alarm):
                return self._begin(records, self._positions)
        batch, self._ahead = self._ahead, None
        return batch

    def _begin(self, records: Sequence[Record], positions: Positions) -> Batch:
        """A batch read from these positions goes to the decider."""
        now = self._settings.clock.now()
        self._decided_at = now if self._decided_at is None else max(now, self._decided_at)
        following = self._following(records, after(positions, records))
        return Batch.begin(records, self._decided_at, self._decider.decide(records, self._decided_at), following)

    async def _following(self, records: Sequence[Record], positions: Positions) -> Sequence[Record]:
        """The next page, if it is as full as this one: then there is a backlog. Empty where a snapshot may be
        due after this batch, or the one before it that is still being committed.
        """
        limit = self._settings.limits.max_records
        if limit is None or len(records) < limit or self._since_snapshot + 2 * limit >= self._settings.snapshot_every:
            return ()
        page = await self._poll(positions, limit, 0)
        return page if len(page) == limit else ()

    async def _gather(self, alarm: int | None) -> Sequence[Record]:
        """The next batch; empty when the alarm came first."""
        limits = self._settings.limits
        if self._due(alarm):
            return await self._poll(self._positions, limits.max_records, 0)
        alarms = () if alarm is None else (self._settings.clock.wait_until(alarm),)
        try:
            wait = self._poll(self._positions, limits.max_records, _LONGEST_WAIT_S)
            first = await self._or_stop(unless(wait, *alarms))
        except Overtaken:
            if self._stop.is_set():
                raise
            return ()
        room = None if limits.max_records is None else limits.max_records - len(first)
        if not first or room == 0 or limits.linger_s <= 0:
            return first
        await self._or_stop(asyncio.sleep(limits.linger_s))
        return [*first, *await self._poll(after(self._positions, first), room, 0)]

    async def _decide_and_commit(self, batch: Batch) -> None:
        try:
            committed = await commit_batch(
                self._log,
                self.ownership,
                batch.records,
                positions=self._positions,
                now=batch.now,
                decide=lambda: self._decide(batch),
                tell=self._tell,
                fault=self._settings.fault,
            )
        finally:
            await batch.give_up()
        self._positions = committed.positions
        self._commits += 1
        self._since_snapshot += committed.records
        if self._since_snapshot >= self._settings.snapshot_every:
            await self._keep_snapshot()
        self.trouble = None

    async def _decide(self, batch: Batch) -> Outcome:
        """Decide, unless told to stop: nobody waits for a solve then, and nothing of it is committed."""
        outcome = await self._or_stop(batch.outcome)
        following = await self._or_stop(batch.following)
        if following:
            self._ahead = self._begin(following, after(self._positions, batch.records))
        return outcome

    async def _give_up_ahead(self) -> None:
        ahead, self._ahead = self._ahead, None
        if ahead is not None:
            await ahead.give_up()

    async def _keep_snapshot(self) -> None:
        """Between two batches the decider holds just what is committed."""
        ends = await self._log.ends(self.ownership.partition)
        state = await self._or_stop(self._decider.snapshot())
        positions = {**self._positions, Topic.MATCHES: ends[Topic.MATCHES]}
        snapshot = await snapshot_of(self._log, self.ownership.partition, positions, state)
        await self._settings.snapshots.save(self.ownership.partition, snapshot)
        self._since_snapshot = 0

    async def _tell(self, committed: Committed) -> None:
        """The canonical line, one per batch, and whoever else wants to know."""
        _log.info("batch", **await self._figures(committed))
        if self._settings.on_commit is not None:
            self._settings.on_commit(committed)

    async def _figures(self, committed: Committed) -> dict[str, object]:
        ends = await self._log.ends(self.ownership.partition)
        return {
            **committed.outcome.figures,
            "partition": self.ownership.partition,
            "epoch": self.ownership.epoch,
            "records": committed.records,
            "outputs": len(committed.outcome.outputs),
            "lag": lag(ends, committed.positions),
            "decide_s": round(committed.decide_s, 4),
            "commit_s": round(committed.commit_s, 4),
        }

    def _poll(self, positions: Positions, limit: int | None, timeout_s: float) -> Awaitable[Sequence[Record]]:
        return self._log.poll(self.ownership, positions, limit, timeout_s)

    async def _or_stop(self, work: Awaitable[T]) -> T:
        """Wait for something that may be dropped at any moment. Raises Overtaken when told to stop."""
        return await unless(work, self._stop.wait())

    async def _lag(self) -> int:
        return lag(await self._log.ends(self.ownership.partition), self._positions)

    def _after_last_decision(self, alarm: int | None) -> int | None:
        """Time is whole seconds: what was decided at a second is not looked at again within it."""
        if alarm is None or self._decided_at is None:
            return alarm
        return max(alarm, self._decided_at + 1)

    def _due(self, alarm: int | None) -> bool:
        return alarm is not None and alarm <= self._settings.clock.now()


def _backoff_s(failures: int) -> float:
    """Twice as long after each failure in a row, up to a limit."""
    return min(_FIRST_BACKOFF_S * 2.0 ** min(failures - 1, 10), _LONGEST_BACKOFF_S)
