"""Running a service, all of it or some of its roles: socket, processes, and the word to the gateway every second."""

import asyncio
import errno
import os
import socket
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version

import structlog

from workers import metrics
from workers.child import ChildSpec
from workers.errors import InputError, LogError
from workers.log.port import EventLog
from workers.matching.worker_process import owner_name
from workers.metrics import Recorder
from workers.reporting import INTERVAL_S, datagram_pair, send_datagram
from workers.service.backoff import Backoff
from workers.service.children import Children, OnEnd
from workers.service.data_dir import DataDir
from workers.service.disk import DiskWatch
from workers.service.lock import held_lock
from workers.service.state import ServiceState
from workers.service.who_runs import WhoRuns, announce, retract, url_of
from workers.settings import Settings
from workers.stopping import told_to_stop

_log = structlog.get_logger(__name__)

_PORT_PATIENCE_S = 5.0
"""The gateway of a service that was killed lets go of its port a moment later."""

OpenLog = Callable[[], Awaitable[EventLog]]


@dataclass(frozen=True, slots=True)
class Wiring:
    """What the supervisor has ready when it makes its children: how they are connected to it and to the world."""

    partitions: int
    """How many the log has."""
    gate: socket.socket
    """On which the gateway listens."""
    report_to: socket.socket
    """The end on which every child reports."""
    supervisor: socket.socket
    """The end on which the gateway hears the supervisor."""


MakeChildren = Callable[[Wiring], Sequence[ChildSpec]]


async def run_service(
    settings: Settings, open_log: OpenLog, make_children: MakeChildren, on_start: Callable[[WhoRuns], None]
) -> None:
    """Run the embedded service until SIGTERM or SIGINT, then drain it: commits in progress end, partitions are given back.

    Raises InputError when the data directory or the port cannot be used or another service has them.
    """
    data = DataDir(settings.data_dir)
    stop = told_to_stop()
    data.make()
    with held_lock(data.lock), _listening(settings.host, settings.port) as gate:
        retract(data)  # of a service that was killed
        log = await open_log()
        try:
            await fence_everybody(log)
            who = _who(settings, gate)
            announce(data, who)
            on_start(who)
            disk = DiskWatch(data, settings.disk_warn_mib)
            vacate = partial(_vacate, log)
            service = _Service(settings, make_children, vacate, partitions=log.partitions, gate=gate, disk=disk)
            await service.run(stop)
        finally:
            retract(data)
            await log.close()


async def run_roles(
    settings: Settings, port: int, open_log: OpenLog, make_children: MakeChildren, on_start: Callable[[str], None]
) -> None:
    """Run one or more roles of a system that others have a part in, until SIGTERM or SIGINT.

    `port`: where the roles' health is told. While the log's servers do not answer it waits for them.
    Raises InputError when the port or the log cannot be used as it is.
    """
    stop = told_to_stop()
    with _listening(settings.host, port) as gate:
        partitions = await _partitions_of(open_log, stop)
        if partitions is None:
            return
        on_start(url_of(*gate.getsockname()[:2]))
        service = _Service(settings, make_children, _nothing_to_vacate, partitions=partitions, gate=gate)
        await service.run(stop)


async def _partitions_of(open_log: OpenLog, stop: asyncio.Event) -> int | None:
    """How many partitions the log has, once it can be reached; None when told to stop before."""
    backoff = Backoff()
    while not stop.is_set():
        try:
            log = await open_log()
        except LogError as error:
            pause_s = backoff.after(0)
            _log.warning("the log cannot be reached", reason=str(error), again_in_s=pause_s)
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), pause_s)
        else:
            await log.close()
            return log.partitions
    return None


async def fence_everybody(log: EventLog) -> None:
    """Take every partition from whoever a former service left behind, and leave it vacant."""
    for partition in range(log.partitions):
        await log.release(await log.own(partition, "supervisor"))


async def _vacate(log: EventLog, name: str, pid: int) -> None:
    """Nobody need wait for the leases of a process that is gone."""
    try:
        for partition, owner in (await log.owners()).items():
            if owner == owner_name(name, pid):
                await log.release(await log.own(partition, "supervisor"))
    except LogError as error:  # then the leases run out
        _log.warning("partitions not vacated", child=name, reason=str(error))


async def _nothing_to_vacate(_name: str, _pid: int) -> None:
    """The group of the workers notices by itself who is gone."""


class _Service:
    def __init__(
        self,
        settings: Settings,
        make_children: MakeChildren,
        on_child_end: OnEnd,
        *,
        partitions: int,
        gate: socket.socket,
        disk: DiskWatch | None = None,
    ) -> None:
        self._settings = settings
        self._disk = disk
        reports, report_to = datagram_pair()
        heard, self._tell = datagram_pair()
        self._sockets = (reports, report_to, heard, self._tell)
        wiring = Wiring(partitions, gate, report_to, heard)
        self._children = Children(make_children(wiring), reports, on_child_end)

    async def run(self, stop: asyncio.Event) -> None:
        """Until told to stop."""
        try:
            async with asyncio.TaskGroup() as group:
                beating = group.create_task(self._beat(stop))
                await self._children.keep(stop, self._settings.drain_s)
                beating.cancel()
        finally:
            for end in self._sockets:
                end.close()

    async def _beat(self, stop: asyncio.Event) -> None:
        while True:
            if self._disk is not None:
                self._disk.look()
            self._children.kill_hung()
            send_datagram(self._tell, self._state(stop.is_set()).model_dump_json().encode())
            await asyncio.sleep(INTERVAL_S)

    def _state(self, draining: bool) -> ServiceState:  # noqa: FBT001 - one of two states of the service
        children = self._children.states()
        recorder = Recorder(metrics.SERVICE_FIGURES)
        for child in children:
            recorder.set(metrics.RESTARTS, child.restarts, child=child.name)
            recorder.set(metrics.CHILD_UP, int(child.pid is not None), child=child.name)
        if self._disk is not None and self._disk.free_bytes is not None:
            recorder.set(metrics.DISK_FREE, self._disk.free_bytes)
        return ServiceState(
            at=time.monotonic(),
            draining=draining,
            children=children,
            disk_free_bytes=None if self._disk is None else self._disk.free_bytes,
            disk_warning=None if self._disk is None else self._disk.warning,
            samples=[*recorder.samples(), *self._children.totals.samples()],
        )


@contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    """The gateway's socket. It is ours, so that it stays open while the gateway is started again."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as gate:
        gate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        _bind(gate, host, port)
        gate.listen()
        yield gate


def _bind(gate: socket.socket, host: str, port: int) -> None:
    deadline = time.monotonic() + _PORT_PATIENCE_S
    while True:
        try:
            gate.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE and time.monotonic() < deadline:
                time.sleep(0.05)
                continue
            sentence = f"cannot listen on {host}, port {port}: {error.strerror}"
            raise InputError(f"{sentence}. Name another with --port.", field="--port") from error
        else:
            return


def _who(settings: Settings, gate: socket.socket) -> WhoRuns:
    host, port = gate.getsockname()[:2]
    return WhoRuns(
        pid=os.getpid(),
        host=host,
        port=port,
        started_at=datetime.now(UTC).replace(microsecond=0),
        version=version("ridealong"),
        workers=settings.workers,
    )
