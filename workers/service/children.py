"""The processes of the service: each is started again when it dies, for as long as the service runs."""

import asyncio
import socket
import time
from collections.abc import Awaitable, Callable, Sequence

import structlog

from workers.child import ChildProcess, ChildSpec
from workers.metrics import Totals
from workers.reporting import Report, receive_datagrams
from workers.service.backoff import Backoff
from workers.service.state import ChildState

_log = structlog.get_logger(__name__)

SILENT_S = 30.0
"""A process that reports and then says nothing for so long hangs: it is killed and started again."""

FIRST_WORD_S = 120.0
"""So long one may take until its first report: its libraries are being loaded, perhaps on a busy machine."""

OnEnd = Callable[[str, int], Awaitable[None]]
"""Told the name and process id of a child that is gone, before the next is started."""


class KeptChild:
    """One process that is kept running. Only processes started here are ever signalled."""

    def __init__(self, spec: ChildSpec, on_end: OnEnd, backoff: Backoff | None = None) -> None:
        self.name = spec.name
        self._spec = spec
        self._on_end = on_end
        self._backoff = backoff or Backoff()
        self._process: ChildProcess | None = None
        self._report: Report | None = None
        self._was_silent = False
        self._started = self._lived_s = 0.0
        self._ended: str | None = None
        self.restarts = 0

    async def keep(self, stop: asyncio.Event, grace_s: float) -> None:
        """Run it, again and again, until told to stop; then end it within the grace."""
        stopping = asyncio.create_task(stop.wait())
        try:
            while not stop.is_set():
                await self._live(stopping, grace_s)
                if not stop.is_set():
                    await self._pause(stopping)
        finally:
            stopping.cancel()

    def heard(self, report: Report) -> bool:
        """Its newest report; False if that comes from a predecessor."""
        ours = self._process is not None and report.pid == self._process.pid
        if ours:
            self._report = report
        return ours

    def kill_if_hung(self) -> None:
        """Kill it when it has been silent for too long, also at the last look: we may have slept ourselves."""
        speaks_by = self._started + FIRST_WORD_S if self._report is None else self._report.at + SILENT_S
        silent = self._process is not None and time.monotonic() > speaks_by
        if silent and self._was_silent and self._process is not None:
            _log.error("child hangs", child=self.name, pid=self._process.pid)
            self._process.kill()
        self._was_silent = silent

    def state(self) -> ChildState:
        """How it stands."""
        return ChildState(
            name=self.name,
            pid=None if self._process is None else self._process.pid,
            restarts=self.restarts,
            ended=self._ended,
            silent_s=None if self._report is None else time.monotonic() - self._report.at,
            troubles={} if self._report is None else self._report.troubles,
        )

    async def _live(self, stopping: "asyncio.Task[bool]", grace_s: float) -> None:
        """One life, from its start to its end."""
        self._started = time.monotonic()
        self._lived_s = 0.0
        try:
            process = self._process = ChildProcess(self._spec)
        except OSError as error:  # no memory, no process to be had: try again later
            self._ended = f"could not be started: {error.strerror}"
            return
        ended = asyncio.create_task(process.ended())
        try:
            await asyncio.wait([ended, stopping], return_when=asyncio.FIRST_COMPLETED)
            if not ended.done():
                process.terminate()
                await asyncio.wait([ended], timeout=grace_s)
        finally:
            if not ended.done():
                process.kill()
            await ended
        self._ended = process.fault or "ended"
        self._lived_s = time.monotonic() - self._started
        await self._on_end(self.name, process.pid)
        self._process = self._report = None

    async def _pause(self, stopping: "asyncio.Task[bool]") -> None:
        pause = self._backoff.after(self._lived_s)
        self.restarts += 1
        _log.warning("child died", child=self.name, how=self._ended, lived_s=round(self._lived_s, 1), again_in_s=pause)
        await asyncio.wait([stopping], timeout=pause)


class Children:
    """All processes of the service, and the sum of what they count.

    `reports`: the end of a datagram pair on which they report.
    """

    def __init__(self, specs: Sequence[ChildSpec], reports: socket.socket, on_end: OnEnd) -> None:
        self._on_end = on_end
        self._reports = reports
        self._kept = {spec.name: KeptChild(spec, self._child_ended) for spec in specs}
        self.totals = Totals()

    async def keep(self, stop: asyncio.Event, grace_s: float) -> None:
        """Run all of them until told to stop; all are told at once, and killed after the grace."""
        loop = asyncio.get_running_loop()
        loop.add_reader(self._reports, self.hear)
        try:
            async with asyncio.TaskGroup() as group:
                for child in self._kept.values():
                    group.create_task(child.keep(stop, grace_s))
        finally:
            loop.remove_reader(self._reports)

    def hear(self) -> None:
        """Take in the reports that have come."""
        for payload in receive_datagrams(self._reports):
            report = Report.model_validate_json(payload)
            if self._kept[report.child].heard(report):
                self.totals.update(report.child, report.pid, report.samples)

    def kill_hung(self) -> None:
        """Kill those that are silent for too long."""
        for child in self._kept.values():
            child.kill_if_hung()

    def states(self) -> list[ChildState]:
        """How each stands."""
        return [child.state() for child in self._kept.values()]

    async def _child_ended(self, name: str, pid: int) -> None:
        self.hear()  # its last words
        self.totals.end(name)
        await self._on_end(name, pid)
