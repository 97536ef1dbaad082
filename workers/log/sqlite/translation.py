"""SQLite's errors in our words."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workers.errors import InputError, LogBusy, LogError, LogFull, LogReadOnly, RidealongError


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn whatever sqlite3 raises in the block into an error of ours that names the log."""
    try:
        yield
    except sqlite3.Error as error:
        raise _ours(error, path) from error


def _ours(error: sqlite3.Error, path: Path) -> RidealongError:
    code = getattr(error, "sqlite_errorcode", None)
    primary = None if code is None else code & 0xFF  # the rest is detail
    if code == sqlite3.SQLITE_IOERR_SHMSIZE:
        primary = sqlite3.SQLITE_FULL  # no room for the index that its processes share
    if primary == sqlite3.SQLITE_NOTADB:
        return InputError("This file is not an event log.", file=str(path))
    if primary not in _SENTENCES:
        return LogError(f"The event log {path} cannot be used: {error}.")
    kind, sentence = _SENTENCES[primary]
    return kind(sentence.format(path=path))


_SENTENCES: dict[int | None, tuple[type[LogError], str]] = {
    sqlite3.SQLITE_FULL: (LogFull, "There is no room left for the event log {path}: free some space on its disk."),
    sqlite3.SQLITE_READONLY: (LogReadOnly, "The event log {path} cannot be written: it or its folder is read-only."),
    sqlite3.SQLITE_BUSY: (LogBusy, "Another process kept the event log {path} locked for too long."),
    sqlite3.SQLITE_CANTOPEN: (
        LogError,
        "The event log {path} cannot be opened: does its folder exist, and may you write there?",
    ),
    sqlite3.SQLITE_CORRUPT: (LogError, "The event log {path} is damaged: restore it from a copy."),
}
