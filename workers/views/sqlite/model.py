"""The SQLite adapter: the port's methods, each one transaction in the thread that owns the connection."""

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Self, TypeVar

from workers.transaction import reading, writing
from workers.views.about import About
from workers.views.answering import AnsweringReadModel
from workers.views.lookups import Lookups
from workers.views.page import Marks, Page, unapplied
from workers.views.sqlite import connection as opening
from workers.views.sqlite.applying import take
from workers.views.sqlite.connection import FileId
from workers.views.sqlite.lookups import SqliteLookups
from workers.views.sqlite.pruning import prune
from workers.views.sqlite.translation import translated

T = TypeVar("T")


class SqliteReadModel(AnsweringReadModel):
    """A ReadModel in one file, which several processes may ask and feed. Use `await SqliteReadModel.open(path)`.

    When the file at the path is no longer the one that was opened, it opens the new one.
    """

    def __init__(self, path: Path, *, thorough: bool = False) -> None:
        self._path = path
        self._thorough = thorough
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="read-model")
        self._connection: sqlite3.Connection | None = None
        self._file: FileId | None = None

    @classmethod
    async def open(cls, path: Path, *, thorough: bool = False) -> Self:
        """Open the read model of a file; one that is missing, damaged or of another version is made anew, empty.

        `thorough`: look through the whole file for damage, not only at what is read anyway. Raises InputError for a file that holds something else and ViewsError for one that cannot be used.
        """
        model = cls(path, thorough=thorough)
        try:
            await model._call(model._current)
        except BaseException:
            model._thread.shutdown(wait=False)
            raise
        return model

    async def ask(self, _about: About, question: Callable[[Lookups], T]) -> T:
        """Ask in one transaction."""

        def asking(connection: sqlite3.Connection) -> T:
            with reading(connection):
                return question(SqliteLookups(connection))

        return await self._call(lambda: asking(self._current()))

    async def marks(self) -> Marks:
        """How far each topic of each partition is applied."""
        return await self._call(lambda: SqliteLookups(self._current()).marks())

    async def apply(self, page: Page) -> None:
        """Rows and position in one transaction."""
        await self._call(lambda: _apply(self._current(), page))

    async def prune(self, before: int) -> None:
        """Forget what was over before then."""

        def pruning(connection: sqlite3.Connection) -> None:
            with writing(connection):
                prune(connection, before)

        await self._call(lambda: pruning(self._current()))

    async def clear(self) -> None:
        """Make the file anew, empty."""
        await self._call(self._clear)

    async def close(self) -> None:
        """Close the file."""
        await self._call(self._let_go)
        self._thread.shutdown()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_exception: object) -> None:
        await self.close()

    async def _call(self, work: Callable[[], T]) -> T:
        """Run in the connection's thread, SQLite's errors translated."""

        def translating() -> T:
            with translated(self._path):
                return work()

        return await asyncio.get_running_loop().run_in_executor(self._thread, translating)

    # From here on: in the connection's thread.

    def _current(self) -> sqlite3.Connection:
        """The connection to the file that is now at the path."""
        if self._connection is None or opening.file_id(self._path) != self._file:
            self._let_go()
            self._connection, self._file = opening.connect(self._path, thorough=self._thorough)
        return self._connection

    def _clear(self) -> None:
        self._let_go()
        self._connection, self._file = opening.replace(self._path)

    def _let_go(self) -> None:
        connection, self._connection = self._connection, None
        if connection is None:
            return
        with suppress(sqlite3.DatabaseError):  # a damaged file cannot be closed tidily
            if opening.file_id(self._path) == self._file:
                connection.close()
            else:
                opening.abandon(connection, self._path)


def _apply(connection: sqlite3.Connection, page: Page) -> None:
    with writing(connection):
        place = (page.partition, str(page.topic))
        mark = connection.execute("SELECT position FROM mark WHERE partition = ? AND topic = ?", place).fetchone()
        rows = unapplied(page, 0 if mark is None else mark[0])
        if rows is None:
            return
        for row in rows:
            take(connection, row, page.partition)
        connection.execute("INSERT OR REPLACE INTO mark VALUES (?, ?, ?, ?)", (*place, page.end, page.digest))
