"""Since when brokers have not answered: aiokafka has no sign of its own that a client is stuck."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

QUIET_S = 15.0
"""Longer than any request may take: whoever has asked for so long without an answer is cut off."""


class Pulse:
    """Told of every question to the brokers and of every answer."""

    def __init__(self) -> None:
        self._unanswered_since: float | None = None
        self._why: str | None = None

    @contextmanager
    def asking(self) -> Iterator[None]:
        """The block asks the brokers something; if it ends well they have answered."""
        before = self._unanswered_since
        if before is None:
            self._unanswered_since = time.monotonic()
        try:
            yield
        except Exception as error:
            self._why = str(error) or type(error).__name__
            raise
        except BaseException:  # nobody waits for the answer any more
            self._unanswered_since = before
            raise
        self._unanswered_since = self._why = None

    @property
    def trouble(self) -> str | None:
        """For how long nobody has answered; None as long as that is no reason to worry."""
        if self._unanswered_since is None:
            return None
        age_s = time.monotonic() - self._unanswered_since
        if age_s < QUIET_S:
            return None
        since = f"Kafka has not answered for {age_s:.0f} s"
        return f"{since}." if self._why is None else f"{since}: {self._why}"
