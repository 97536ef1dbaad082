"""Violations planted into a flawless log file, each by changing the file itself."""

import json
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Body = dict[str, Any]
Where = tuple[str, int, int]
"""Topic, partition, offset."""
Wanted = Callable[[str, Body], bool]
"""Chooses by type (without `ridealong.` and `.v1`) and body."""


@dataclass(frozen=True)
class Plant:
    """What is planted, and how the sentence begins that the reader has to say."""

    what: str
    said: str
    into: Callable[[sqlite3.Connection], None]


def find(connection: sqlite3.Connection, wanted: Wanted, *, last: bool = False) -> tuple[Where, Body]:
    """The first, or last, wanted record. Raises LookupError: then the log under test is too poor."""
    rows = connection.execute("SELECT topic, partition, offset, value, headers FROM record ORDER BY 1, 2, 3")
    found = [
        ((topic, partition, offset), body)
        for topic, partition, offset, value, headers in rows
        if (body := _body(value)) is not None and wanted(_name(headers), body)
    ]
    if not found:
        raise LookupError("no such record in the log")
    return found[-1 if last else 0]


def changed(
    wanted: Wanted, change: Callable[[Body], object], *, last: bool = False
) -> Callable[[sqlite3.Connection], None]:
    """Change the body of a record in place."""

    def into(connection: sqlite3.Connection) -> None:
        (topic, partition, offset), body = find(connection, wanted, last=last)
        change(body)
        connection.execute(
            "UPDATE record SET value = ? WHERE topic = ? AND partition = ? AND offset = ?",
            (json.dumps(body).encode(), topic, partition, offset),
        )

    return into


def sql(statement: str) -> Callable[[sqlite3.Connection], None]:
    """One statement of SQL that changes something."""

    def into(connection: sqlite3.Connection) -> None:
        if connection.execute(statement).rowcount < 1:
            raise LookupError("nothing to change in the log")

    return into


def with_id(wanted: Wanted, event_id: str, *, last: bool = False) -> Callable[[sqlite3.Connection], None]:
    """Give a record another CloudEvents id."""

    def into(connection: sqlite3.Connection) -> None:
        where, _ = find(connection, wanted, last=last)
        place = "WHERE topic = ? AND partition = ? AND offset = ?"
        (column,) = connection.execute(f"SELECT headers FROM record {place}", where).fetchone()
        names, *values = column.split(b"\n")
        values[names.split().index(b"ce_id")] = event_id.encode()
        connection.execute(f"UPDATE record SET headers = ? {place}", (b"\n".join((names, *values)), *where))

    return into


def _body(value: bytes) -> Body | None:
    try:
        body = json.loads(value)
    except ValueError:
        return None
    return body if isinstance(body, dict) else None


def _name(headers: bytes) -> str:
    names, *values = headers.split(b"\n")
    types = [value.decode() for name, value in zip(names.split(), values, strict=False) if name == b"ce_type"]
    return types[0].removeprefix("ridealong.").removesuffix(".v1") if types else ""
