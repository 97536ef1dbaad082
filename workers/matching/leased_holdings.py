"""Sharing by leases that stand in the log: the partitions a worker is given, or its fair share of all there are."""

import time
from collections import Counter
from collections.abc import Collection, Sequence
from math import ceil
from zlib import crc32

from workers.log.port import LeasedLog, Ownership
from workers.matching.ownership import Holdings

_RENEWALS_PER_LEASE = 3


class LeasedHoldings(Holdings):
    """The partitions one worker owns by leases.

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
    """

    def __init__(self, log: LeasedLog, owner: str, given: Collection[int] | None, *, fleet: int = 1) -> None:
        super().__init__(log, owner)
        self.look_every_s = log.lease_s / _RENEWALS_PER_LEASE
        self._leases = log
        self._given = None if given is None else frozenset(given)
        self._by_force = given is not None
        self._fleet = fleet
        self._fleet_is_there_at = time.monotonic() + log.lease_s

    async def take(self) -> Sequence[Ownership]:
        """Take what is wanted and may be had; returns what is new."""
        return self._keep(await self._take_a_share() if self._given is None else await self._take_given(self._given))

    async def renew(self) -> Sequence[Ownership]:
        """Begin new leases; returns what was lost."""
        kept = frozenset(await self._leases.renew(self.held))
        return self._drop_all(ownership for ownership in self.held if ownership not in kept)

    async def _take_given(self, given: Collection[int]) -> Sequence[Ownership]:
        missing = sorted(frozenset(given) - self._held.keys())
        if self._by_force:
            self._by_force = False
            return [await self._leases.own(partition, self._owner) for partition in missing]
        return await self._leases.claim(missing, self._owner) if missing else []

    async def _take_a_share(self) -> Sequence[Ownership]:
        """Claim of what nobody holds, up to a fair share; if all is held, take one from who has two more.

        So whoever is silent loses its partitions to all others alike, and whoever comes later gets its
        share: fencing makes taking safe, and the difference of two makes it come to an end.
        """
        owners = await self._leases.owners()
        vacant = [p for p in range(self._leases.partitions) if p not in owners and p not in self._held]
        room = self._fair_share(owners.values()) - len(self._held)
        if vacant:
            return await self._leases.claim(self._in_own_order(vacant)[:room], self._owner) if room > 0 else []
        richest, count = Counter(owners.values()).most_common(1)[0]
        if count - len(self._held) < 2:
            return []
        theirs = [partition for partition, owner in owners.items() if owner == richest]
        return [await self._leases.own(self._in_own_order(theirs)[0], self._owner)]

    def _fair_share(self, owners: Collection[str]) -> int:
        workers = len({*owners, self._owner})
        if time.monotonic() < self._fleet_is_there_at:
            workers = max(workers, self._fleet)
        return ceil(self._leases.partitions / workers)

    def _in_own_order(self, partitions: Collection[int]) -> list[int]:
        """Starting elsewhere than others do, so that those who take at once do not take the same."""
        start = crc32(self._owner.encode())
        return sorted(partitions, key=lambda partition: (partition - start) % self._leases.partitions)
