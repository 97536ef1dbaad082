"""Wakes whoever waits for a record, inside one process."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sized
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T", bound=Sized)


class Bell:
    """Rung after every commit. A listener that began to listen before it rang hears it."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Event] = set()

    def ring(self) -> None:
        """Wake all listeners."""
        for heard in self._listeners:
            heard.set()

    @contextmanager
    def listening(self) -> Iterator[asyncio.Event]:
        """An event that is set when the bell rings; clear it to hear the next one."""
        heard = asyncio.Event()
        self._listeners.add(heard)
        try:
            yield heard
        finally:
            self._listeners.discard(heard)

    async def read_when_rung(self, read: Callable[[], Awaitable[T]], timeout_s: float) -> T:
        """Read now, and after each ring, until there is something or the time is over."""
        if timeout_s <= 0:
            return await read()
        deadline = asyncio.get_running_loop().time() + timeout_s
        with self.listening() as heard:
            while True:
                heard.clear()  # before reading: what is committed from here on rings again
                found = await read()
                if len(found) > 0 or not await _heard_before(heard, deadline):
                    return found


async def _heard_before(heard: asyncio.Event, deadline: float) -> bool:
    try:
        async with asyncio.timeout_at(deadline):
            await heard.wait()
    except TimeoutError:
        return False
    return True
