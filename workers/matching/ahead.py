"""A batch on its way through the decider, and the one after it.

As long as there is a backlog the decider need not wait for commits: while a full batch is decided on, the
next one is read, and while it is committed the decider works on that. Nothing is decided twice or out of
order: a decision becomes true only once the one before it has, and if that fails the decider is thrown
away with all that it decided ahead.
"""

import asyncio
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from typing import Any

from contracts.record import Record
from workers.matching.decider import Outcome


@dataclass(frozen=True, slots=True)
class Batch:
    """Records that are being decided on as at `now`, and the full page of records after them, if there is one."""

    records: Sequence[Record]
    now: int
    outcome: "asyncio.Future[Outcome]"
    following: "asyncio.Future[Sequence[Record]]"

    @classmethod
    def begin(
        cls,
        records: Sequence[Record],
        now: int,
        decide: Awaitable[Outcome],
        read_on: Awaitable[Sequence[Record]],
    ) -> "Batch":
        """Begin both at once."""
        return cls(records, now, asyncio.ensure_future(decide), asyncio.ensure_future(read_on))

    async def give_up(self) -> None:
        """Wait for neither of them. A decision that is running is thrown away when it is made."""
        running: list[asyncio.Future[Any]] = [self.outcome, self.following]
        for future in running:
            future.cancel()
        await asyncio.gather(*running, return_exceptions=True)
