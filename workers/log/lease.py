"""A lease: how long an owner that is not heard of is believed to be alive.

It decides only who may claim a partition. Who may commit is decided by the epoch, inside the commit.
Leases are measured on the machine's steady clock, which all its processes share: setting the wall clock
ends none and prolongs none.
"""

import time
from dataclasses import dataclass

DEFAULT_LEASE_S = 10.0


@dataclass(frozen=True, slots=True)
class Lease:
    """Begun at `since`, lasting `length`: milliseconds of the steady clock."""

    since_ms: int
    length_ms: int

    def running(self, now_ms: int) -> bool:
        """Whether its owner counts as alive. A lease from the future (the machine was restarted) does not."""
        return self.since_ms <= now_ms < self.since_ms + self.length_ms


def steady_ms() -> int:
    """Milliseconds of a clock that only goes forward, until the machine is restarted."""
    return time.monotonic_ns() // 1_000_000
