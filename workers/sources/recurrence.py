"""Recurring rows of parcels.csv: the same request on some days of the week, until a date.

The row is its own first occurrence. The others are moved by whole days on the local clock; the date of
an occurrence is that of its `ready_at`, and its parcel_id is the row's with that date: `P-1@2026-11-24`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from workers.sources.local_time import instant_of

MOST_OCCURRENCES = 400
"""Of one row: more than a year of weekdays."""

_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class CellError(ValueError):
    """What is wrong with a row, and in which column."""

    def __init__(self, column: str, sentence: str) -> None:
        super().__init__(sentence)
        self.column = column


@dataclass(frozen=True, slots=True)
class Recurrence:
    """On which days of the week (0 = Monday) a row recurs, and all its dates in order."""

    weekdays: frozenset[int]
    dates: tuple[date, ...]


def read_weekdays(text: str) -> frozenset[int]:
    """`Tu`, `Mo,Th` or `Mo-Fr` as days of the week, 0 = Monday. Raises ValueError with a sentence."""
    days: set[int] = set()
    for part in text.split(","):
        first, _, last = part.strip().partition("-")
        if first not in _DAYS or (last or first) not in _DAYS or part.strip().endswith("-"):
            raise ValueError(f"{text!r} is not days of the week such as Tu, Mo,Th or Mo-Fr")
        begin, end = _DAYS.index(first), _DAYS.index(last or first)
        days.update((begin + day) % 7 for day in range((end - begin) % 7 + 1))
    return frozenset(days)


def recurrence(values: Mapping[str, Any], zone: ZoneInfo) -> Recurrence | None:
    """When a row recurs; None for one that does not. Raises CellError for days that do not fit, and too many."""
    weekdays, until = values["recurs_on"], values["recurs_until"]
    if weekdays is None or until is None:
        return None
    first = _local(values["ready_at"], zone).date()
    if first.weekday() not in weekdays:
        raise CellError("recurs_on", f"does not name the day of ready_at, {_NAMES[first.weekday()]} {first}")
    if until < first:
        raise CellError("recurs_until", f"{until} is before ready_at, {first}")
    dates = tuple(
        day
        for day in (first + timedelta(days=number) for number in range((until - first).days + 1))
        if day.weekday() in weekdays
    )
    if len(dates) > MOST_OCCURRENCES:
        raise CellError("recurs_until", f"makes {len(dates)} parcels; one row makes at most {MOST_OCCURRENCES}")
    return Recurrence(weekdays, dates)


def occurrence(
    values: Mapping[str, Any], on: date, recurring: Mapping[str, Recurrence], zone: ZoneInfo
) -> dict[str, Any]:
    """The row on one of its dates. `recurring`: every recurring row by parcel_id. Raises CellError."""
    moved = dict(values)
    days = (on - _local(values["ready_at"], zone).date()).days
    for column in ("ready_at", "due_at"):
        moved[column] = _moved(column, values[column], days, zone)
    for column in ("parcel_id", "consignment_id"):
        if values[column] is not None:
            moved[column] = dated(values[column], on)
    after = values["after_parcel_id"]
    if after in recurring:
        if recurring[after].weekdays != values["recurs_on"]:
            raise CellError("after_parcel_id", f"{after!r} recurs on other days of the week")
        if on not in recurring[after].dates:
            raise CellError("after_parcel_id", f"{after!r} does not recur on {on}")
        moved["after_parcel_id"] = dated(after, on)
    return moved


def check_after(values: Mapping[str, Any], recurring: Mapping[str, Recurrence]) -> None:
    """A row that does not recur comes after one parcel. Raises CellError when it names a row that makes many."""
    after = values["after_parcel_id"]
    if after in recurring:
        example = dated(after, recurring[after].dates[0])
        raise CellError("after_parcel_id", f"{after!r} recurs; name one of its parcels, such as {example}")


def dated(row_id: str, on: date) -> str:
    """The id of an occurrence."""
    return f"{row_id}@{on.isoformat()}"


def _moved(column: str, instant: datetime, days: int, zone: ZoneInfo) -> datetime:
    if days == 0:
        return instant
    try:
        return instant_of(_local(instant, zone) + timedelta(days=days), zone)
    except ValueError as error:
        raise CellError(column, str(error)) from error


def _local(instant: datetime, zone: ZoneInfo) -> datetime:
    """What local clocks read."""
    return instant.astimezone(zone).replace(tzinfo=None)
