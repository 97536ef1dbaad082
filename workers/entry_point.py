"""What every process of the service begins and ends with."""

import asyncio
import sys
from collections.abc import Coroutine

import structlog

from workers.errors import RidealongError
from workers.telemetry import configure_logging

_log = structlog.get_logger(__name__)


def run_process(name: str, log_level: str, work: Coroutine[object, object, None]) -> None:
    """Do a process's work, with its name in every line of the log.

    Ends the process with exit code 0, or with that of the error that ended the work.
    """
    configure_logging(log_level)
    structlog.contextvars.bind_contextvars(child=name)
    try:
        asyncio.run(work)
    except RidealongError as error:
        _log.error("child failed", reason=str(error))
        sys.exit(error.exit_code)
