"""Sharing as members of a group: what it deals to a worker, the worker takes."""

import asyncio
from collections.abc import Sequence

import structlog

from workers.errors import Fenced, LogError
from workers.log.port import EventLog, Membership, Ownership
from workers.matching.ownership import Holdings

_log = structlog.get_logger(__name__)


class GroupHoldings(Holdings):
    """The partitions that the group has dealt to one worker.

    A worker that slept believes that it still holds what has long been dealt to others. So before it
    takes a partition, or takes one up again after a failure, it asks the group itself: it never fences
    whom the group has put in its place.
    """

    look_every_s = 0.3

    def __init__(self, log: EventLog, membership: Membership) -> None:
        super().__init__(log, membership.name)
        self._membership = membership

    async def take(self) -> Sequence[Ownership]:
        """Take what the group has dealt to us and we do not hold. Raises LogError if nothing at all could be taken."""
        if not frozenset(self._membership.dealt) - self._held.keys():
            return []
        owners = await self._membership.owners()
        missing = sorted(p for p, owner in owners.items() if owner == self._owner and p not in self._held)
        tried = await asyncio.gather(*(self._log.own(p, self._owner) for p in missing), return_exceptions=True)
        taken = self._keep(ownership for ownership in tried if isinstance(ownership, Ownership))
        for partition, failure in zip(missing, tried, strict=True):
            if isinstance(failure, Fenced) or (isinstance(failure, LogError) and taken):
                _log.warning("partition not taken", partition=partition, reason=str(failure))
            elif isinstance(failure, BaseException):
                raise failure
        return taken

    async def renew(self) -> Sequence[Ownership]:
        """The group's members say themselves that they are alive; returns what was dealt to another."""
        dealt = self._membership.dealt
        return self._drop_all(ownership for ownership in self.held if ownership.partition not in dealt)

    async def resume(self, ownership: Ownership) -> Ownership:
        """Only if the group, too, still says that it is ours."""
        dealt_to = (await self._membership.owners()).get(ownership.partition)
        if dealt_to is None:
            raise LogError(f"The workers are sharing the partitions out anew: {ownership.partition} is nobody's.")
        if dealt_to != self._owner:
            raise Fenced(ownership.partition, self._owner)
        return await super().resume(ownership)

    async def release(self) -> None:
        """Give everything back and leave the group."""
        await super().release()
        await self._membership.leave()
