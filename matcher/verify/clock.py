"""Local time of an area, exactly: what its clocks read, and when a window is open.

Instants are seconds since 1970. A day is looked at as the pieces of it in which the clocks keep one
offset: within a piece clock time runs evenly, so windows are plain intervals of it.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from contracts.instants import format_instant, local_instant
from contracts.stop import OpenException
from contracts.windows import SECONDS_PER_DAY, WEEK, Span, Window, Windows, seconds_of_day

_FURTHEST_DAYS = 400
"""A window is open in every week, but for a clock change; beyond a year it is open never."""
_EPOCH = date(1970, 1, 1).toordinal()
_THURSDAY = 3
"""The weekday of 1970-01-01."""
_WHOLE_DAY = Span(from_="00:00", to="24:00")

Exceptions = Sequence[OpenException]
"""Days on which other hours hold than on their weekday."""


class Piece(NamedTuple):
    """From `start` up to, not including, `end` clocks are `offset` seconds ahead of UTC."""

    start: int
    end: int
    offset: int


class LocalClock:
    """The clocks of one time zone."""

    def __init__(self, time_zone: str) -> None:
        self._zone = ZoneInfo(time_zone)
        self._pieces = lru_cache(maxsize=None)(self._pieces_of_day)

    def reads(self, instant: int) -> datetime:
        """What a clock on the wall shows, without offset."""
        return datetime.fromtimestamp(instant, UTC).astimezone(self._zone).replace(tzinfo=None)

    def day(self, instant: int) -> date:
        """The calendar day."""
        return self.reads(instant).date()

    def text(self, instant: int) -> str:
        """As the wire writes an instant, in local time."""
        return format_instant(local_instant(instant, self._zone))

    def is_open(self, windows: Windows, instant: int, exceptions: Exceptions = ()) -> bool:
        """Whether the clock reads a time inside a window."""
        return self.latest_open(windows, instant, exceptions) == instant

    def latest_open(self, windows: Windows, instant: int, exceptions: Exceptions = ()) -> int | None:
        """The latest open instant not after this one; None if there is none."""
        if windows is None and not exceptions:
            return instant
        for piece in self._backwards(instant):
            last = min(instant, piece.end - 1)
            ends = [min(end, last) for start, end in _open(windows, exceptions, piece) if start <= last]
            if ends:
                return max(ends)
        return None

    def earliest_open(self, windows: Windows, instant: int, exceptions: Exceptions = ()) -> int | None:
        """The earliest open instant not before this one; None if there is none."""
        if windows is None and not exceptions:
            return instant
        for piece in self._forwards(instant):
            first = max(instant, piece.start)
            starts = [max(start, first) for start, end in _open(windows, exceptions, piece) if end >= first]
            if starts:
                return min(starts)
        return None

    def _backwards(self, instant: int) -> Iterator[Piece]:
        today = instant // SECONDS_PER_DAY
        for day in range(today, today - _FURTHEST_DAYS, -1):
            yield from (piece for piece in reversed(self._pieces(day)) if piece.start <= instant)

    def _forwards(self, instant: int) -> Iterator[Piece]:
        today = instant // SECONDS_PER_DAY
        for day in range(today, today + _FURTHEST_DAYS):
            yield from (piece for piece in self._pieces(day) if piece.end > instant)

    def _pieces_of_day(self, day: int) -> tuple[Piece, ...]:
        """The day in UTC that many days after 1970-01-01, cut where the clocks are changed."""
        start, end = day * SECONDS_PER_DAY, (day + 1) * SECONDS_PER_DAY
        before, after = self._offset(start), self._offset(end - 1)
        if before == after:
            return (Piece(start, end, before),)
        unchanged, changed = start, end - 1
        while changed - unchanged > 1:
            middle = (unchanged + changed) // 2
            if self._offset(middle) == before:
                unchanged = middle
            else:
                changed = middle
        return (Piece(start, changed, before), Piece(changed, end, after))

    def _offset(self, instant: int) -> int:
        offset = datetime.fromtimestamp(instant, UTC).astimezone(self._zone).utcoffset()
        return 0 if offset is None else offset // timedelta(seconds=1)


def _open(windows: Windows, exceptions: Exceptions, piece: Piece) -> Iterator[tuple[int, int]]:
    """The first and last instants of the parts of a piece in which a window is open."""
    special = {exception.date.toordinal() - _EPOCH: exception.spans for exception in exceptions}
    first_day = (piece.start + piece.offset) // SECONDS_PER_DAY
    last_day = (piece.end - 1 + piece.offset) // SECONDS_PER_DAY
    for day in range(first_day - 1, last_day + 1):  # a window of the day before may run past midnight
        midnight = day * SECONDS_PER_DAY - piece.offset
        for window in special[day] if day in special else _of_weekday(windows, day):
            opens, closes = seconds_of_day(window.from_), seconds_of_day(window.to)
            length = closes - opens if closes >= opens else closes - opens + SECONDS_PER_DAY
            start = max(midnight + opens, piece.start)
            end = min(midnight + opens + length, piece.end - 1)
            if start <= end:
                yield start, end


def _of_weekday(windows: Windows, day: int) -> Sequence[Window | Span]:
    """The windows that begin on a day as on every one of its name; where it is always open, the whole day."""
    if windows is None:
        return (_WHOLE_DAY,)
    return [window for window in windows if WEEK[(day + _THURSDAY) % 7] in window.days]
