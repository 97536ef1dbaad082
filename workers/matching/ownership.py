"""Which partitions a worker holds: the ones it is given, or its fair share of all there are."""

import time
from collections import Counter
from collections.abc import Collection, Sequence
from math import ceil
from zlib import crc32

import structlog

from workers.log.port import EventLog, Ownership

_log = structlog.get_logger(__name__)

RENEWALS_PER_LEASE = 3


class Holdings:
    """The partitions one worker owns.

    Parameters
    ----------
    given
        The partitions the worker is told to take: at its start it takes them by force, since
        whoever told it knows that their former owner is gone. A partition it lost to another it
        claims again only when that owner is silent for a lease. None: it shares all partitions
        with the other workers of the log.
    fleet
        How many workers are being started to share the partitions: for the length of a lease each
        leaves room for the others.

    Attributes
    ----------
    takeovers, losses
        How often it took a partition, and lost one to another.
    """

    def __init__(self, log: EventLog, owner: str, given: Collection[int] | None, *, fleet: int = 1) -> None:
        self._log = log
        self._owner = owner
        self._given = None if given is None else frozenset(given)
        self._by_force = given is not None
        self._fleet = fleet
        self._fleet_is_there_at = time.monotonic() + log.lease_s
        self._held: dict[int, Ownership] = {}
        self.takeovers = 0
        self.losses = 0

    @property
    def held(self) -> Collection[Ownership]:
        """What the worker owns, as far as it knows."""
        return tuple(self._held.values())

    async def take(self) -> Sequence[Ownership]:
        """Take what is wanted and may be had; returns what is new."""
        taken = await self._take_a_share() if self._given is None else await self._take_given(self._given)
        for ownership in taken:
            self._held[ownership.partition] = ownership
            self.takeovers += 1
            _log.info("partition taken", partition=ownership.partition, epoch=ownership.epoch)
        return taken

    async def renew(self) -> Sequence[Ownership]:
        """Begin new leases; returns what was lost."""
        kept = frozenset(await self._log.renew(self.held))
        lost = [ownership for ownership in self.held if ownership not in kept]
        for ownership in lost:
            self.drop(ownership)
        return lost

    def drop(self, ownership: Ownership) -> None:
        """Forget a partition that another has taken."""
        if self._held.pop(ownership.partition, None) is not None:
            self.losses += 1
            _log.warning("partition lost", partition=ownership.partition, epoch=ownership.epoch)

    async def release(self) -> None:
        """Give everything back, so that others need not wait for the leases to run out."""
        for ownership in self.held:
            await self._log.release(ownership)
        self._held.clear()

    async def _take_given(self, given: Collection[int]) -> Sequence[Ownership]:
        missing = sorted(frozenset(given) - self._held.keys())
        if self._by_force:
            self._by_force = False
            return [await self._log.own(partition, self._owner) for partition in missing]
        return await self._log.claim(missing, self._owner) if missing else []

    async def _take_a_share(self) -> Sequence[Ownership]:
        """Claim of what nobody holds, up to a fair share; if all is held, take one from who has two more.

        So whoever is silent loses its partitions to all others alike, and whoever comes later gets its
        share: fencing makes taking safe, and the difference of two makes it come to an end.
        """
        owners = await self._log.owners()
        vacant = [p for p in range(self._log.partitions) if p not in owners and p not in self._held]
        room = self._fair_share(owners.values()) - len(self._held)
        if vacant:
            return await self._log.claim(self._in_own_order(vacant)[:room], self._owner) if room > 0 else []
        richest, count = Counter(owners.values()).most_common(1)[0]
        if count - len(self._held) < 2:
            return []
        theirs = [partition for partition, owner in owners.items() if owner == richest]
        return [await self._log.own(self._in_own_order(theirs)[0], self._owner)]

    def _fair_share(self, owners: Collection[str]) -> int:
        workers = len({*owners, self._owner})
        if time.monotonic() < self._fleet_is_there_at:
            workers = max(workers, self._fleet)
        return ceil(self._log.partitions / workers)

    def _in_own_order(self, partitions: Collection[int]) -> list[int]:
        """Starting elsewhere than others do, so that those who take at once do not take the same."""
        start = crc32(self._owner.encode())
        return sorted(partitions, key=lambda partition: (partition - start) % self._log.partitions)
