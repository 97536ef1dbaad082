"""Opening hours the plain way: look at the clock, and try every instant at which something could change."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from contracts.windows import WEEK, Window, Windows

_DAY = 86_400
_LOOK_DAYS = (1, 20)
"""How far to look for an open instant: most are near, and every window is open in 20 days."""


@lru_cache(maxsize=100_000)
def is_open(windows: Windows, instant: int, zone: ZoneInfo) -> bool:
    """Whether the clock on the wall reads a time inside a window."""
    if windows is None:
        return True
    reading = _reading(instant, zone)
    days = (reading.date(), reading.date() - timedelta(days=1))
    return any(
        WEEK[day.weekday()] in window.days and _starts(day, window) <= reading <= _ends(day, window)
        for window in windows
        for day in days
    )


@lru_cache(maxsize=100_000)
def latest_open(windows: Windows, instant: int, zone: ZoneInfo) -> int | None:
    """The latest open instant not after this one; None if there is none."""
    for days in _LOOK_DAYS:
        candidates = _candidates(windows, instant - days * _DAY, instant, zone)
        found = [each for each in candidates if is_open(windows, each, zone)]
        if found:
            return max(found)
    return None


@lru_cache(maxsize=100_000)
def earliest_open(windows: Windows, instant: int, zone: ZoneInfo) -> int | None:
    """The earliest open instant not before this one; None if there is none."""
    for days in _LOOK_DAYS:
        candidates = _candidates(windows, instant, instant + days * _DAY, zone)
        found = [each for each in candidates if is_open(windows, each, zone)]
        if found:
            return min(found)
    return None


def _candidates(windows: Windows, first: int, last: int, zone: ZoneInfo) -> set[int]:
    """Both ends, the edges of every window between them, and both sides of every clock change."""
    candidates = {first, last, *_edges(windows, first, last, zone)}
    if _offset(first, zone) != _offset(last, zone):
        quarters = range(first - first % 900, last + 900, 900)
        candidates.update(each - step for each in quarters for step in (0, 1))
    return {each for each in candidates if first <= each <= last}


def _edges(windows: Windows, first: int, last: int, zone: ZoneInfo) -> Iterator[int]:
    """Where windows begin and end; an edge that the clock shows twice counts twice."""
    day = _reading(first, zone).date() - timedelta(days=1)
    while day <= _reading(last, zone).date():
        for window in windows or ():
            for edge in (_starts(day, window), _ends(day, window)):
                for fold in (0, 1):
                    yield int(edge.replace(tzinfo=zone, fold=fold).timestamp())
        day += timedelta(days=1)


def _starts(day: date, window: Window) -> datetime:
    return datetime.combine(day, time.fromisoformat(window.from_))


def _ends(day: date, window: Window) -> datetime:
    if window.to == "24:00":
        return datetime.combine(day + timedelta(days=1), time(0))
    past_midnight = window.to < window.from_
    return datetime.combine(day + timedelta(days=past_midnight), time.fromisoformat(window.to))


def _reading(instant: int, zone: ZoneInfo) -> datetime:
    return datetime.fromtimestamp(instant, zone).replace(tzinfo=None, fold=0)


def _offset(instant: int, zone: ZoneInfo) -> timedelta | None:
    return datetime.fromtimestamp(instant, UTC).astimezone(zone).utcoffset()
