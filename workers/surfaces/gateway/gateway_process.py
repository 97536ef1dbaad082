"""The gateway as a process of its own: what it is started with, and its entry point."""

import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from workers.entry_point import run_process
from workers.log.port import EventLog
from workers.reporting import ReportTo
from workers.service.log_watch import ReadShown


@dataclass(frozen=True, slots=True)
class GatewaySpec:
    """All a gateway process needs to know. Pickled on its way there, functions by name.

    `gate`: the listening socket. `supervisor`: where the supervisor's word comes in. `open_log`: None
    where it only tells how the processes beside it are, not how the whole log stands.
    """

    name: str
    gate: socket.socket
    supervisor: socket.socket
    report_to: ReportTo
    open_log: Callable[[], Awaitable[EventLog]] | None = None
    read_shown: ReadShown | None = None
    log_level: str = "info"


def run_gateway(spec: GatewaySpec) -> None:
    """Answer until SIGTERM or SIGINT, or until the parent is gone. Ends the process with an exit code."""
    from workers.surfaces.gateway.server import serve  # noqa: PLC0415 - FastAPI takes a third of a second to import

    run_process(spec.name, spec.log_level, serve(spec))
