"""Rows as columns: a dataclass's fields by name, nested ones as JSON."""

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar

from pydantic import TypeAdapter
from pydantic_core import from_json, to_json

from contracts.trip import Compartment
from workers.views.rows import CallRow, LegRow, Row

R = TypeVar("R")

Kind = Any
"""A row's dataclass."""

_COMPARTMENTS = TypeAdapter(tuple[Compartment, ...])
_CALL = attrgetter(*(field.name for field in fields(CallRow)))
_LEG = attrgetter(*(field.name for field in fields(LegRow)))


def insert(connection: sqlite3.Connection, table: str, row: Row, partition: int | None = None) -> None:
    """Insert a row, or put it in place of the one with its key; `partition`: for tables that have it besides."""
    kind: Kind = type(row)
    values = [
        value if write is None else write(value) for write, value in zip(_writers(kind), _all(kind)(row), strict=True)
    ]
    if partition is not None:
        values.append(partition)
    connection.execute(_statement(kind, table, with_partition=partition is not None), values)


@cache
def columns(kind: Kind, table: str) -> str:
    """A row's columns for a SELECT."""
    return ", ".join(f"{table}.{field.name}" for field in fields(kind))


def row_from(kind: Callable[..., R], values: Iterable[Any]) -> R:
    """The row again, from the columns of `columns`."""
    return kind(*[value if read is None else read(value) for read, value in zip(_readers(kind), values, strict=True)])


@cache
def _statement(kind: Kind, table: str, *, with_partition: bool) -> str:
    names = [field.name for field in fields(kind)] + (["partition"] if with_partition else [])
    return f"INSERT OR REPLACE INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608 - names of ours


@cache
def _all(kind: Kind) -> "attrgetter[tuple[Any, ...]]":
    return attrgetter(*(field.name for field in fields(kind)))


@cache
def _writers(kind: Kind) -> tuple[Callable[[Any], str] | None, ...]:
    return tuple(_WRITE.get(field.name) for field in fields(kind))


@cache
def _readers(kind: Kind) -> tuple[Callable[[Any], Any] | None, ...]:
    return tuple(_READ.get(field.name) for field in fields(kind))


_WRITE: dict[str, Callable[[Any], str]] = {
    "calls": lambda calls: to_json([_CALL(call) for call in calls]).decode(),
    "legs": lambda legs: to_json([_LEG(leg) for leg in legs]).decode(),
    "compartments": lambda compartments: _COMPARTMENTS.dump_json(compartments).decode(),
    "headers": lambda headers: to_json(headers).decode(),
}
_READ: dict[str, Callable[[Any], Any]] = {
    "calls": lambda column: tuple(CallRow(*call) for call in from_json(column)),
    "legs": lambda column: tuple(LegRow(*leg) for leg in from_json(column)),
    "compartments": _COMPARTMENTS.validate_json,
    "headers": from_json,
    "is_hub": bool,
    "capacity_assumed": bool,
}
