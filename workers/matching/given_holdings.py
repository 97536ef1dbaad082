"""No sharing: a worker is told which partitions are its own, by whoever sees to it that nobody else is told the same."""

from collections.abc import Collection, Sequence
from contextlib import suppress

import structlog

from workers.errors import Fenced, LogError
from workers.log.port import EventLog, Ownership
from workers.matching.ownership import Holdings

_log = structlog.get_logger(__name__)


class GivenHoldings(Holdings):
    """The partitions one worker is told to take.

    It takes them by force at its start. One that it lost to another it does not take again, so that two
    who were told the same do not fight for ever: the one who came later has it.
    """

    look_every_s = 1.0

    def __init__(self, log: EventLog, owner: str, given: Collection[int]) -> None:
        super().__init__(log, owner)
        self._to_take = sorted(set(given))
        self._lost: list[Ownership] = []

    async def take(self) -> Sequence[Ownership]:
        """Take what was not taken yet, and what we lost to nobody. Raises LogError if nothing at all could be taken."""
        taken: list[Ownership] = []
        try:
            while self._to_take:
                taken.append(await self._log.own(self._to_take[0], self._owner))
                del self._to_take[0]
            while self._lost:
                with suppress(Fenced):
                    taken.append(await self._log.resume(self._lost[0]))
                del self._lost[0]
        except LogError as error:
            if not taken:
                raise
            _log.warning("partitions not taken yet", reason=str(error))
        return self._keep(taken)

    async def renew(self) -> Sequence[Ownership]:
        """Nobody has to be told that the worker is alive."""
        return ()

    def drop(self, ownership: Ownership) -> None:
        """Forget a partition; whether another has really taken it shows when we next look."""
        super().drop(ownership)
        self._lost.append(ownership)
