"""What the log itself says about the service, read again and again: who owns what, what waits, what is shown.

Nobody is asked who might be wrong about himself: a worker that hangs cannot hide its lag.
"""

import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from contracts.record import Record
from contracts.topics import INPUT_TOPICS, Topic
from workers import metrics
from workers.log.port import EventLog, Positions, lag
from workers.metrics import Recorder, Sample

ReadShown = Callable[[], Awaitable[Mapping[int, Positions]]]
"""Reads, by partition and topic, up to where the read model shows the log."""

_TIME = "ce_time"


@dataclass(frozen=True, slots=True)
class LogView:
    """The log at one moment."""

    at: float
    """When it was looked at: seconds of the machine's steady clock."""
    partitions: int
    owners: Mapping[int, str]
    lags: Mapping[int, int]
    """By partition, the input records that are not decided on."""
    ages_s: Mapping[int, float]
    """By partition, how long ago the oldest of them was published; 0 if there is none."""
    behind: Sequence[int]
    """Partitions in which not even that is decided on which was there when the watch began."""
    view_lag: int | None
    """Records the read model does not show yet; None without a read model."""
    views_stale_s: float
    """For how long the read model has not shown what had been there at the beginning of that time."""

    def samples(self) -> list[Sample]:
        """As figures."""
        recorder = Recorder(metrics.LOG_FIGURES)
        recorder.set(metrics.PARTITIONS, self.partitions)
        recorder.set(metrics.OWNED, len(self.owners))
        for partition, waiting in self.lags.items():
            recorder.set(metrics.LAG, waiting, partition=str(partition))
            recorder.set(metrics.EVENT_AGE, self.ages_s[partition], partition=str(partition))
        if self.view_lag is not None:
            recorder.set(metrics.VIEW_LAG, self.view_lag)
        return recorder.samples()


class LogWatch:
    """Looks at the log, and remembers what was there at the first look."""

    def __init__(self, log: EventLog, read_shown: ReadShown | None) -> None:
        self._log = log
        self._read_shown = read_shown
        self._to_catch_up: dict[int, Positions] = {}
        self._caught_up: set[int] = set()
        self._to_show: Mapping[int, Positions] = {}
        self._to_show_since = time.monotonic()

    async def look(self) -> LogView:
        """The log now. May raise LogError."""
        partitions = range(self._log.partitions)
        committed = {partition: await self._log.committed(partition) for partition in partitions}
        ends = {partition: await self._log.ends(partition) for partition in partitions}  # later: never before them
        view_lag, stale_s = await self._look_at_views(ends)
        return LogView(
            at=time.monotonic(),
            partitions=len(partitions),
            owners=await self._log.owners(),
            lags={p: lag(ends[p], committed[p]) for p in partitions},
            ages_s={p: await self._age_s(p, ends[p], committed[p]) for p in partitions},
            behind=[p for p in partitions if not self._has_caught_up(p, ends[p], committed[p])],
            view_lag=view_lag,
            views_stale_s=stale_s,
        )

    def _has_caught_up(self, partition: int, ends: Positions, committed: Positions) -> bool:
        goal = self._to_catch_up.setdefault(partition, ends)
        if _covers(committed, goal, INPUT_TOPICS):
            self._caught_up.add(partition)
        return partition in self._caught_up

    async def _age_s(self, partition: int, ends: Positions, committed: Positions) -> float:
        ages = [0.0]
        for topic in INPUT_TOPICS:
            if committed.get(topic, 0) < ends.get(topic, 0):
                waiting = await self._log.read(topic, partition, committed.get(topic, 0), 1)
                ages += [age for age in map(_age_s, waiting) if age is not None]
        return max(ages)

    async def _look_at_views(self, ends: Mapping[int, Positions]) -> tuple[int | None, float]:
        if self._read_shown is None:
            return None, 0.0
        shown = await self._read_shown()
        now = time.monotonic()
        if all(_covers(shown.get(p, {}), goal, Topic) for p, goal in self._to_show.items()):
            self._to_show, self._to_show_since = ends, now
        waiting = sum(ends[p].get(t, 0) - shown.get(p, {}).get(t, 0) for p in ends for t in Topic)
        return max(waiting, 0), now - self._to_show_since


def _covers(positions: Positions, goal: Positions, topics: Sequence[Topic] | type[Topic]) -> bool:
    return all(positions.get(topic, 0) >= goal.get(topic, 0) for topic in topics)


def _age_s(record: Record) -> float | None:
    """Seconds since a record was published, by its own word; None if it does not say when."""
    for name, value in record.headers:
        if name == _TIME:
            try:
                published = datetime.fromisoformat(value.decode())
            except ValueError:
                return None
            return None if published.tzinfo is None else max(0.0, time.time() - published.timestamp())
    return None
