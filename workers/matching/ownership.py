"""Which partitions a worker holds: the ones it is given, or all that nobody else holds."""

from collections.abc import Collection, Sequence

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
        whoever told it knows that their former owner is gone. None: it takes all that are vacant.
        A partition it lost to another it claims again only when that owner is silent for a lease.
    """

    def __init__(self, log: EventLog, owner: str, given: Collection[int] | None) -> None:
        self._log = log
        self._owner = owner
        self._wanted = frozenset(range(log.partitions) if given is None else given)
        self._by_force = given is not None
        self._held: dict[int, Ownership] = {}

    @property
    def held(self) -> Collection[Ownership]:
        """What the worker owns, as far as it knows."""
        return tuple(self._held.values())

    async def take(self) -> Sequence[Ownership]:
        """Take what is wanted and may be had; returns what is new."""
        missing = self._wanted - self._held.keys()
        if self._by_force:
            self._by_force = False
            taken: Sequence[Ownership] = [await self._log.own(p, self._owner) for p in sorted(missing)]
        else:
            taken = await self._log.claim(missing, self._owner) if missing else []
        for ownership in taken:
            self._held[ownership.partition] = ownership
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
            _log.warning("partition lost", partition=ownership.partition, epoch=ownership.epoch)

    async def release(self) -> None:
        """Give everything back, so that others need not wait for the leases to run out."""
        for ownership in self.held:
            await self._log.release(ownership)
        self._held.clear()
