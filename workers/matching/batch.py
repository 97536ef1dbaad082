"""A batch: the records that are consumed, decided on and committed together."""

from collections.abc import Sequence
from dataclasses import dataclass

from contracts.record import Record
from contracts.topics import Topic
from workers.log.port import Positions


@dataclass(frozen=True, slots=True)
class BatchLimits:
    """How much is decided on together.

    `max_records`: None = everything there is. `linger_s`: after the first record, how long one waits
    for more: parcels that come together are decided together.
    """

    max_records: int | None = 1000
    linger_s: float = 0.2


EVERYTHING = BatchLimits(max_records=None, linger_s=0)
"""One decision on all there is, as `plan` wants it."""


def after(positions: Positions, records: Sequence[Record]) -> Positions:
    """Where the inputs go on once the records are consumed."""
    return dict(positions) | {Topic(record.topic): record.offset + 1 for record in records}
