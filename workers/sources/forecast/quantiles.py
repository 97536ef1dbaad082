"""How many passengers there may be, as quantiles."""

from bisect import bisect_left
from dataclasses import dataclass
from fractions import Fraction

COLUMNS = {
    f"p{percent}": Fraction(percent) / 100
    for percent in ("50", "60", "70", "75", "80", "85", "90", "95", "97.5", "98", "99", "99.5", "99.9", "100")
}
"""Column of a forecast -> its level. `p100` is the most there can be, such as seats and standing places."""


@dataclass(frozen=True, slots=True)
class Quantiles:
    """`loads[k]` passengers or fewer with a probability of at least `levels[k]`. Both grow; not empty."""

    levels: tuple[Fraction, ...]
    loads: tuple[int, ...]

    def at(self, level: Fraction) -> int | None:
        """The load of the lowest level given that is not below this one; None = none is.

        Between two levels nothing is known but that the load lies between theirs, so the higher one
        counts: never fewer passengers than there may be.
        """
        index = bisect_left(self.levels, level)
        return self.loads[index] if index < len(self.loads) else None

    @property
    def highest(self) -> Fraction:
        """The highest level given."""
        return self.levels[-1]


def column_of(level: Fraction) -> str:
    """The column of a level: `p99.5`."""
    return next(column for column, its_level in COLUMNS.items() if its_level == level)
