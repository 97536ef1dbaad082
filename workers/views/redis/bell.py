"""Telling whoever waits that there are new decisions, over one connection however many wait."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import RedisError

from workers.views.redis.keys import Keys

LISTEN_S = 5.0
"""So long at most one listens before one looks without having heard anything."""

_PAUSE_S = 0.2


class Bell:
    """Listens to the stream `news` as soon as somebody waits, until it is closed.

    While the server is away nobody is told anything.
    """

    def __init__(self, client: Redis, keys: Keys) -> None:
        self._client = client
        self._news = keys("news")
        self._rings = 0
        self._rung = asyncio.Condition()
        self._listening: asyncio.Task[None] | None = None

    def listen(self) -> Callable[[float], Awaitable[None]]:
        """From now on notice every ring. What is returned waits for the next, so many seconds at most."""
        if self._listening is None:
            self._listening = asyncio.create_task(self._listen())
        heard = self._rings

        async def wait(seconds: float) -> None:
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds), self._rung:
                    await self._rung.wait_for(lambda: self._rings != heard)

        return wait

    async def close(self) -> None:
        """Stop listening."""
        while self._listening is not None and not self._listening.done():
            self._listening.cancel()  # redis-py may swallow it in the moment of an answer
            await asyncio.wait([self._listening], timeout=_PAUSE_S)
        await self._client.aclose()

    async def _listen(self) -> None:
        """Ring at every entry, after LISTEN_S without one, and when a lost server answers again."""
        last = "0-0"
        is_lost = False
        while True:
            try:
                found: Any = await self._client.xread({self._news: last}, block=1 if is_lost else int(LISTEN_S * 1000))
            except (RedisError, OSError):
                is_lost = True
                await asyncio.sleep(_PAUSE_S)
                continue
            is_lost = False
            last = found[0][1][-1][0] if found else last
            async with self._rung:
                self._rings += 1
                self._rung.notify_all()
