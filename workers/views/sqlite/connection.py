"""Opening a read model file, whatever is there, and noticing when it is no longer the one at its path.

The file is disposable, so one that is missing, damaged or of another version is made anew, empty. Only
one process at a time looks and replaces; the others wait at a lock file.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workers.errors import InputError
from workers.transaction import writing
from workers.views.sqlite import schema

BUSY_TIMEOUT_S = 30.0
"""How long one waits for another's transaction. They take milliseconds; a stalled disk takes longer."""

_WAL_LIMIT_BYTES = 64 * 1024 * 1024
_SIDE_FILES = ("-wal", "-shm")
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}

FileId = tuple[int, int]
"""Device and inode: which file it is, whatever it is called."""


def connect(path: Path, *, thorough: bool) -> tuple[sqlite3.Connection, FileId | None]:
    """Open the read model at a path, made anew if it has to be. Raises InputError for a file of somebody else.

    `thorough`: look through the whole file for damage.
    """
    with _alone(path):
        try:
            connection = _open(path)
            if thorough:
                _check(connection)
        except sqlite3.DatabaseError as error:
            if not is_damage(error):
                raise
            _remove(path)
            connection = _open(path)
        return connection, file_id(path)


def replace(path: Path) -> tuple[sqlite3.Connection, FileId | None]:
    """Open an empty read model, whatever was there before."""
    with _alone(path):
        try:
            connection = _open(path)
            with writing(connection):
                schema.drop(connection)
                schema.create(connection)
        except sqlite3.DatabaseError as error:
            if not is_damage(error):
                raise
            _remove(path)
            connection = _open(path)
        return connection, file_id(path)


def abandon(connection: sqlite3.Connection, path: Path) -> None:
    """Close a connection whose file is no longer at the path.

    When SQLite closes a file for good it removes the side files by their names. Those belong to the
    new file by now, so they are elsewhere meanwhile.
    """
    with _alone(path):
        aside = [(_beside(path, suffix), _beside(path, f"{suffix}-kept")) for suffix in _SIDE_FILES]
        moved = [(there, kept) for there, kept in aside if there.exists()]
        for there, kept in moved:
            there.rename(kept)
        try:
            connection.close()
        finally:
            for there, kept in moved:
                kept.rename(there)


def file_id(path: Path) -> FileId | None:
    """Which file is at a path; None = none."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def is_damage(error: sqlite3.Error) -> bool:
    """Whether an error says that the file is no database (any more)."""
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in _DAMAGED


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """While the block runs no other process opens or replaces the file. SQLite's own lock, so it dies with us."""
    lock = sqlite3.connect(_beside(path, ".lock"), timeout=BUSY_TIMEOUT_S, isolation_level=None)
    try:
        lock.execute("BEGIN EXCLUSIVE")
        yield
    finally:
        lock.close()


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False)
    try:
        _make_anew_if_it_does_not_fit(connection, path)
        connection.execute("PRAGMA synchronous = NORMAL")  # a power cut may take the last commits, never more
        connection.execute(f"PRAGMA journal_size_limit = {_WAL_LIMIT_BYTES}")
    except BaseException:
        connection.close()
        raise
    return connection


def _make_anew_if_it_does_not_fit(connection: sqlite3.Connection, path: Path) -> None:
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    application_id = _pragma(connection, "application_id")
    if tables > 0 and application_id != schema.APPLICATION_ID:
        raise InputError("This SQLite file is not a read model; move it elsewhere.", file=str(path))
    connection.execute("PRAGMA journal_mode = WAL")
    if tables == 0 or _pragma(connection, "user_version") != schema.SCHEMA_VERSION:
        with writing(connection):
            schema.drop(connection)
            schema.create(connection)


def _check(connection: sqlite3.Connection) -> None:
    (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if found != "ok":
        connection.close()
        raise _damage(found)


def _damage(found: str) -> sqlite3.DatabaseError:
    error = sqlite3.DatabaseError(found)
    error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    return error


def _remove(path: Path) -> None:
    for suffix in ("", *_SIDE_FILES):
        _beside(path, suffix).unlink(missing_ok=True)


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])
