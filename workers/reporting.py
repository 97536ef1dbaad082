"""What a child tells the process that started it, once a second: that it is alive, and how it goes.

Reports are datagrams: sending waits for nobody and a report that finds no room is dropped, since the
next one says the same and more.
"""

import asyncio
import contextlib
import errno
import os
import socket
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import structlog
from pydantic import BaseModel, ConfigDict

from workers.metrics import Sample

INTERVAL_S = 1.0
_LARGEST = 1024 * 1024

_log = structlog.get_logger(__name__)


class Report(BaseModel):
    """How a child stands. Instants are seconds of the machine's steady clock."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)

    child: str
    pid: int
    at: float
    """When its event loop wrote this."""
    samples: Sequence[Sample] = ()
    troubles: Mapping[int, str] = {}
    """By partition, why it cannot go on at present."""


@dataclass(frozen=True, slots=True)
class ReportTo:
    """Where a child reports, and under which name. Goes to the child with what it is started with."""

    child: str
    socket: socket.socket

    def send(self, samples: Sequence[Sample] = (), troubles: Mapping[int, str] | None = None) -> None:
        """Send a report, or drop it."""
        report = Report(
            child=self.child, pid=os.getpid(), at=time.monotonic(), samples=samples, troubles=troubles or {}
        )
        send_datagram(self.socket, report.model_dump_json().encode())


@asynccontextmanager
async def reporting(report_to: ReportTo | None, send: Callable[[ReportTo], None]) -> AsyncIterator[None]:
    """While the block runs, `send` is called once a second from its event loop. None: nobody wants to know."""
    if report_to is None:
        yield
        return
    task = asyncio.create_task(_keep_sending(report_to, send))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        send(report_to)


async def _keep_sending(report_to: ReportTo, send: Callable[[ReportTo], None]) -> None:
    while True:
        send(report_to)
        await asyncio.sleep(INTERVAL_S)


def datagram_pair() -> tuple[socket.socket, socket.socket]:
    """A receiving and a sending end, neither of which ever waits."""
    ends = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    for end in ends:
        end.setblocking(False)  # noqa: FBT003 - the library's own form
        end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _LARGEST)
    return ends


def send_datagram(end: socket.socket, payload: bytes) -> None:
    """Send, unless there is no room or nobody to hear it."""
    try:
        end.send(payload)
    except (BlockingIOError, ConnectionError):
        return
    except OSError as error:
        if error.errno != errno.ENOTCONN:
            _log.warning("report not sent", bytes=len(payload), reason=str(error))


def receive_datagrams(end: socket.socket) -> list[bytes]:
    """All that has come so far, oldest first."""
    received: list[bytes] = []
    with contextlib.suppress(BlockingIOError, ConnectionError):
        while True:
            received.append(end.recv(_LARGEST))
    return received
