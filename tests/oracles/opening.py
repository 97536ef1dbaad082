"""Opening hours the plain way: look at the clock, and try every instant at which something could change."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from contracts.stop import OpenException
from contracts.windows import WEEK, Span, Window, Windows

_DAY = 86_400
_LOOK_DAYS = (1, 30)
"""How far to look for an open instant: most are near, and every window is open in 30 days."""
_ALL_DAY = Span(from_="00:00", to="24:00")

Exceptions = tuple[OpenException, ...]


@lru_cache(maxsize=100_000)
def is_open(windows: Windows, instant: int, zone: ZoneInfo, exceptions: Exceptions = ()) -> bool:
    """Whether the clock on the wall reads a time inside a window."""
    reading = _reading(instant, zone)
    return any(
        _starts(day, span) <= reading <= _ends(day, span)
        for day in (reading.date(), reading.date() - timedelta(days=1))
        for span in _that_begin(day, windows, exceptions)
    )


@lru_cache(maxsize=100_000)
def latest_open(windows: Windows, instant: int, zone: ZoneInfo, exceptions: Exceptions = ()) -> int | None:
    """The latest open instant not after this one; None if there is none."""
    for days in _LOOK_DAYS:
        candidates = _candidates(windows, instant - days * _DAY, instant, zone, exceptions)
        found = [each for each in candidates if is_open(windows, each, zone, exceptions)]
        if found:
            return max(found)
    return None


@lru_cache(maxsize=100_000)
def earliest_open(windows: Windows, instant: int, zone: ZoneInfo, exceptions: Exceptions = ()) -> int | None:
    """The earliest open instant not before this one; None if there is none."""
    for days in _LOOK_DAYS:
        candidates = _candidates(windows, instant, instant + days * _DAY, zone, exceptions)
        found = [each for each in candidates if is_open(windows, each, zone, exceptions)]
        if found:
            return min(found)
    return None


def _that_begin(day: date, windows: Windows, exceptions: Exceptions) -> Sequence[Span | Window]:
    """What begins on a date: its own hours if it is an exception, else those of its weekday."""
    for exception in exceptions:
        if exception.date == day:
            return exception.spans
    return (_ALL_DAY,) if windows is None else [window for window in windows if WEEK[day.weekday()] in window.days]


def _candidates(windows: Windows, first: int, last: int, zone: ZoneInfo, exceptions: Exceptions) -> set[int]:
    """Both ends, the edges of every window between them, and both sides of every clock change."""
    if windows is None and not exceptions:
        return {first, last}
    candidates = {first, last, *_edges(windows, first, last, zone, exceptions)}
    if _offset(first, zone) != _offset(last, zone):
        quarters = range(first - first % 900, last + 900, 900)
        candidates.update(each - step for each in quarters for step in (0, 1))
    return {each for each in candidates if first <= each <= last}


def _edges(windows: Windows, first: int, last: int, zone: ZoneInfo, exceptions: Exceptions) -> Iterator[int]:
    """Where windows begin and end; an edge that the clock shows twice counts twice."""
    day = _reading(first, zone).date() - timedelta(days=1)
    while day <= _reading(last, zone).date():
        for span in _that_begin(day, windows, exceptions):
            for edge in (_starts(day, span), _ends(day, span)):
                for fold in (0, 1):
                    yield int(edge.replace(tzinfo=zone, fold=fold).timestamp())
        day += timedelta(days=1)


def _starts(day: date, span: Span | Window) -> datetime:
    return datetime.combine(day, time.fromisoformat(span.from_))


def _ends(day: date, span: Span | Window) -> datetime:
    if span.to == "24:00":
        return datetime.combine(day + timedelta(days=1), time(0))
    past_midnight = span.to < span.from_
    return datetime.combine(day + timedelta(days=past_midnight), time.fromisoformat(span.to))


def _reading(instant: int, zone: ZoneInfo) -> datetime:
    return datetime.fromtimestamp(instant, zone).replace(tzinfo=None, fold=0)


def _offset(instant: int, zone: ZoneInfo) -> timedelta | None:
    return datetime.fromtimestamp(instant, UTC).astimezone(zone).utcoffset()
