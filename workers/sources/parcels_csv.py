"""parcels.csv as parcel requests: all of them, or an error that names every bad row."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
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
from workers.sources.publication.stamp import Stamp
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
class ParcelReader:
    """What must be known of an area to understand its parcels.

    `place_of`: a stop id as the shipper writes it to the place's id, unknown ones as they are.
    `distance_m`: straight line between two place ids; None when unknown.
    """

    area: AreaPublished
    place_of: Callable[[str], str]
    distance_m: Callable[[str, str], float | None]

    def read(self, path: Path, findings: Findings) -> list[ParcelRequested]:
        """The requests in the file's order. Raises BadRowsError with all bad rows, or InputError for the file.

        Stops that nobody published are no error here: the decision about such a parcel says so.
        """
        required = [name for name, column in COLUMNS.items() if column.required]
        parcels: list[ParcelRequested] = []
        bad: list[BadCell] = []
        line_of: dict[str, int] = {}
        for row in csv_rows(path, COLUMNS.keys(), required):
            parcel, faults = self._parcel(row, path, findings)
            parcel_id = row.cells.get("parcel_id", "")
            if parcel_id and line_of.setdefault(parcel_id, row.line) != row.line:
                sentence = f"{parcel_id!r} is in line {line_of[parcel_id]} already"
                faults.append(("parcel_id", sentence))
            bad.extend(BadCell(row.line, column, sentence) for column, sentence in faults)
            if parcel is not None:
                parcels.append(parcel)
        if bad:
            raise BadRowsError(str(path), bad)
        return parcels

    def _parcel(
        self, row: CsvRow, path: Path, findings: Findings
    ) -> tuple[ParcelRequested | None, list[tuple[str | None, str]]]:
        if not row.whole:
            return None, [(None, "the row does not have as many cells as the header")]
        values, faults = read_cells(row.cells, ZoneInfo(self.area.time_zone))
        if faults:
            return None, [*faults]
        for column in ("origin_stop_id", "destination_stop_id"):
            values[column] = self.place_of(values[column])
        if values["value_millis"] is None:
            values["value_millis"] = self._tariff_value(values, row.line, path, findings)
        try:
            return ParcelRequested(**values), []
        except ValidationError as error:
            return None, _faults(error)

    def _tariff_value(self, values: dict[str, Any], line: int, path: Path, findings: Findings) -> int:
        distance_m = self.distance_m(values["origin_stop_id"], values["destination_stop_id"])
        if distance_m is None:
            sentence = "has no value and no known distance: it is worth the tariff without distance"
            findings.add(str(path), line, "VALUE_WITHOUT_DISTANCE", f"{values['parcel_id']} {sentence}")
        return tariff_value_millis(self.area.tariff, values["weight_g"], distance_m)


def parcel_events(parcels: Iterable[ParcelRequested], stamp: Stamp) -> list[Event]:
    """One event per request, each from its shipper."""
    return [stamp.event(f"shipper:{parcel.shipper_id or _NO_SHIPPER}", parcel) for parcel in parcels]


def _faults(error: ValidationError) -> list[tuple[str | None, str]]:
    return [
        (str(fault["loc"][0]) if fault["loc"] else None, fault["msg"].removeprefix("Value error, "))
        for fault in error.errors(include_url=False, include_input=False)
    ]
