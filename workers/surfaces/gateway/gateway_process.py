"""The gateway as a process of its own: what it is started with, and its entry point."""

import asyncio
import socket
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog

from workers.errors import RidealongError
from workers.log.port import EventLog
from workers.reporting import ReportTo
from workers.service.log_watch import ReadShown
from workers.telemetry import configure_logging

_log = structlog.get_logger(__name__)


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

    configure_logging(spec.log_level)
    structlog.contextvars.bind_contextvars(child=spec.name)
    try:
        asyncio.run(serve(spec))
    except RidealongError as error:
        _log.error("gateway failed", reason=str(error))
        sys.exit(error.exit_code)
