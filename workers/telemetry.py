"""Logging: structlog to stderr, pretty on a terminal, one JSON object a line otherwise."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog
from structlog.typing import Processor

_SECRET_NAME = re.compile(r"password|passwd|secret|token|api_?key|credential|authorization", re.IGNORECASE)
_PASSWORD_IN_URL = re.compile(r"(?<=://)([^:/@\s]*):[^@/\s]+@")
_MASK = "***"


def configure_logging(level: str = "info") -> None:
    """Set up logging for this process; called once by every entry point.

    Parameters
    ----------
    level
        `debug`, `info`, `warning` or `error`.
    """
    pretty = sys.stderr.isatty()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            mask_secrets,
            *(_pretty() if pretty else _machine_readable()),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


def mask_secrets(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Hide what is named like a secret, and passwords inside URLs."""
    for name, value in event.items():
        if _SECRET_NAME.search(name):
            event[name] = _MASK
        elif isinstance(value, str) and "://" in value:
            event[name] = _PASSWORD_IN_URL.sub(rf"\1:{_MASK}@", value)
    return event


def _pretty() -> list[Processor]:
    return [structlog.dev.ConsoleRenderer()]


def _machine_readable() -> list[Processor]:
    return [structlog.processors.dict_tracebacks, structlog.processors.JSONRenderer()]
