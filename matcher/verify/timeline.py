"""What was said of each entity, and since which tick it holds.

A tick is how many events of the timetables topic were folded. The files of a log do not say how far a
decision had read, so facts are kept with their history, and a decision is held against each version.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from operator import eq
from typing import Generic, TypeVar

T = TypeVar("T")


class Timeline(Generic[T]):
    """By key what held, from each tick on; None = nothing. Said in the order of ticks."""

    def __init__(self, same: Callable[[T, T], bool] = eq) -> None:
        self._same = same
        self._ticks: dict[str, list[int]] = {}
        self._values: dict[str, list[T | None]] = {}
        self._changes: list[tuple[int, str]] = []

    def say(self, key: str, value: T | None, tick: int) -> None:
        """From this tick on; what is said again, and the same, changes nothing."""
        values = self._values.setdefault(key, [])
        if values and self._is_same(values[-1], value):
            return
        values.append(value)
        self._ticks.setdefault(key, []).append(tick)
        self._changes.append((tick, key))

    def at(self, key: str, tick: int) -> T | None:
        """What held at a tick."""
        ticks = self._ticks.get(key, [])
        index = bisect_right(ticks, tick)
        return self._values[key][index - 1] if index > 0 else None

    def ticks(self, key: str) -> Sequence[int]:
        """When something else began to hold."""
        return self._ticks.get(key, ())

    def values(self, key: str) -> Sequence[T | None]:
        """Everything that ever held."""
        return self._values.get(key, ())

    def changed(self, after: int, until: int) -> Iterator[str]:
        """The keys of which something else began to hold after a tick and not after another."""
        first = bisect_right(self._changes, after, key=lambda change: change[0])
        last = bisect_right(self._changes, until, key=lambda change: change[0])
        return (key for _, key in self._changes[first:last])

    def as_of(self, tick: int) -> "AsOf[T]":
        """Look at it as at one tick."""
        return AsOf(self, tick)

    def _is_same(self, one: T | None, other: T | None) -> bool:
        return one is other or (one is not None and other is not None and self._same(one, other))


@dataclass(frozen=True, slots=True)
class AsOf(Generic[T]):
    """A timeline at one tick."""

    timeline: Timeline[T]
    tick: int

    def get(self, key: str) -> T | None:
        """What held, if anything."""
        return self.timeline.at(key, self.tick)

    def __contains__(self, key: str) -> bool:
        return self.get(key) is not None
