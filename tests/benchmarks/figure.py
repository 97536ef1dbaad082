"""A measured figure, and the goal it is held against."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured.

    `goal` = the most it may be, `at_least` = the least; None = there is no such goal.
    """

    name: str
    value: float
    unit: str
    goal: float | None = None
    at_least: float | None = None

    @property
    def missed(self) -> bool:
        """Whether it is beyond its goal, or short of it."""
        return (self.goal is not None and self.value > self.goal) or (
            self.at_least is not None and self.value < self.at_least
        )


class Skipped(Exception):  # noqa: N818 - says what happened to the benchmark
    """A benchmark that cannot run here; the sentence says why."""
