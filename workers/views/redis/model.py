"""The Redis adapter: the port's methods."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Iterable
from typing import Self, TypeVar

from redis.exceptions import NoPermissionError

from contracts.topics import Topic
from workers.errors import ViewsError
from workers.views.about import About
from workers.views.answering import AnsweringReadModel
from workers.views.lookups import Lookups
from workers.views.page import Mark, Marks, Page, unapplied
from workers.views.redis.applying import changes
from workers.views.redis.bell import LISTEN_S, Bell
from workers.views.redis.connection import connect
from workers.views.redis.gathering import gathered, rows_of, tables_of
from workers.views.redis.keys import Keys, mark_field
from workers.views.redis.pruning import prune
from workers.views.redis.settings import RedisSettings
from workers.views.redis.store import Store
from workers.views.redis.timetables import drop_replaced
from workers.views.redis.translation import translated
from workers.views.tables import Tables

T = TypeVar("T")


class RedisReadModel(AnsweringReadModel):
    """A ReadModel in Redis, which any number of processes may ask and feed. Use `await RedisReadModel.open(settings)`.

    It connects again by itself whenever the server was away. For one event loop.
    """

    def __init__(self, settings: RedisSettings) -> None:
        self._settings = settings
        self._client = connect(settings)
        self._store = Store(self._client, Keys(settings.app))
        self._bell = Bell(connect(settings, patience_s=LISTEN_S), self._store.keys)

    @classmethod
    async def open(cls, settings: RedisSettings) -> Self:
        """Open the read model of an app, empty if there is none.

        Raises ViewsError for a server that cannot be used, and InputError for settings that make no sense.
        """
        model = cls(settings)
        try:
            with translated(settings):
                await model._client.ping()
                await model._refuse_eviction()
        except BaseException:
            await model.close()
            raise
        return model

    async def ask(self, about: About, question: Callable[[Lookups], T]) -> T:
        """Fetch the rows in one step and answer from them in a thread."""
        with translated(self._settings):
            found = await gathered(self._store, about)
        return await asyncio.to_thread(lambda: question(self._tables(found)))

    async def marks(self) -> Marks:
        """How far each topic of each partition is applied."""
        with translated(self._settings):
            marks: dict[int, dict[Topic, Mark]] = {}
            for field, value in (await self._store.get_all("mark")).items():
                partition, _, topic = field.partition("/")
                marks.setdefault(int(partition), {})[Topic(topic)] = _mark(value)
            return marks

    async def apply(self, page: Page) -> None:
        """Rows and position by one script, which does nothing if the position is no longer what it was."""
        with translated(self._settings):
            while not await self._applied(page):
                pass  # another projector was faster
            if page.topic is Topic.TIMETABLES:
                await drop_replaced(self._store)

    async def prune(self, before: int) -> None:
        """Forget what was over before then."""
        with translated(self._settings):
            await prune(self._store, before)

    async def clear(self) -> None:
        """Forget everything at once."""
        with translated(self._settings):
            await self._store.clear()

    async def close(self) -> None:
        """Close all connections."""
        await self._bell.close()
        await self._client.aclose()

    def listen(self) -> Callable[[float], Awaitable[None]]:
        """Whoever waits is told by the server."""
        return self._bell.listen()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_exception: object) -> None:
        await self.close()

    async def _applied(self, page: Page) -> bool:
        """Apply a page; False = its position changed while it was worked out what to write."""
        field = mark_field(page.partition, page.topic)
        mark = await self._store.get("mark", field)
        rows = unapplied(page, _mark(mark).position)
        if rows is None:
            return True
        writes = await changes(self._store, page, rows)
        writes.only_if("mark", field, mark)
        if page.topic is Topic.MATCHES:
            if mark is None:  # what may be left of an earlier life would be in the way
                writes.first("DEL", self._store.keys.match(page.partition))
            writes.last("XADD", self._store.keys("news"), "MAXLEN", "1", "*", "partition", str(page.partition))
        writes.last("HSETNX", self._store.keys("life"), "id", secrets.token_hex(8))
        writes.last("HSET", self._store.keys("mark"), field, f"{page.end} {page.digest}")
        return await writes.made(self._store)

    def _tables(self, found: Iterable[str]) -> Tables:
        with translated(self._settings):
            return tables_of(rows_of(found))

    async def _refuse_eviction(self) -> None:
        """A server that forgets what it likes when memory gets scarce would leave holes that nobody notices."""
        try:
            memory = await self._client.info("memory")
        except NoPermissionError:
            return  # its users may not ask
        policy = str(memory.get("maxmemory_policy", "noeviction"))
        if policy.startswith("allkeys") and memory.get("maxmemory", 0) > 0:
            raise ViewsError(
                f"The Redis at {self._settings.where} drops keys when memory gets scarce (maxmemory-policy {policy});"
                " set it to noeviction."
            )


def _mark(stored: str | None) -> Mark:
    if stored is None:
        return Mark()
    position, _, digest = stored.partition(" ")
    return Mark(int(position), digest)
