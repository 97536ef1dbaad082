"""Reads a forecast: a CSV file with a row for each stretch of which something is known.

Every mistake is an InputError with file, line and column.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from workers.errors import InputError
from workers.sources.csv_rows import CsvRow, csv_rows
from workers.sources.forecast.quantiles import COLUMNS, Quantiles

SELECTORS = ("route_id", "trip_id", "from_stop_id", "to_stop_id", "hours", "days")
"""Columns that say which segments of which trips a row is about; empty or absent = any."""

_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_HOURS = re.compile(r"(\d{1,2})(?:-(\d{1,2}))?", re.ASCII)
_LOAD = re.compile(r"\d{1,5}", re.ASCII)


@dataclass(frozen=True, slots=True)
class WrittenRow:
    """A row as the operator wrote it: ids not looked up yet, None = empty."""

    line: int
    route_id: str | None
    trip_id: str | None
    from_stop_id: str | None
    to_stop_id: str | None
    hours: range | None
    weekdays: frozenset[int] | None
    quantiles: Quantiles


def read_rows(path: Path) -> list[WrittenRow]:
    """The rows in the file's order, at least one. Raises InputError."""
    rows = [_row(row, str(path)) for row in csv_rows(path, (*SELECTORS, *COLUMNS), ())]
    if not rows:
        raise InputError("has no row.", file=str(path))
    _check_different(rows, str(path))
    return rows


def _row(row: CsvRow, file: str) -> WrittenRow:
    if not row.whole:
        raise InputError("the row does not have as many cells as the header.", file=file, line=row.line)
    cells = {name: cell or None for name, cell in row.cells.items()}
    if cells.get("to_stop_id") is not None and cells.get("from_stop_id") is None:
        sentence = "a stretch to somewhere begins somewhere: fill in from_stop_id too."
        raise InputError(sentence, file=file, line=row.line, field="to_stop_id")
    return WrittenRow(
        line=row.line,
        route_id=cells.get("route_id"),
        trip_id=cells.get("trip_id"),
        from_stop_id=cells.get("from_stop_id"),
        to_stop_id=cells.get("to_stop_id"),
        hours=_hours(cells.get("hours"), file, row.line),
        weekdays=_weekdays(cells.get("days"), file, row.line),
        quantiles=_quantiles(row, file),
    )


def _hours(text: str | None, file: str, line: int) -> range | None:
    """`7` is from 07:00 until before 08:00, `6-9` from 06:00 until before 09:00."""
    if text is None:
        return None
    match = _HOURS.fullmatch(text)
    if match is not None:
        first = int(match[1])
        end = first + 1 if match[2] is None else int(match[2])
        if first < end <= 48:
            return range(first, end)
    sentence = f"{text!r} is not an hour such as 7 or hours such as 6-9 (from 06:00 until before 09:00)."
    raise InputError(sentence, file=file, line=line, field="hours")


def _weekdays(text: str | None, file: str, line: int) -> frozenset[int] | None:
    """`Mo-Fr`, `Sa`, `Sa-Su`."""
    if text is None:
        return None
    first, _, last = text.partition("-")
    if first not in _DAYS or (last or first) not in _DAYS:
        sentence = f"{text!r} is not a day such as Sa or days such as Mo-Fr."
        raise InputError(sentence, file=file, line=line, field="days")
    start = _DAYS.index(first)
    number = (_DAYS.index(last or first) - start) % len(_DAYS) + 1
    return frozenset((start + day) % len(_DAYS) for day in range(number))


def _quantiles(row: CsvRow, file: str) -> Quantiles:
    """The columns that are there, by level. Raises InputError for a cell that is no load or less than the one before."""
    columns = [column for column in COLUMNS if column in row.cells]
    if not columns:
        raise InputError("there is no column with a quantile, such as p95.", file=file, line=1)
    loads: list[int] = []
    for column in columns:
        cell = row.cells[column]
        if not _LOAD.fullmatch(cell):
            sentence = f"{cell!r} is not a whole number of passengers."
            raise InputError(sentence, file=file, line=row.line, field=column)
        if loads and int(cell) < loads[-1]:
            sentence = f"{cell} is less than {columns[len(loads) - 1]}, which is {loads[-1]}."
            raise InputError(sentence, file=file, line=row.line, field=column)
        loads.append(int(cell))
    return Quantiles(tuple(COLUMNS[column] for column in columns), tuple(loads))


def _check_different(rows: list[WrittenRow], file: str) -> None:
    known: dict[tuple[object, ...], int] = {}
    for row in rows:
        about = (row.route_id, row.trip_id, row.from_stop_id, row.to_stop_id, row.hours, row.weekdays)
        first = known.setdefault(about, row.line)
        if first != row.line:
            raise InputError(f"is about the same as line {first}.", file=file, line=row.line)
