"""Rows in tables: a column for each field, nested ones as JSON."""

import sqlite3
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, TypeVar

from pydantic_core import from_json, to_json

from workers.views import columns as plain
from workers.views.columns import NESTED, Kind, names
from workers.views.rows import Row

R = TypeVar("R")


def insert(connection: sqlite3.Connection, table: str, row: Row, partition: int | None = None) -> None:
    """Insert a row, or put it in place of the one with its key; `partition`: for tables that have it besides."""
    kind: Kind = type(row)
    values = plain.values(row)
    for at in _nested(kind):
        values[at] = to_json(values[at]).decode()
    if partition is not None:
        values.append(partition)
    connection.execute(_statement(kind, table, with_partition=partition is not None), values)


@cache
def columns(kind: Kind, table: str) -> str:
    """A row's columns for a SELECT."""
    return ", ".join(f"{table}.{name}" for name in names(kind))


def row_from(kind: Callable[..., R], values: Iterable[Any]) -> R:
    """The row again, from the columns of `columns`."""
    found = list(values)
    for at in _nested(kind):
        found[at] = from_json(found[at])
    return plain.row_from(kind, found)


@cache
def _statement(kind: Kind, table: str, *, with_partition: bool) -> str:
    all_names = [*names(kind), "partition"] if with_partition else names(kind)
    return f"INSERT OR REPLACE INTO {table} ({', '.join(all_names)}) VALUES ({', '.join('?' * len(all_names))})"  # noqa: S608 - names of ours


@cache
def _nested(kind: Kind) -> tuple[int, ...]:
    return tuple(at for at, name in enumerate(names(kind)) if name in NESTED)
