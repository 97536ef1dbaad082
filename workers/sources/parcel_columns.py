"""The columns of parcels.csv: how each cell reads, and what it means when it is missing."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from contracts.goods import MOST_GROSS_G
from contracts.parcel import Bond
from contracts.units import MAX_QUANTITY
from workers.sources.danger_class import read_danger_class
from workers.sources.local_time import read_date, read_instant
from workers.sources.recurrence import read_weekdays

_WHOLE = re.compile(r"\d+", re.ASCII)
_UN_NUMBER = re.compile(r"(?:UN ?)?(\d{4})", re.ASCII)
_PACKING_GROUPS = ("I", "II", "III")

MOST_PARCELS = 50
"""Of a consignment, as the contract has it."""

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


def _un_number(cell: str, _zone: ZoneInfo) -> str:
    found = _UN_NUMBER.fullmatch(cell)
    if found is None:
        raise ValueError(f"{cell!r} is not a UN number of four digits such as 1263")
    return found[1]


def _danger_class(cell: str, _zone: ZoneInfo) -> str:
    return read_danger_class(cell)


def _packing_group(cell: str, _zone: ZoneInfo) -> str:
    if cell not in _PACKING_GROUPS:
        raise ValueError(f"{cell!r} is not one of {', '.join(_PACKING_GROUPS)}")
    return cell


def _dangerous_mass(cell: str, zone: ZoneInfo) -> int:
    grams = _whole_number(cell, zone)
    if not 1 <= grams <= MOST_GROSS_G:
        raise ValueError(f"{cell} is not from 1 to {MOST_GROSS_G}: packages of limited quantities weigh no more")
    return grams


def _bond(cell: str, _zone: ZoneInfo) -> Bond:
    if cell not in tuple(Bond):
        raise ValueError(f"{cell!r} is not one of {', '.join(Bond)}")
    return Bond(cell)


def _members(cell: str, zone: ZoneInfo) -> int:
    count = _whole_number(cell, zone)
    if not 2 <= count <= MOST_PARCELS:
        raise ValueError(f"{cell} is not from 2 to {MOST_PARCELS}")
    return count


def _weekdays(cell: str, _zone: ZoneInfo) -> frozenset[int]:
    return read_weekdays(cell)


def _date(cell: str, _zone: ZoneInfo) -> date:
    return read_date(cell)


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
    "dangerous_un": Column(_un_number, None),
    "dangerous_class": Column(_danger_class, None),
    "dangerous_packing_group": Column(_packing_group, None),
    "dangerous_gross_g": Column(_dangerous_mass, None),
    "after_parcel_id": Column(_text, None),
    "after_gap_s": Column(_whole_number, None),
    "consignment_id": Column(_text, None),
    "consignment_parcels": Column(_members, None),
    "consignment_bond": Column(_bond, None),
    "recurs_on": Column(_weekdays, None),
    "recurs_until": Column(_date, None),
}
"""In the order in which files are written; read in any order."""
