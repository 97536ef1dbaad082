"""The projector: follows the log, owning nothing, and has every page applied in order.

A page and its position are applied together, so it may die anywhere, and several projectors of one
read model do no harm: what the others were faster with is passed over.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

import structlog

from contracts.topics import INPUT_TOPICS, OUTPUT_TOPICS, Topic
from workers.clock import Clock, SystemClock
from workers.errors import LogError, PositionGap, ViewsDamaged, ViewsError
from workers.log.port import EventLog, Positions
from workers.log.witness import Witness, testifies
from workers.views.page import Marks, mark_of, positions_of
from workers.views.port import ReadModel
from workers.views.projection import page_of
from workers.views.retention import DEFAULT_KEEP_DAYS, SECONDS_PER_DAY

_log = structlog.get_logger(__name__)

ORDER = (*INPUT_TOPICS, *OUTPUT_TOPICS)
"""Up to the ends of one moment a partition is read in this order: requests before what was decided on them."""

_PAGE = 500
_WAIT_S = 5.0
"""So often at least one looks whether somebody has cleared the read model."""
_FIRST_BACKOFF_S = 0.1
_LONGEST_BACKOFF_S = 10.0

OnLag = Callable[[int], None]
"""Told again and again how many records are still to be applied."""


@dataclass(frozen=True, slots=True)
class ProjectorSettings:
    """How a projector works."""

    keep_days: int | None = DEFAULT_KEEP_DAYS
    """What was over so many days ago is forgotten; None = by somebody else."""
    prune_every_s: int = 3600
    patience_s: float = 0.0
    """How long news may wait for another projector; a reader's own is patient."""
    clock: Clock = field(default_factory=SystemClock)


class Projector:
    """Keeps a read model up to date with a log."""

    def __init__(self, log: EventLog, model: ReadModel, settings: ProjectorSettings | None = None) -> None:
        self._log = log
        self._model = model
        self._settings = settings or ProjectorSettings()
        self._prune_at: int | None = None
        self._failures = 0

    async def run(self, stop: asyncio.Event) -> None:
        """Follow the log until told to stop. What cannot be used is tried again, less and less often."""
        stopping = asyncio.create_task(stop.wait())
        try:
            while not stopping.done():
                try:
                    await self._until(stopping)
                except (LogError, ViewsError) as error:
                    self._failures += 1
                    await self._mend(error)
        finally:
            stopping.cancel()

    async def catch_up(self, on_lag: OnLag | None = None) -> None:
        """Apply what is in the log by now."""
        await forget_another_log(self._log, self._model)
        while True:
            try:
                await self._follow(0, on_lag)
            except PositionGap:
                continue  # somebody has cleared it meanwhile
            break

    async def _until(self, stopping: asyncio.Task[bool]) -> None:
        """Catch up, then follow until told to stop. A page that is being applied is applied."""
        await self.catch_up()
        await self._prune_if_due()
        while not stopping.done():
            step = asyncio.create_task(self._follow(_WAIT_S))
            await asyncio.wait([step, stopping], return_when=asyncio.FIRST_COMPLETED)
            if not step.done():
                step.cancel()
                await asyncio.gather(step, return_exceptions=True)
                return
            step.result()
            await self._prune_if_due()
            self._failures = 0

    async def _follow(self, wait_s: float, on_lag: OnLag | None = None) -> None:
        """Wait for news and apply them."""
        news = await self._log.news(positions_of(await self._model.marks()), wait_s)
        if news and self._settings.patience_s > 0:
            await asyncio.sleep(self._settings.patience_s)
        marks = await self._model.marks()
        left = sum(_lag(ends, marks, partition) for partition, ends in news.items())
        for partition, ends in news.items():
            for topic in ORDER:
                position = mark_of(marks, partition, topic).position
                while position < ends.get(topic, 0):
                    if on_lag is not None:
                        on_lag(left)
                    came_to = await self._apply_page(topic, partition, position)
                    if came_to is None:
                        break
                    left -= came_to - position
                    position = came_to

    async def _apply_page(self, topic: Topic, partition: int, position: int) -> int | None:
        """Where the page ends; None = there is no record, though the log counted one."""
        records = await self._log.read(topic, partition, position, _PAGE)
        if not records:
            return None
        page = page_of(records, position, self._log.partitions)
        await self._model.apply(page)
        return page.end

    async def _prune_if_due(self) -> None:
        now, keep_days = self._settings.clock.now(), self._settings.keep_days
        if keep_days is not None and (self._prune_at is None or now >= self._prune_at):
            await self._model.prune(now - keep_days * SECONDS_PER_DAY)
            self._prune_at = now + self._settings.prune_every_s

    async def _mend(self, error: LogError | ViewsError) -> None:
        """Clear what is damaged. A gap only says that somebody else has cleared it."""
        _log.warning("projector starts over", reason=str(error))
        if isinstance(error, ViewsDamaged):
            with suppress(ViewsError):  # tried again after the pause
                await self._model.clear()
        await asyncio.sleep(min(_FIRST_BACKOFF_S * 2**self._failures, _LONGEST_BACKOFF_S))


async def forget_another_log(log: EventLog, model: ReadModel) -> None:
    """Clear a read model that was made from another log, or from one that has since lost records."""
    for partition, topics in (await model.marks()).items():
        for topic, mark in topics.items():
            last_read = Witness(mark.position - 1, mark.digest)
            if partition >= log.partitions or not await testifies(log, topic, partition, last_read):
                _log.warning("the read model belongs to another log and is made anew")
                await model.clear()
                return


def _lag(ends: Positions, marks: Marks, partition: int) -> int:
    return sum(max(0, end - mark_of(marks, partition, topic).position) for topic, end in ends.items())
