"""Opening hours with holidays and dates: a plain week, and the dates around the published ones that differ from it.

`Mo-Fr 06:00-22:00; PH off; 2026 Dec 24 08:00-12:00` is evaluated for every date that a hand-in or a
collection can reach from the published ones. What most of these dates say, weekday by weekday, is the
week; every date that says something else is an exception.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from opening_hours import OpeningHours, UnknownCountryError  # type: ignore[attr-defined]  # stubs lack the error

from contracts.stop import OpenException
from contracts.windows import WEEK, Day, Span, Windows
from workers.sources.freight.opening import (
    NEVER_SAID,
    Piece,
    is_plain,
    open_intervals,
    parsed,
    pieces,
    weekly_windows,
    windows_of,
)

REACH = timedelta(weeks=4)
"""Before the first and after the last published date: a parcel may be handed in long before it leaves, and
collected long after it came."""

_DATED = re.compile(
    r"24/7|\d\d:\d\d|week[\d,-]+(/\d+)?|\[[-\d,]+\]|[-+]?\d+ days?|\d+|easter|PH|Mo|Tu|We|Th|Fr|Sa|Su"
    r"|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|closed|open|[-,;\s]"
)
_HOLIDAYS = re.compile(r"\bPH\b")
_RANGE = re.compile(r"(\d\d:\d\d)-(\d\d:\d\d)")
_MARGIN = timedelta(weeks=1)
"""Lets ranges run into the dates that are looked at, and out of them."""


@dataclass(frozen=True, slots=True)
class Opening:
    """Opening hours as the file writes them, and the country whose public holidays `PH` means."""

    expression: str
    country: str | None = None


ALWAYS = Opening("24/7")


@dataclass(frozen=True, slots=True)
class Opened:
    """What `stop.published` says of opening hours."""

    week: Windows
    exceptions: tuple[OpenException, ...] = ()


def check_opening(opening: Opening) -> None:
    """Raises ValueError with a sentence for hours that cannot be published."""
    canonical = str(parsed(opening.expression, opening.country))
    for pattern, what in NEVER_SAID:
        if pattern.search(canonical):
            raise ValueError(f"{what} cannot be said here; write weekdays, dates, PH and times only ({canonical})")
    rest = _DATED.sub("", canonical)
    if rest:
        raise ValueError(f"{rest!r} cannot be said here; write weekdays, dates, PH and times only ({canonical})")
    if not is_plain(canonical) and any(to <= from_ or to > "24:00" for from_, to in _RANGE.findall(canonical)):
        # the library lets the night before a closed day run on into the day after it
        raise ValueError(f"beside dates and holidays no range may run past midnight: end it at 24:00 ({canonical})")
    if opening.country is None and _HOLIDAYS.search(canonical):
        raise ValueError("PH needs a country: write holidays: {country: LV}, or whichever it is, in this file")


def check_country(country: str) -> None:
    """Raises ValueError for a country whose public holidays nobody knows."""
    try:
        OpeningHours("PH", country=country)
    except UnknownCountryError as error:
        sentence = f"{country!r} is not the ISO code of a country whose holidays are known, such as LV"
        raise ValueError(sentence) from error


def opened(opening: Opening, dates: Sequence[date]) -> Opened:
    """What holds around the published dates, of which there is at least one."""
    return _opened(opening, min(dates) - REACH, max(dates) + REACH)


@lru_cache(maxsize=1024)
def _opened(opening: Opening, first: date, last: date) -> Opened:
    """Most places of an area have the same hours."""
    hours = parsed(opening.expression, opening.country)
    if is_plain(str(hours)):
        return Opened(weekly_windows(opening.expression))
    said = _pieces_by_date(hours, first, last)
    usual = {day: _usual(said, day) for day in WEEK}
    exceptions = tuple(
        OpenException(date=day, spans=tuple(Span(from_=from_, to=to) for from_, to in spans))
        for day, spans in said.items()
        if spans != usual[WEEK[day.weekday()]]
    )
    return Opened(windows_of(usual), exceptions)


def _pieces_by_date(hours: OpeningHours, first: date, last: date) -> dict[date, list[Piece]]:
    said: dict[date, list[Piece]] = {first + timedelta(days=day): [] for day in range((last - first).days + 1)}
    begin, end = datetime.combine(first - _MARGIN, time()), datetime.combine(last + _MARGIN, time())
    for start, until in open_intervals(hours, begin, end):
        for opens, piece in pieces(start, until):
            if opens.date() in said:
                said[opens.date()].append(piece)
    return said


def _usual(said: dict[date, list[Piece]], weekday: Day) -> list[Piece]:
    """What most dates of a weekday say; of equals the one that is said first."""
    counted = Counter(tuple(spans) for day, spans in said.items() if WEEK[day.weekday()] == weekday)
    return list(counted.most_common(1)[0][0])
