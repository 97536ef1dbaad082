"""parcels.csv as parcel requests: all of them, or an error that names every bad row."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from contracts.area import AreaPublished
from contracts.event import Event
from contracts.parcel import ParcelRequested
from workers.errors import InputError
from workers.sources.csv_rows import CsvRow, csv_rows
from workers.sources.findings import Findings
from workers.sources.parcel_columns import COLUMNS, read_cells
from workers.sources.parcel_consignments import check_consignments
from workers.sources.parcel_parts import Fault, column_of, nested, part_faults
from workers.sources.publication.stamp import Stamp
from workers.sources.recurrence import CellError, Recurrence, check_after, occurrence, recurrence
from workers.sources.tariff import tariff_value_millis

_NO_SHIPPER = "unnamed"


@dataclass(frozen=True, slots=True)
class BadCell:
    """What is wrong with a row, and in which column if in one."""

    line: int
    column: str | None
    sentence: str


class BadRowsError(InputError):
    """Every bad row of a file, one a line."""

    def __init__(self, file: str, cells: list[BadCell]) -> None:
        self.cells = cells
        self._each = [InputError(f"{cell.sentence}.", file=file, line=cell.line, field=cell.column) for cell in cells]
        first = cells[0]
        super().__init__(first.sentence, file=file, line=first.line, field=first.column)

    def __str__(self) -> str:
        return "\n".join(str(error) for error in self._each)


@dataclass(frozen=True, slots=True)
class ParcelRow:
    """A row that could be read: its values by column, and when it recurs."""

    line: int
    values: dict[str, Any]
    recurs: Recurrence | None


@dataclass(frozen=True, slots=True)
class ParcelReader:
    """What must be known of an area to understand its parcels.

    `place_of`: a stop id as the shipper writes it to the place's id, unknown ones as they are.
    `distance_m`: straight line between two place ids; None when unknown.
    """

    area: AreaPublished
    place_of: Callable[[str], str]
    distance_m: Callable[[str, str], float | None]

    def read(self, path: Path, findings: Findings, dates: Collection[date] | None = None) -> list[ParcelRequested]:
        """The requests in the file's order. Raises BadRowsError with all bad rows, or InputError for the file.

        A recurring row is all its occurrences; with `dates`, those that touch one of these dates. Stops that
        nobody published are no error here: the decision about such a parcel says so.
        """
        rows, bad = self._rows(path, findings)
        check_consignments(((row.line, row.values) for row in rows), path, findings)
        recurring = {row.values["parcel_id"]: row.recurs for row in rows if row.recurs is not None}
        parcels: list[ParcelRequested] = []
        line_of: dict[str, int] = {}
        for row in rows:
            asked, faults = self._requests(row, recurring, dates)
            for parcel in asked:
                if line_of.setdefault(parcel.parcel_id, row.line) != row.line:
                    sentence = f"{parcel.parcel_id!r} is in line {line_of[parcel.parcel_id]} already"
                    faults.append(("parcel_id", sentence))
            bad.extend(BadCell(row.line, column, sentence) for column, sentence in faults)
            parcels.extend(asked)
        if bad:
            raise BadRowsError(str(path), sorted(bad, key=lambda cell: cell.line))
        return parcels

    def _rows(self, path: Path, findings: Findings) -> tuple[list[ParcelRow], list[BadCell]]:
        """What the rows say by column, and what is wrong with those that say nothing to be understood."""
        required = [name for name, column in COLUMNS.items() if column.required]
        rows: list[ParcelRow] = []
        bad: list[BadCell] = []
        line_of: dict[str, int] = {}
        for row in csv_rows(path, COLUMNS.keys(), required):
            read, faults = self._row(row, path, findings)
            parcel_id = row.cells.get("parcel_id", "")
            if parcel_id and line_of.setdefault(parcel_id, row.line) != row.line:
                faults.append(("parcel_id", f"{parcel_id!r} is in line {line_of[parcel_id]} already"))
            bad.extend(BadCell(row.line, column, sentence) for column, sentence in faults)
            if read is not None and not faults:
                rows.append(read)
        return rows, bad

    def _row(self, row: CsvRow, path: Path, findings: Findings) -> tuple[ParcelRow | None, list[Fault]]:
        if not row.whole:
            return None, [(None, "the row does not have as many cells as the header")]
        values, bad_cells = read_cells(row.cells, self._zone)
        faults: list[Fault] = [*bad_cells] or part_faults(values)
        if faults:
            return None, faults
        for column in ("origin_stop_id", "destination_stop_id"):
            values[column] = self.place_of(values[column])
        if values["value_millis"] is None:
            values["value_millis"] = self._tariff_value(values, row.line, path, findings)
        try:
            return ParcelRow(row.line, values, recurrence(values, self._zone)), []
        except CellError as error:
            return None, [(error.column, str(error))]

    def _requests(
        self, row: ParcelRow, recurring: Mapping[str, Recurrence], dates: Collection[date] | None
    ) -> tuple[list[ParcelRequested], list[Fault]]:
        """One request, or one for each occurrence; the faults of the first at fault."""
        try:
            if row.recurs is None:
                check_after(row.values, recurring)
                return [ParcelRequested(**nested(row.values))], []
            each = [occurrence(row.values, on, recurring, self._zone) for on in row.recurs.dates]
            asked = [ParcelRequested(**nested(values)) for values in each]
        except CellError as error:
            return [], [(error.column, str(error))]
        except ValidationError as error:
            return [], _faults(error)
        return [parcel for parcel in asked if dates is None or self._touches(parcel, dates)], []

    def _touches(self, parcel: ParcelRequested, dates: Collection[date]) -> bool:
        first, last = (instant.astimezone(self._zone).date() for instant in (parcel.ready_at, parcel.due_at))
        return any(first <= day <= last for day in dates)

    @property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.area.time_zone)

    def _tariff_value(self, values: dict[str, Any], line: int, path: Path, findings: Findings) -> int:
        distance_m = self.distance_m(values["origin_stop_id"], values["destination_stop_id"])
        if distance_m is None:
            sentence = "has no value and no known distance: it is worth the tariff without distance"
            findings.add(str(path), line, "VALUE_WITHOUT_DISTANCE", f"{values['parcel_id']} {sentence}")
        return tariff_value_millis(self.area.tariff, values["weight_g"], distance_m)


def parcel_events(parcels: Iterable[ParcelRequested], stamp: Stamp) -> list[Event]:
    """One event per request, each from its shipper."""
    return [stamp.event(f"shipper:{parcel.shipper_id or _NO_SHIPPER}", parcel) for parcel in parcels]


def _faults(error: ValidationError) -> list[Fault]:
    return [
        (column_of(fault["loc"]), fault["msg"].removeprefix("Value error, "))
        for fault in error.errors(include_url=False, include_input=False)
    ]
