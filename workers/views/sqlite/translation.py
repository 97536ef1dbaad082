"""SQLite's errors in our words."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workers.errors import ViewsDamaged, ViewsError
from workers.views.sqlite.connection import is_damage


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn whatever sqlite3 raises in the block into an error of ours that names the read model."""
    try:
        yield
    except sqlite3.Error as error:
        if is_damage(error):
            raise ViewsDamaged(f"The read model {path} is damaged; `ridealong views rebuild` makes it anew.") from error
        code = getattr(error, "sqlite_errorcode", None)
        sentence = _SENTENCES.get(None if code is None else code & 0xFF, _ANY)
        raise ViewsError(sentence.format(path=path, error=error)) from error


_ANY = "The read model {path} cannot be used: {error}."
_SENTENCES: dict[int | None, str] = {
    sqlite3.SQLITE_FULL: "There is no room left for the read model {path}: free some space on its disk.",
    sqlite3.SQLITE_READONLY: "The read model {path} cannot be written: it or its folder is read-only.",
    sqlite3.SQLITE_BUSY: "Another process kept the read model {path} locked for too long.",
    sqlite3.SQLITE_CANTOPEN: (
        "The read model {path} cannot be opened: does its folder exist, and may you write there?"
    ),
}
