"""Opening hours in the OpenStreetMap form (`Mo-Fr 06:00-22:00; Sa 08:00-18:00`) as windows of a week.

The library parses and evaluates the expression; what it prints back in its own spelling is checked
for anything a plain week cannot say (holidays, sunset, months, comments). As in OpenStreetMap, a rule
after `;` replaces the whole of the days it names, one after `,` adds to them.
"""

import re
from collections.abc import Mapping
from datetime import datetime, time, timedelta

from opening_hours import OpeningHours, ParserError, State  # type: ignore[attr-defined]  # stubs lack ParserError

from contracts.windows import WEEK, Day, Window, Windows

NEVER_SAID = (
    (re.compile(r"\bSH\b"), "school holidays"),
    (re.compile(r"\b(sunrise|sunset|dawn|dusk)\b"), "sunrise and sunset"),
    (re.compile(r"\|\|"), "fallback rules"),
    (re.compile(r'"'), "comments"),
    (re.compile(r"\bunknown\b"), "unknown"),
    (re.compile(r"\d\+"), "an open end"),
)
_NOT_IN_A_WEEK = (
    (re.compile(r"\b(PH|easter)\b"), "holidays"),
    (re.compile(r"\bweek"), "week numbers"),
    (re.compile(r"\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"), "months and dates"),
    (re.compile(r"\b\d{4}\b"), "years"),
    (re.compile(r"\["), "the n-th weekday of a month"),
)
_PLAIN = re.compile(r"24/7|\d\d:\d\d|Mo|Tu|We|Th|Fr|Sa|Su|closed|open|[-,;\s]")

_DAY = timedelta(days=1)
_MONDAY = datetime(2001, 1, 8)  # noqa: DTZ001 - local times of any week, in no zone
"""The week that is looked at. The weeks around it let ranges run into it and out of it."""

Piece = tuple[str, str]
"""From and to of an open interval, on the day it begins: `("22:00", "02:00")`."""


def weekly_windows(expression: str) -> Windows:
    """`24/7` -> None (always), `off` -> () (never), else the windows of a week.

    A range past midnight is one window on the day it starts. Raises ValueError with a sentence for what
    is not in the OpenStreetMap form and for what a plain week cannot say.
    """
    hours = parsed(expression)
    _check_plain(str(hours))
    opened = open_intervals(hours, _MONDAY - 7 * _DAY, _MONDAY + 14 * _DAY)
    if any(start <= _MONDAY and end >= _MONDAY + 7 * _DAY for start, end in opened):
        return None
    pieces_of: dict[Day, list[Piece]] = {}
    for start, end in opened:
        if _MONDAY <= start < _MONDAY + 7 * _DAY:
            for begin, piece in pieces(start, end):
                pieces_of.setdefault(WEEK[begin.weekday()], []).append(piece)
    return windows_of(pieces_of)


def parsed(expression: str, country: str | None = None) -> OpeningHours:
    """The expression, with the public holidays of a country. Raises ValueError for another form."""
    sentence = f"{expression!r} is not in the form Mo-Fr 06:00-22:00; Sa 08:00-18:00"
    if not any(character.isalnum() for character in expression):
        raise ValueError(sentence)  # the library reads ":" as always
    try:
        return OpeningHours(expression, country=country)
    except ParserError as error:
        raise ValueError(sentence) from error


def is_plain(canonical: str) -> bool:
    """Whether an expression, as the library spells it, says the same every week."""
    return not _PLAIN.sub("", canonical)


def open_intervals(hours: OpeningHours, first: datetime, last: datetime) -> list[tuple[datetime, datetime]]:
    """What is open between two local times, in order, intervals that touch joined."""
    return [(start, end) for start, end, state, _ in hours.intervals(first, last) if state == State.OPEN]


def pieces(start: datetime, end: datetime) -> list[tuple[datetime, Piece]]:
    """An interval as it is said day by day: whole when shorter than a day, else cut at each midnight."""
    cut: list[tuple[datetime, Piece]] = []
    while True:
        midnight = datetime.combine(start.date(), time()) + _DAY
        until = end if end - start < _DAY else min(end, midnight)
        to = "24:00" if until == midnight else f"{until:%H:%M}"
        cut.append((start, (f"{start:%H:%M}", to)))
        if until == end:
            return cut
        start = until


def windows_of(pieces_of: Mapping[Day, list[Piece]]) -> tuple[Window, ...]:
    """The windows of a week, days with the same hours together, in the order in which they first open."""
    days_of: dict[Piece, set[Day]] = {}
    for day, opened in pieces_of.items():
        for piece in opened:
            days_of.setdefault(piece, set()).add(day)
    windows = [
        Window(days=tuple(day for day in WEEK if day in days), from_=from_, to=to)
        for (from_, to), days in days_of.items()
    ]
    return tuple(sorted(windows, key=lambda window: (WEEK.index(window.days[0]), window.from_)))


def _check_plain(canonical: str) -> None:
    for pattern, what in (*NEVER_SAID, *_NOT_IN_A_WEEK):
        if pattern.search(canonical):
            raise ValueError(f"{what} cannot be said here; write weekdays and times only ({canonical})")
    rest = _PLAIN.sub("", canonical)
    if rest:
        raise ValueError(f"{rest!r} cannot be said here; write weekdays and times only ({canonical})")
