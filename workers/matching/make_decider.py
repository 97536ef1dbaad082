"""How the decider of a partition is made, for the process in which it will live.

The solver takes a second to import and 90 MB; whoever only says how deciders are made needs neither.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from workers.matching.machine_code import drop_outdated

if TYPE_CHECKING:
    from workers.matching.partition_decider import PartitionDecider


Method = Literal["optimise", "first_fit"]
"""`optimise`: the most value; `first_fit`: first come, first served, without a solver."""


@dataclass(frozen=True, slots=True)
class SolveSettings:
    """How decisions are made: the seed, how long a search for a better plan may take, and the method."""

    seed: int = 1
    time_limit_s: float = 10.0
    method: Method = "optimise"


@dataclass(frozen=True, slots=True)
class MakePartitionDecider:
    """Makes the decider of a partition of a log with so many; can be sent to another process."""

    partitions: int
    settings: SolveSettings = SolveSettings()

    def __call__(self, _: int) -> "PartitionDecider":
        """An empty decider."""
        drop_outdated()
        from workers.matching.partition_decider import PartitionDecider  # noqa: PLC0415 - see above

        return PartitionDecider(self.partitions, self.settings)
