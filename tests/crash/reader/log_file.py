"""The rows of a log file, read with plain sqlite3: records, commits, what is stored at the end."""

import json
import sqlite3
from base64 import b64decode
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

TIMETABLES, UPDATES, PARCELS = "ridealong.timetables", "ridealong.updates", "ridealong.parcels"
MATCHES, REJECTS = "ridealong.matches", "ridealong.rejects"
INPUTS = (TIMETABLES, UPDATES, PARCELS)
TOPICS = (*INPUTS, MATCHES, REJECTS)

Place = tuple[str, int]
"""A topic and a partition."""


@dataclass(frozen=True)
class Row:
    """One record as it stands in the file; the values of its headers are bytes."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes
    headers: tuple[tuple[str, bytes], ...]
    epoch: int | None

    @property
    def name(self) -> str:
        """Where it stands."""
        return f"{self.topic}/{self.partition}/{self.offset}"


@dataclass(frozen=True)
class Commit:
    """One commit of a partition: how far each topic goes after it, its epoch, and when it was at the latest."""

    partition: int
    epoch: int
    at_s: int
    ends: dict[str, int]


@dataclass
class LogFile:
    """All of a log at one moment, wherever it was read from."""

    rows: dict[Place, list[Row]] = field(default_factory=dict)
    heads: dict[Place, int] = field(default_factory=dict)
    """By place, the position after the last record."""
    consumed: dict[Place, int] = field(default_factory=dict)
    epochs: dict[int, int] = field(default_factory=dict)
    commits: list[Commit] = field(default_factory=list)
    gapless: bool = True
    """Whether offsets count records only."""

    def between(self, topic: str, partition: int, begin: int, end: int) -> list[Row]:
        """The records of `[begin, end)`."""
        rows = self.rows[topic, partition]
        return rows[bisect_left(rows, begin, key=_offset) : bisect_left(rows, end, key=_offset)]

    @property
    def partitions(self) -> int:
        """How many each topic has."""
        return len(self.epochs)


def read_log_file(path: Path) -> LogFile:
    """One consistent look at a file, while others may go on writing. Needs the trace of tests/crash/trace.py."""
    log = LogFile()
    with closing(sqlite3.connect(path, timeout=30)) as connection:
        connection.execute("BEGIN")
        log.epochs = dict(connection.execute("SELECT partition, epoch FROM ownership"))
        log.heads = {(t, p): n for t, p, n in connection.execute("SELECT topic, partition, next_offset FROM head")}
        log.consumed = {(t, p): n for t, p, n in connection.execute("SELECT topic, partition, position FROM consumed")}
        log.rows = {(topic, partition): [] for topic in TOPICS for partition in log.epochs}
        records = connection.execute(
            "SELECT topic, partition, offset, key, value, headers, epoch FROM record ORDER BY topic, partition, offset"
        )
        for topic, partition, offset, key, value, headers, epoch in records:
            row = Row(topic, partition, offset, key, value, _headers(headers), epoch)
            log.rows[topic, partition].append(row)
        log.commits = list(_commits(connection))
    return log


def _offset(row: Row) -> int:
    return row.offset


def _headers(column: bytes) -> tuple[tuple[str, bytes], ...]:
    """The names on the first line, each value on its own; what does not fit there as JSON with base64."""
    if not column:
        return ()
    if column.startswith(b"["):
        return tuple((name, b64decode(value)) for name, value in json.loads(column))
    names, *values = column.split(b"\n")
    return tuple(zip(names.decode().split(" "), values, strict=True))


def _commits(connection: sqlite3.Connection) -> Iterator[Commit]:
    """The trace has a line per commit and input topic; a topic that comes again begins the next commit."""
    open_: dict[int, Commit] = {}
    for partition, epoch, at_s, topic, position, matches, rejects in connection.execute(
        "SELECT partition, epoch, at_s, topic, position, matches, rejects FROM trace ORDER BY number"
    ):
        known = open_.get(partition)
        if known is None or topic in known.ends:
            if known is not None:
                yield known
            known = open_[partition] = Commit(partition, epoch, at_s, {MATCHES: matches, REJECTS: rejects})
        known.ends[topic] = position
    yield from open_.values()
