"""Deciders in the worker's own process, for `plan` and for tests: same calls, one thread, no pipe."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from contracts.record import Record
from workers.matching.decider import Decider, MakeDecider, Outcome

T = TypeVar("T")


class InProcessDecider:
    """A decider that is called in a thread, so that progress goes on being shown."""

    def __init__(self, decider: Decider, thread: ThreadPoolExecutor) -> None:
        self._decider = decider
        self._thread = thread

    async def replay(self, records: Sequence[Record]) -> None:
        """Fold what is already decided."""
        await self._call(lambda: self._decider.replay(records))

    async def decide(self, records: Sequence[Record], now: int) -> Outcome:
        """Fold and decide."""
        return await self._call(lambda: self._decider.decide(records, now))

    async def next_alarm(self) -> int | None:
        """When time alone changes something next."""
        return await self._call(self._decider.next_alarm)

    async def snapshot(self) -> bytes:
        """The state as it is now."""
        return await self._call(self._decider.snapshot)

    async def restore(self, snapshot: bytes) -> bool:
        """Take the state of a snapshot, if it fits."""
        return await self._call(lambda: self._decider.restore(snapshot))

    async def _call(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)


class InProcessDeciders:
    """A DeciderHost without a process. What a decider raises comes out as it is."""

    def __init__(self, make_decider: MakeDecider) -> None:
        self._make_decider = make_decider
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="decider")

    async def open(self, partition: int) -> InProcessDecider:
        """A decider with empty state."""
        return InProcessDecider(self._make_decider(partition), self._thread)

    async def close(self) -> None:
        """Let go of the thread; a decision that is running in it is not waited for."""
        self._thread.shutdown(wait=False, cancel_futures=True)
