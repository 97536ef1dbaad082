"""A lease: how long an owner that is not heard of is believed to be alive.

It decides only who may claim a partition. Who may commit is decided by the epoch, inside the commit.
"""

from dataclasses import dataclass

DEFAULT_LEASE_S = 10.0


@dataclass(frozen=True, slots=True)
class Lease:
    """Begun at `since`, lasting `length`: wall clock milliseconds."""

    since_ms: int
    length_ms: int

    def running(self, now_ms: int) -> bool:
        """Whether its owner counts as alive. A lease from the future (the clock was set back) does not."""
        return self.since_ms <= now_ms < self.since_ms + self.length_ms
