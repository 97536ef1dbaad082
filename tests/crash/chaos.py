"""Chaos on a running service: a stream of events, and processes and servers that are killed or frozen at random.

Everything has an end: the kills are counted, the time is limited, every process that was started is
ended, and nothing leaves the machine.
"""

import asyncio
import signal
import time
from collections import Counter
from dataclasses import dataclass, field
from random import Random

from contracts.topics import INPUT_TOPICS
from tests.crash.family import Member
from tests.crash.reader.log_file import LogFile
from tests.crash.service import DECIDER, SUPERVISOR, WORKER
from tests.crash.stage import PARTITIONS, Stage
from tests.crash.town import Sending, Town, area_names
from workers.errors import LogError
from workers.log.port import EventLog

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
    server_weight: float = 1.5
    """How often it is a server's turn, beside the weights of our own processes."""
    freeze_share: float = 0.15
    """How many of the blows are SIGSTOP for longer than a lease, then SIGCONT."""


@dataclass
class Tally:
    """What was done to the service, and what it had acknowledged."""

    blows: Counter[str] = field(default_factory=Counter)
    sent: Counter[str] = field(default_factory=Counter)
    acknowledged: list[Sending] = field(default_factory=list)
    unacknowledged: int = 0
    """So many attempts to publish failed, as far as the publisher knows."""
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
        acknowledged = f"{len(self.acknowledged):,} messages acknowledged ({sent}), {self.unacknowledged} attempts not"
        return f"{self.seconds:.0f} s: {blows}; {acknowledged}; settled in {self.settled_s:.0f} s"


class Chaos:
    """One ordeal of one service."""

    def __init__(self, stage: Stage, ordeal: Ordeal) -> None:
        self._stage = stage
        self._ordeal = ordeal
        self._random = Random(ordeal.seed)
        self.service = stage.service
        self.tally = Tally()

    async def run(self) -> Tally:
        """From an empty log to one that has consumed everything; no process of ours is left."""
        started = time.monotonic()
        log = await self._stage.open_log()
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
            await log.close()
        await self._stage.show_all()
        return self.tally

    async def _publish(self, log: EventLog, over: asyncio.Event) -> None:
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

    async def _append(self, log: EventLog, sendings: list[Sending]) -> None:
        """Each until it is acknowledged; it may then have been written more than once."""
        for sending in sendings:
            while True:
                try:
                    await log.append(sending.topic, [sending.message], partition=sending.partition)
                except LogError:
                    self.tally.unacknowledged += 1
                else:
                    break
            self.tally.acknowledged.append(sending)

    async def _torment(self, log: EventLog, over: asyncio.Event) -> None:
        """Blow after blow, never a moment when nobody publishes."""
        ends_at = time.monotonic() + self._ordeal.seconds
        longest_s = 2 * (self._ordeal.seconds + self._ordeal.kills * self._ordeal.patience_s)
        async with asyncio.timeout(longest_s), asyncio.TaskGroup() as thaws:
            while time.monotonic() < ends_at or self.tally.kills < self._ordeal.kills:
                await self._sign_of_life(log)
                self.service.start()
                weights = {**WEIGHTS, **dict.fromkeys(self._stage.servers, self._ordeal.server_weight)}
                (role,) = self._random.choices(list(weights), list(weights.values()))
                if role in self._stage.servers:
                    self.tally.blows[await self._stage.servers[role](self._random)] += 1
                    continue
                members = [member for name, member in self.service.family() if name == role]
                if not members:
                    continue
                member = self._random.choice(members)
                if self._random.random() < self._ordeal.freeze_share:
                    thaws.create_task(self._freeze(role, member))
                elif member.signal(signal.SIGKILL):
                    self.tally.blows[f"killed {role}"] += 1
        over.set()

    async def _sign_of_life(self, log: EventLog) -> None:
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
            await asyncio.sleep(self.service.lease_s * self._random.uniform(1.5, 3))
            member.signal(signal.SIGCONT)

    async def _settle(self, log: EventLog) -> None:
        """Until all is consumed. Raises TimeoutError when the service does not recover."""
        self.service.start()
        started = time.monotonic()
        async with asyncio.timeout(SETTLED_S):
            while await self._lag(log) > 0:  # noqa: ASYNC110 - other processes set no event here
                await asyncio.sleep(0.1)
        self.tally.settled_s = time.monotonic() - started
        await asyncio.sleep(QUIET_S)

    async def _lag(self, log: EventLog) -> int:
        """What waits, as far as one can see."""
        try:
            return sum([(await log.cut(partition)).waiting for partition in range(PARTITIONS)])
        except LogError:
            return 1

    async def _consumed(self, log: EventLog) -> int:
        try:
            return sum([sum((await log.committed(partition)).values()) for partition in range(PARTITIONS)])
        except LogError:
            return -1


def missing(tally: Tally, log: LogFile) -> list[str]:
    """Acknowledged messages that the log does not hold, as often as they were acknowledged."""
    inputs = [row for (topic, _), rows in log.rows.items() if topic in INPUT_TOPICS for row in rows]
    held = Counter((row.topic, row.key, row.value, row.headers) for row in inputs)
    told = Counter((str(s.topic), s.message.key, s.message.value, tuple(s.message.headers)) for s in tally.acknowledged)
    return [f"{topic}: {value[:200]!r}" for topic, _, value, _ in (told - held)]
