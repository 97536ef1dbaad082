"""What is read and written on a server: reads with types, and scripts, between whose steps nothing comes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from importlib.resources import files
from typing import Any, cast

from pydantic_core import to_json
from redis.asyncio import Redis
from redis.commands.core import AsyncScript

from contracts.topics import Topic
from workers.views.redis.keys import Keys, beginning_with
from workers.views.rows import CallRow, DecisionRow, LegRow, RequestRow, TripRow

Found = tuple[str, str, str]
"""What `ask.lua` returns: life, rows and more."""

_COLUMNS = (RequestRow, DecisionRow, LegRow, TripRow, CallRow)
"""Rows that a script looks into."""


class Store:
    """An app's keys on a server. Hashes and indexes go by the names in `keys`."""

    def __init__(self, client: Redis, keys: Keys) -> None:
        self.keys = keys
        self._client = client
        self._ask = client.register_script(_preamble() + _text("ask.lua"))
        self._write = client.register_script(_text("write.lua"))
        self._clear = client.register_script(_text("clear.lua"))

    async def get(self, name: str, field: str) -> str | None:
        """A field of a hash."""
        return (await self.get_some(name, [field]))[0]

    async def get_some(self, name: str, wanted: Sequence[str]) -> list[str | None]:
        """Some fields of a hash, at least one."""
        return cast("list[str | None]", await self._client.hmget(self.keys(name), list(wanted)))

    async def get_all(self, name: str) -> Mapping[str, str]:
        """A whole hash."""
        return cast("dict[str, str]", await self._client.hgetall(self.keys(name)))

    async def which_exist(self, name: str, wanted: Iterable[str]) -> set[str]:
        """Of some fields those that a hash has."""
        asked = list(wanted)
        pipeline = self._client.pipeline(transaction=False)
        for field in asked:
            pipeline.hexists(self.keys(name), field)
        return {field for field, exists in zip(asked, await pipeline.execute(), strict=True) if exists}

    async def beginning_with(self, name: str, start: str, limit: int) -> list[str]:
        """The first members of an index that begin so."""
        found = await self._client.zrangebylex(self.keys(name), *beginning_with(start), 0, limit)
        return cast("list[str]", found)

    async def below(self, name: str, score: int) -> list[str]:
        """The members of an index with a lower score."""
        return cast("list[str]", await self._client.zrangebyscore(self.keys(name), "-inf", f"({score}"))

    async def ask(self, question: str, *named: str | int) -> Found:
        """The rows that a question needs."""
        return cast("Found", await self._run(self._ask, self.keys.prefix, question, *named))

    async def write(self, conditions: Sequence[Sequence[str]], commands: Sequence[Sequence[str]]) -> bool:
        """Whether it was written, see `Writes`."""
        return bool(await self._run(self._write, to_json([conditions, commands])))

    async def clear(self) -> None:
        """Forget everything."""
        await self._run(self._clear, self.keys.prefix, *self.keys.fixed)

    async def _run(self, script: AsyncScript, *words: str | bytes | int) -> Any:
        """Every script names one key, by which a cluster finds its server: all keys have the same hash tag."""
        return await script(keys=[self.keys("mark")], args=words)


def _text(name: str) -> str:
    return (files("workers.views.redis") / name).read_text(encoding="utf-8")


def _preamble() -> str:
    """Names for the numbers of columns and for topics, in Lua."""
    columns = "".join(
        f"local {kind.__name__} = {{ {', '.join(f'{f.name} = {at}' for at, f in enumerate(fields(kind), 1))} }}\n"
        for kind in _COLUMNS
    )
    topics = ", ".join(f'{topic.name} = "{topic}"' for topic in Topic)
    return f"{columns}local TOPIC = {{ {topics} }}\n"
