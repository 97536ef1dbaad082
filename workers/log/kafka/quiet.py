"""aiokafka's own log lines, passed on to ours: what repeats is said once in a while."""

import logging
import time

import structlog

_log = structlog.get_logger("aiokafka")

_EVERY_S = 10.0
"""While a broker is away aiokafka says so hundreds of times a second."""


class _Throttled(logging.Handler):
    """Says each kind of line at most once in so many seconds, and how many were left out."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._said: dict[tuple[str, str], tuple[float, int]] = {}

    def emit(self, record: logging.LogRecord) -> None:
        """Pass a line on, unless its kind has just been said."""
        kind = record.name, str(record.msg)
        said_at, left_out = self._said.get(kind, (float("-inf"), 0))
        now = time.monotonic()
        if now - said_at < _EVERY_S:
            self._said[kind] = said_at, left_out + 1
            return
        self._said[kind] = now, 0
        _log.warning("kafka client", said=record.getMessage(), by=record.name, left_out=left_out)


def quieten() -> None:
    """Throttle aiokafka's logger, once per process."""
    logger = logging.getLogger("aiokafka")
    if not any(isinstance(handler, _Throttled) for handler in logger.handlers):
        logger.addHandler(_Throttled())
        logger.setLevel(logging.WARNING)
        logger.propagate = False
