"""Which partitions a worker holds: what every way of sharing them has in common.

There are three: leases in the log (`leased_holdings`), a group that deals the partitions out
(`group_holdings`), and being told (`given_holdings`). Each only says who may take a partition; who may
commit is decided inside the commit.
"""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Sequence

import structlog

from workers.log.port import EventLog, Ownership

_log = structlog.get_logger(__name__)


class Holdings(ABC):
    """The partitions one worker owns.

    Attributes
    ----------
    look_every_s
        How often to call `renew` and `take`, at least.
    takeovers, losses
        How often it took a partition, and lost one to another.
    """

    look_every_s: float

    def __init__(self, log: EventLog, owner: str) -> None:
        self._log = log
        self._owner = owner
        self._held: dict[int, Ownership] = {}
        self.takeovers = 0
        self.losses = 0

    @property
    def held(self) -> Collection[Ownership]:
        """What the worker owns, as far as it knows."""
        return tuple(self._held.values())

    @abstractmethod
    async def take(self) -> Sequence[Ownership]:
        """Take what is wanted and may be had; returns what is new."""

    @abstractmethod
    async def renew(self) -> Sequence[Ownership]:
        """Say that the worker is alive; returns what was lost."""

    async def resume(self, ownership: Ownership) -> Ownership:
        """The right to go on with a partition after a failure. Raises Fenced when it is another's now."""
        resumed = self._held[ownership.partition] = await self._log.resume(ownership)
        return resumed

    def drop(self, ownership: Ownership) -> None:
        """Forget a partition that another has taken."""
        if self._held.pop(ownership.partition, None) is not None:
            self.losses += 1
            _log.warning("partition lost", partition=ownership.partition, epoch=ownership.epoch)

    async def release(self) -> None:
        """Give everything back, so that others need not wait until we count as dead."""
        for ownership in self.held:
            await self._log.release(ownership)
        self._held.clear()

    def _keep(self, taken: Iterable[Ownership]) -> Sequence[Ownership]:
        """Note what was taken."""
        kept = list(taken)
        for ownership in kept:
            self._held[ownership.partition] = ownership
            self.takeovers += 1
            _log.info("partition taken", partition=ownership.partition, epoch=ownership.epoch)
        return kept

    def _drop_all(self, lost: Iterable[Ownership]) -> Sequence[Ownership]:
        dropped = list(lost)
        for ownership in dropped:
            self.drop(ownership)
        return dropped
