"""The columns of parcels.csv: how each cell reads, and what it means when it is missing."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from contracts.units import MAX_QUANTITY
from workers.sources.local_time import read_instant

_WHOLE = re.compile(r"\d+", re.ASCII)

_REQUIRED = object()
"""Stands for: no default, the cell must be filled."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `read` takes a filled cell and the area's zone and raises ValueError with a sentence."""

    read: Callable[[str, ZoneInfo], Any]
    default: Any = _REQUIRED

    @property
    def required(self) -> bool:
        """Whether every row must fill it."""
        return self.default is _REQUIRED


def read_cells(cells: Mapping[str, str], zone: ZoneInfo) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """The values of a row by column, and for each cell at fault its column and a sentence."""
    values: dict[str, Any] = {}
    faults: list[tuple[str, str]] = []
    for name, column in COLUMNS.items():
        cell = cells.get(name, "")
        if not cell and column.required:
            faults.append((name, "is empty"))
        try:
            values[name] = column.read(cell, zone) if cell else column.default
        except ValueError as error:
            faults.append((name, str(error)))
    return values, faults


def _text(cell: str, _zone: ZoneInfo) -> str:
    return cell


def _whole_number(cell: str, _zone: ZoneInfo) -> int:
    if not _WHOLE.fullmatch(cell):
        raise ValueError(f"{cell!r} is not a whole number such as 4200")
    if len(cell) > len(str(MAX_QUANTITY)) or int(cell) > MAX_QUANTITY:
        raise ValueError(f"{cell} is more than {MAX_QUANTITY}")
    return int(cell)


COLUMNS: Mapping[str, Column] = {
    "parcel_id": Column(_text),
    "shipper_id": Column(_text, None),
    "reference": Column(_text, None),
    "origin_stop_id": Column(_text),
    "destination_stop_id": Column(_text),
    "ready_at": Column(read_instant),
    "due_at": Column(read_instant),
    "weight_g": Column(_whole_number),
    "volume_ml": Column(_whole_number),
    "pieces": Column(_whole_number, 1),
    "longest_side_mm": Column(_whole_number, 0),
    "handling_class": Column(_text, "ambient"),
    "value_millis": Column(_whole_number, None),
}
"""In the order in which files are written; read in any order."""
