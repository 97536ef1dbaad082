"""Chaos on a running service: a stream of events, and processes that are killed or frozen at random.

Everything has an end: the kills are counted, the time is limited, every process that was started is
ended, and nothing leaves the machine.
"""

import asyncio
import signal
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from contracts.topics import INPUT_TOPICS
from tests.crash import trace
from tests.crash.family import Member
from tests.crash.reader.log_file import read_log_file
from tests.crash.service import DECIDER, LEASE_S, SUPERVISOR, WORKER, Service
from tests.crash.town import Sending, Town, area_names
from workers.compose import data_views
from workers.log.port import lag
from workers.log.sqlite.log import SqliteLog
from workers.service.data_dir import DataDir

PARTITIONS = 8
SETTLED_S = 120.0
"""The service has so long to catch up once nobody is killed any more."""
QUIET_S = 2.0
"""It goes on so long after that: cut-offs still pass."""
WEIGHTS = {SUPERVISOR: 1, WORKER: 4, DECIDER: 5, "projector": 2, "gateway": 1}


@dataclass(frozen=True)
class Ordeal:
    """How bad it gets. It ends once there were so many kills and so many seconds are over."""

    seed: int
    kills: int
    seconds: float
    patience_s: float = 5.0
    """Most blows wait so long for a sign of life first: a service that only ever starts proves little."""
    events_per_s: float = 25.0
    freeze_share: float = 0.15
    """How many of the blows are SIGSTOP for longer than a lease, then SIGCONT."""


@dataclass
class Tally:
    """What was done to the service, and what it had acknowledged."""

    blows: Counter[str] = field(default_factory=Counter)
    sent: Counter[str] = field(default_factory=Counter)
    acknowledged: list[Sending] = field(default_factory=list)
    seconds: float = 0.0
    settled_s: float = 0.0
    """How long it took to catch up in the end."""
    stubborn: list[str] = field(default_factory=list)
    """What did not end when told to."""

    @property
    def kills(self) -> int:
        """How many processes died by kill -9."""
        return sum(count for what, count in self.blows.items() if what.startswith("killed"))

    def __str__(self) -> str:
        blows = ", ".join(f"{count} {what}" for what, count in sorted(self.blows.items()))
        sent = ", ".join(f"{count} {what}" for what, count in sorted(self.sent.items()))
        acknowledged = f"{len(self.acknowledged):,} messages acknowledged ({sent})"
        return f"{self.seconds:.0f} s: {blows}; {acknowledged}; settled in {self.settled_s:.0f} s"


class Chaos:
    """One ordeal of one service."""

    def __init__(self, data_dir: Path, ordeal: Ordeal) -> None:
        self._data = DataDir(data_dir)
        self._ordeal = ordeal
        self._random = Random(ordeal.seed)
        self.service = Service(data_dir)
        self.tally = Tally()

    async def run(self) -> Tally:
        """From an empty log to one that has consumed everything; no process of ours is left."""
        self._data.make()
        started = time.monotonic()
        async with await SqliteLog.open(self._data.log, PARTITIONS) as log:
            trace.install(self._data.log)
            over = asyncio.Event()
            try:
                self.service.start()
                async with asyncio.TaskGroup() as group:
                    group.create_task(self._publish(log, over))
                    group.create_task(self._torment(log, over))
                self.tally.seconds = time.monotonic() - started
                await self._settle(log)
            finally:
                self.tally.stubborn = await asyncio.to_thread(self.service.end)
        async with data_views(self._data, patience_s=5):
            pass  # what the projector had no time to show
        return self.tally

    async def _publish(self, log: SqliteLog, over: asyncio.Event) -> None:
        minutes = int(self._ordeal.seconds + self._ordeal.kills * self._ordeal.patience_s) // 60 + 3
        start = int(time.time())
        towns = [Town(area, start, minutes, Random(f"{self._ordeal.seed}/{area}")) for area in area_names(PARTITIONS)]
        for town in towns:
            await self._append(log, town.opening())
        while not over.is_set():
            town = self._random.choice(towns)
            await self._append(log, town.next(int(time.time())))
            await asyncio.sleep(self._random.expovariate(self._ordeal.events_per_s))
        for town in towns:
            self.tally.sent.update(town.counted)

    async def _append(self, log: SqliteLog, sendings: list[Sending]) -> None:
        for sending in sendings:
            await log.append(sending.topic, [sending.message], partition=sending.partition)
            self.tally.acknowledged.append(sending)

    async def _torment(self, log: SqliteLog, over: asyncio.Event) -> None:
        """Blow after blow, never a moment when nobody publishes."""
        ends_at = time.monotonic() + self._ordeal.seconds
        longest_s = 2 * (self._ordeal.seconds + self._ordeal.kills * self._ordeal.patience_s)
        async with asyncio.timeout(longest_s), asyncio.TaskGroup() as thaws:
            while time.monotonic() < ends_at or self.tally.kills < self._ordeal.kills:
                await self._sign_of_life(log)
                self.service.start()
                (role,) = self._random.choices(list(WEIGHTS), list(WEIGHTS.values()))
                members = [member for name, member in self.service.family() if name == role]
                if not members:
                    continue
                member = self._random.choice(members)
                if self._random.random() < self._ordeal.freeze_share:
                    thaws.create_task(self._freeze(role, member))
                elif member.signal(signal.SIGKILL):
                    self.tally.blows[f"killed {role}"] += 1
        over.set()

    async def _sign_of_life(self, log: SqliteLog) -> None:
        """Wait for a commit, or not, and then a moment more."""
        if self._random.random() < 0.75:
            before = await self._consumed(log)
            deadline = time.monotonic() + self._ordeal.patience_s
            while time.monotonic() < deadline and await self._consumed(log) == before:  # noqa: ASYNC110 - as below
                await asyncio.sleep(0.02)
        await asyncio.sleep(self._random.uniform(0, 1))

    async def _freeze(self, role: str, member: Member) -> None:
        """Out like a light for longer than its lease, and then on as if nothing had been."""
        if member.signal(signal.SIGSTOP):
            self.tally.blows[f"froze {role}"] += 1
            await asyncio.sleep(LEASE_S * self._random.uniform(1.5, 3))
            member.signal(signal.SIGCONT)

    async def _settle(self, log: SqliteLog) -> None:
        """Until all is consumed. Raises TimeoutError when the service does not recover."""
        self.service.start()
        started = time.monotonic()
        async with asyncio.timeout(SETTLED_S):
            while await self._lag(log) > 0:  # noqa: ASYNC110 - other processes set no event here
                await asyncio.sleep(0.1)
        self.tally.settled_s = time.monotonic() - started
        await asyncio.sleep(QUIET_S)

    async def _lag(self, log: SqliteLog) -> int:
        return sum([lag(await log.ends(p), await log.committed(p)) for p in range(PARTITIONS)])

    async def _consumed(self, log: SqliteLog) -> int:
        return sum([sum((await log.committed(partition)).values()) for partition in range(PARTITIONS)])


def missing(tally: Tally, log_path: Path) -> list[str]:
    """Acknowledged messages that the log does not hold, as often as they were acknowledged."""
    log = read_log_file(log_path)
    inputs = [row for (topic, _), rows in log.rows.items() if topic in INPUT_TOPICS for row in rows]
    held = Counter((row.topic, row.key, row.value, row.headers) for row in inputs)
    told = Counter((str(s.topic), s.message.key, s.message.value, tuple(s.message.headers)) for s in tally.acknowledged)
    return [f"{topic}: {value[:200]!r}" for topic, _, value, _ in (told - held)]
