"""Columns of parcels.csv that together are one field of a request: dangerous goods, consignment, what it comes after."""

from collections.abc import Mapping, Sequence
from typing import Any

from contracts.parcel import ParcelRequested

Fault = tuple[str | None, str]
"""Column, if it is one column's fault, and a sentence."""

_PARTS: Mapping[str, Mapping[str, str]] = {
    "dangerous": {
        "un_number": "dangerous_un",
        "danger_class": "dangerous_class",
        "packing_group": "dangerous_packing_group",
        "gross_g": "dangerous_gross_g",
    },
    "consignment": {
        "consignment_id": "consignment_id",
        "parcels": "consignment_parcels",
        "bond": "consignment_bond",
    },
}
"""Field of the request -> its fields -> their columns."""
_MAY_BE_EMPTY = frozenset({"dangerous_packing_group"})
_PAIRS = (("after_gap_s", "after_parcel_id"), ("recurs_on", "recurs_until"), ("recurs_until", "recurs_on"))
"""A column, and the one without which it says nothing."""


def part_faults(values: Mapping[str, Any]) -> list[Fault]:
    """Which columns are filled without those that belong to them."""
    faults: list[Fault] = []
    for columns in _PARTS.values():
        filled = next((column for column in columns.values() if values[column] is not None), None)
        if filled is not None:
            faults.extend(
                (column, f"is empty, but {filled} is filled")
                for column in columns.values()
                if values[column] is None and column not in _MAY_BE_EMPTY
            )
    faults.extend(
        (needed, f"is empty, but {column} is filled")
        for column, needed in _PAIRS
        if values[column] is not None and values[needed] is None
    )
    return faults


def nested(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values by column as the fields of a request; what only says when it recurs is left out."""
    rest = dict(values)
    del rest["recurs_on"], rest["recurs_until"]
    rest["after_gap_s"] = rest["after_gap_s"] or 0
    for part, columns in _PARTS.items():
        named = {field: rest.pop(column) for field, column in columns.items()}
        rest[part] = None if all(value is None for value in named.values()) else named
    return rest


def flat(parcel: ParcelRequested) -> dict[str, Any]:
    """A request as cells by column; a cell that says no more than the default is None."""
    cells = parcel.model_dump(mode="json")
    cells["after_gap_s"] = parcel.after_gap_s or None
    for part, columns in _PARTS.items():
        named = cells.pop(part) or {}
        cells.update((column, named.get(field)) for field, column in columns.items())
    return cells


def column_of(path: Sequence[int | str]) -> str | None:
    """The column of a field of the request, by its path."""
    if len(path) > 1 and path[0] in _PARTS:
        return _PARTS[str(path[0])][str(path[1])]
    return str(path[0]) if path else None
