"""Windows of local time as intervals of instants.

An instant lies in a window when the local clock then reads a time inside it. So a window is laid
over each stretch of constant UTC offset by itself: in the hour that a clock change repeats, the
clock reads each time twice; in the hour it skips, never.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from contracts.windows import SECONDS_PER_DAY, WEEK, Day, Windows, seconds_of_day

Instants = NDArray[np.int64]

NEVER_BEFORE = -(1 << 60)
"""The latest open instant where there is none."""
NEVER_AFTER = 1 << 60
"""The earliest open instant where there is none."""

_EPOCH = date(1970, 1, 1)
_WEEKDAY_OF_1970 = _EPOCH.weekday()


@dataclass(frozen=True, slots=True)
class Hours:
    """Closed intervals `[starts[i], ends[i]]` of instants, sorted and disjoint."""

    starts: Instants
    ends: Instants

    def contain(self, instants: Instants) -> NDArray[np.bool_]:
        """Which of the instants lie inside."""
        before = np.searchsorted(self.starts, instants, side="right") - 1
        inside = before >= 0
        inside[inside] = instants[inside] <= self.ends[before[inside]]
        return inside

    def latest(self, instants: Instants) -> Instants:
        """For each instant the latest one inside that is not after it, or NEVER_BEFORE."""
        before = np.searchsorted(self.starts, instants, side="right") - 1
        found = np.full(len(instants), NEVER_BEFORE, dtype=np.int64)
        some = before >= 0
        found[some] = np.minimum(instants[some], self.ends[before[some]])
        return found

    def earliest(self, instants: Instants) -> Instants:
        """For each instant the earliest one inside that is not before it, or NEVER_AFTER."""
        after = np.searchsorted(self.ends, instants, side="left")
        found = np.full(len(instants), NEVER_AFTER, dtype=np.int64)
        some = after < len(self.starts)
        found[some] = np.maximum(instants[some], self.starts[after[some]])
        return found


_Spans = tuple[tuple[int, int], ...]

Exceptions = tuple[tuple[int, _Spans], ...]
"""By the number of a local date: the spans that hold instead of the windows that begin on it, seconds of the day."""

ALWAYS = Hours(np.array([NEVER_BEFORE], dtype=np.int64), np.array([NEVER_AFTER], dtype=np.int64))


@lru_cache(maxsize=4096)
def hours_of(windows: Windows, zone: ZoneInfo, first: int, last: int, exceptions: Exceptions = ()) -> Hours:
    """The intervals of windows that touch `[first, last]`, instants in seconds since 1970."""
    if windows is None and not exceptions:
        return ALWAYS
    week = _week(windows)
    instead = dict(exceptions)
    intervals: list[tuple[int, int]] = []
    for begin, end, offset in _stretches(zone, first, last):
        for opens, closes in _local_intervals(week, instead, begin + offset, end + offset):
            intervals.append((max(opens, begin + offset) - offset, min(closes, end + offset - 1) - offset))
    return _merged(sorted(intervals))


def day_number(day: date) -> int:
    """Days since 1970."""
    return (day - _EPOCH).days


def _week(windows: Windows) -> dict[Day, _Spans]:
    """The spans that begin on each day of the week."""
    if windows is None:
        return dict.fromkeys(WEEK, ((0, SECONDS_PER_DAY),))
    return {
        day: tuple((seconds_of_day(w.from_), seconds_of_day(w.to)) for w in windows if day in w.days) for day in WEEK
    }


def _local_intervals(
    week: dict[Day, _Spans], instead: dict[int, _Spans], first: int, last: int
) -> Iterator[tuple[int, int]]:
    """Spans on the local clock's own scale (seconds since local 1970) that touch `[first, last)`."""
    day = first // SECONDS_PER_DAY - 1
    while day * SECONDS_PER_DAY < last:
        spans = instead.get(day)
        for opens, closes in week[WEEK[(day + _WEEKDAY_OF_1970) % len(WEEK)]] if spans is None else spans:
            length = closes - opens + (SECONDS_PER_DAY if closes < opens else 0)
            begin = day * SECONDS_PER_DAY + opens
            if begin < last and begin + length >= first:
                yield (begin, begin + length)
        day += 1


@lru_cache(maxsize=64)
def _stretches(zone: ZoneInfo, first: int, last: int) -> list[tuple[int, int, int]]:
    """`(begin, end, offset)`: from begin up to, not including, end the local clock is UTC + offset."""
    stretches: list[tuple[int, int, int]] = []
    begin, offset = first, _offset(zone, first)
    probe = first
    while probe <= last:
        after = min(probe + SECONDS_PER_DAY // 4, last + 1)
        if _offset(zone, after) != offset:
            change = _first_change(zone, probe, after, offset)
            stretches.append((begin, change, offset))
            begin, offset = change, _offset(zone, change)
            after = change
        probe = after if after > probe else probe + 1
    stretches.append((begin, last + 1, offset))
    return stretches


def _first_change(zone: ZoneInfo, same: int, other: int, offset: int) -> int:
    """Bisect to the first instant in `(same, other]` whose offset differs."""
    while other - same > 1:
        middle = (same + other) // 2
        if _offset(zone, middle) == offset:
            same = middle
        else:
            other = middle
    return other


def _offset(zone: ZoneInfo, instant: int) -> int:
    offset = datetime.fromtimestamp(instant, UTC).astimezone(zone).utcoffset()
    return int(offset.total_seconds()) if offset is not None else 0


def _merged(intervals: list[tuple[int, int]]) -> Hours:
    starts: list[int] = []
    ends: list[int] = []
    for start, end in intervals:
        if ends and start <= ends[-1] + 1:
            ends[-1] = max(ends[-1], end)
        else:
            starts.append(start)
            ends.append(end)
    return Hours(np.array(starts, dtype=np.int64), np.array(ends, dtype=np.int64))
