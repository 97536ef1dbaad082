"""Rows as columns: a dataclass's fields by name, nested ones as lists, ready for JSON."""

from collections.abc import Callable, Iterable
from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar

from pydantic import TypeAdapter
from pydantic_core import to_json

from contracts.goods import Dangerous
from contracts.match import LockerStay
from contracts.parcel import Consignment
from contracts.stop import Meeting
from contracts.trip import Compartment
from contracts.units import Body
from workers.views.rows import CallRow, LegRow, Row

R = TypeVar("R")

Kind = Any
"""A row's dataclass."""

NESTED = frozenset({"calls", "legs", "compartments", "headers", "lockers", "meeting", "dangerous", "consignment"})
"""Columns that hold more than one value."""

_COMPARTMENTS = TypeAdapter(tuple[Compartment, ...])
_LOCKERS = TypeAdapter(tuple[LockerStay, ...])
_CALL = attrgetter(*(field.name for field in fields(CallRow)))
_LEG = attrgetter(*(field.name for field in fields(LegRow)))


@cache
def names(kind: Kind) -> tuple[str, ...]:
    """The columns of a kind of row."""
    return tuple(field.name for field in fields(kind))


def values(row: Row) -> list[Any]:
    """A row's columns, in the order of `names`."""
    kind: Kind = type(row)
    return [
        value if write is None else write(value) for write, value in zip(_writers(kind), _all(kind)(row), strict=True)
    ]


def row_from(kind: Callable[..., R], columns: Iterable[Any]) -> R:
    """The row again."""
    return kind(*[value if read is None else read(value) for read, value in zip(_readers(kind), columns, strict=True)])


@cache
def _all(kind: Kind) -> "attrgetter[tuple[Any, ...]]":
    return attrgetter(*names(kind))


@cache
def _writers(kind: Kind) -> tuple[Callable[[Any], Any] | None, ...]:
    return tuple(_WRITE.get(name) for name in names(kind))


@cache
def _readers(kind: Kind) -> tuple[Callable[[Any], Any] | None, ...]:
    return tuple(_READ.get(name) for name in names(kind))


def _dumped(body: Body | None) -> Any:
    return None if body is None else body.model_dump(mode="json")


def _body(kind: type[Body]) -> Callable[[Any], Any]:
    """Reads what `_dumped` wrote."""
    return lambda column: None if column is None else kind.model_validate_json(to_json(column))


_WRITE: dict[str, Callable[[Any], Any]] = {
    "calls": lambda calls: [_CALL(call) for call in calls],
    "legs": lambda legs: [_LEG(leg) for leg in legs],
    "compartments": lambda compartments: _COMPARTMENTS.dump_python(compartments, mode="json"),
    "lockers": lambda lockers: _LOCKERS.dump_python(lockers, mode="json"),
    "meeting": _dumped,
    "dangerous": _dumped,
    "consignment": _dumped,
}
_READ: dict[str, Callable[[Any], Any]] = {
    "calls": lambda column: tuple(CallRow(*call) for call in column),
    "legs": lambda column: tuple(LegRow(*leg) for leg in column),
    "compartments": lambda column: _COMPARTMENTS.validate_json(to_json(column)),
    "lockers": lambda column: _LOCKERS.validate_json(to_json(column)),
    "meeting": _body(Meeting),
    "dangerous": _body(Dangerous),
    "consignment": _body(Consignment),
    "is_hub": bool,
    "capacity_assumed": bool,
}
