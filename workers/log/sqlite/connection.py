"""Opening a log file: durable settings, the schema's version, transactions."""

import sqlite3
import time
from pathlib import Path

from contracts.partitioning import DEFAULT_PARTITIONS
from workers.errors import InputError
from workers.log.sqlite import schema
from workers.transaction import writing

BUSY_TIMEOUT_S = 30.0
"""How long a writer waits for its turn. Transactions take milliseconds; a stalled disk takes longer."""

_PAGE_BYTES = 8192
"""Of SQLite. An event has half a kilobyte, a trip some: with 4096 a large batch takes a quarter longer to commit."""

_WAL_LIMIT_BYTES = 64 * 1024 * 1024
"""A write-ahead file that grew beyond this under a long reader is cut back when it is reused."""


def connect(path: Path, partitions: int | None, *, create: bool) -> sqlite3.Connection:
    """Open the log, making it first if it may be made. Raises InputError for a file that does not fit."""
    if not create and not path.exists():
        raise InputError("There is no event log here.", file=str(path))
    connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT_S, isolation_level=None)
    try:
        _make_if_new(connection, path, partitions)
        _check(connection, path, partitions)
        connection.execute("PRAGMA synchronous = FULL")  # a commit that was acknowledged survives a power cut
        connection.execute(f"PRAGMA journal_size_limit = {_WAL_LIMIT_BYTES}")
    except BaseException:
        connection.close()
        raise
    return connection


def data_version(connection: sqlite3.Connection) -> int:
    """Changes whenever another connection has committed."""
    return int(connection.execute("PRAGMA data_version").fetchone()[0])


def checkpoint(connection: sqlite3.Connection) -> None:
    """Move the write-ahead file into the log as far as no reader is in the way; waits for nobody."""
    connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()


def _make_if_new(connection: sqlite3.Connection, path: Path, partitions: int | None) -> None:
    if _pragma(connection, "schema_version") != 0:
        return
    if partitions is not None and partitions < 1:
        raise InputError(f"A log has at least one partition, not {partitions}.", file=str(path))
    connection.execute(f"PRAGMA page_size = {_PAGE_BYTES}")
    _enter_wal(connection)
    with writing(connection):
        if _pragma(connection, "user_version") == 0:  # else another process was faster
            schema.create(connection, DEFAULT_PARTITIONS if partitions is None else partitions)


def _enter_wal(connection: sqlite3.Connection) -> None:
    deadline = time.monotonic() + BUSY_TIMEOUT_S
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            # SQLite does not wait for its turn here when two processes create the same log.
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.005)
        else:
            return


def _check(connection: sqlite3.Connection, path: Path, partitions: int | None) -> None:
    if _pragma(connection, "application_id") != schema.APPLICATION_ID:
        raise InputError("This SQLite file is not an event log.", file=str(path))
    version = _pragma(connection, "user_version")
    if version != schema.SCHEMA_VERSION:
        raise InputError(
            f"The event log has schema version {version}, this program writes {schema.SCHEMA_VERSION}; "
            "use the release that wrote it.",
            file=str(path),
        )
    there = schema.partitions_of(connection)
    if partitions is not None and partitions != there:
        raise InputError(
            f"The event log has {there} partitions and keeps them; it cannot be opened with {partitions}.",
            file=str(path),
        )


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])
