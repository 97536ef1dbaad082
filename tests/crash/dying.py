"""Workers that die at a fault point. Run by processes of their own, pickled by name."""

import asyncio
import logging
import os
from dataclasses import dataclass, field
from pathlib import Path

import structlog

from tests.crash.inside import work_at
from workers.log.sqlite.log import SqliteLog
from workers.log.steps import FaultPoint, Step, no_fault

DEAD = 86
"""The exit code of who died as planned."""


@dataclass
class DieAt:
    """A fault that ends the process, as a power cut would, the `nth` time it comes to a point."""

    point: FaultPoint
    nth: int
    _seen: int = field(default=0)

    def __call__(self, point: FaultPoint) -> None:
        """Perhaps die."""
        self._seen += point == self.point
        if self._seen == self.nth:
            os._exit(DEAD)


def ends_well(point: FaultPoint) -> bool:
    """Whether the commit in which a process dies has become durable by then."""
    return point.step > Step.DURABLE or point == FaultPoint("after", Step.DURABLE)


def work(path: Path, now: int, death: DieAt | None) -> None:
    """A worker on the log, until all is consumed or it dies."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))

    async def run() -> None:
        async with await SqliteLog.open(path, create=False) as log:
            await work_at(log, now, fault=no_fault if death is None else death)

    asyncio.run(run())
