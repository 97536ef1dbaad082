"""What decides for one partition: a fold over records that answers with messages."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from contracts.record import Record
from workers.log.port import Output


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one decision says: messages with deterministic ids, and figures for the log line."""

    outputs: tuple[Output, ...] = ()
    figures: Mapping[str, int | float | str] = field(default_factory=dict)


class Decider(Protocol):
    """Holds the state of one partition. Reads no clock and no log; never used by two threads at once."""

    def replay(self, records: Sequence[Record]) -> None:
        """Fold past outputs or inputs that are already consumed. Decides nothing."""
        ...

    def decide(self, records: Sequence[Record], now: int) -> Outcome:
        """Fold new inputs (perhaps none), then decide everything that needs a decision at `now`.

        `now` is in seconds since 1970 and never goes back while the decider lives; after a replay it
        may lie before the last decision, if the clock was put back: then that decision's time counts.
        """
        ...

    def next_alarm(self) -> int | None:
        """When time alone changes something next, in seconds since 1970."""
        ...

    def snapshot(self) -> bytes:
        """The state as it is now."""
        ...

    def restore(self, snapshot: bytes) -> bool:
        """Take the state of a snapshot; False, and nothing taken, when it does not fit this code."""
        ...


MakeDecider = Callable[[int], Decider]
"""Makes the decider of a partition, with empty state. Pickled when it goes to another process."""


class DeciderClient(Protocol):
    """A decider as the I/O process sees it: the same calls, none of which blocks the event loop.

    All raise DeciderDied when the decider is gone; its state is lost then.
    """

    async def replay(self, records: Sequence[Record]) -> None:
        """See Decider."""
        ...

    async def decide(self, records: Sequence[Record], now: int) -> Outcome:
        """See Decider."""
        ...

    async def next_alarm(self) -> int | None:
        """See Decider."""
        ...

    async def snapshot(self) -> bytes:
        """See Decider."""
        ...

    async def restore(self, snapshot: bytes) -> bool:
        """See Decider."""
        ...


class DeciderHost(Protocol):
    """Where a worker's deciders live."""

    async def open(self, partition: int) -> DeciderClient:
        """A decider with empty state, in place of the one the partition had before."""
        ...

    async def close(self) -> None:
        """Throw all deciders away, also one that is deciding."""
        ...
