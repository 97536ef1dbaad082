"""The clock: whole seconds since 1970. Handed to whoever needs the time; the matcher never sees one."""

import asyncio
import time
from dataclasses import dataclass
from typing import Protocol

_LONGEST_NAP_S = 1.0
"""The wall clock may be set, and a machine may sleep: look at it at least this often."""


class Clock(Protocol):
    """Tells the time and waits for it."""

    def now(self) -> int:
        """Seconds since 1970-01-01T00:00:00Z."""
        ...

    async def wait_until(self, instant: int) -> None:
        """Return when `now()` has reached the instant."""
        ...


@dataclass(frozen=True, slots=True)
class SystemClock:
    """The machine's wall clock."""

    def now(self) -> int:
        """Seconds since 1970, cut to whole seconds."""
        return int(time.time())

    async def wait_until(self, instant: int) -> None:
        """Sleep, in short naps."""
        while (left_s := instant - time.time()) > 0:  # noqa: ASYNC110 - nobody can set an event when the wall clock moves
            await asyncio.sleep(min(left_s, _LONGEST_NAP_S))


@dataclass(frozen=True, slots=True)
class FixedClock:
    """It is always the same moment, as `plan --now` wants it."""

    instant: int

    def now(self) -> int:
        """The moment."""
        return self.instant

    async def wait_until(self, instant: int) -> None:
        """Return at once for the past, never for the future."""
        if instant > self.instant:
            await asyncio.get_running_loop().create_future()


class ManualClock:
    """Moves when told to, for tests and simulations. For one thread."""

    def __init__(self, instant: int) -> None:
        self._instant = instant
        self._waiting: set[asyncio.Event] = set()

    def now(self) -> int:
        """Where it was last put."""
        return self._instant

    def set(self, instant: int) -> None:
        """Put the clock forward, or back."""
        self._instant = instant
        for moved in self._waiting:
            moved.set()

    async def wait_until(self, instant: int) -> None:
        """Wait until somebody puts the clock there."""
        moved = asyncio.Event()
        self._waiting.add(moved)
        try:
            while self._instant < instant:
                moved.clear()
                await moved.wait()
        finally:
            self._waiting.discard(moved)
