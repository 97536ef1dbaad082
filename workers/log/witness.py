"""Whether a log is still the one that was read, and not another one in its place: a record is remembered by what it held."""

import hashlib
from typing import NamedTuple

from contracts.record import Record
from contracts.topics import Topic
from workers.log.port import EventLog

_BACK = 3
"""Just before a position there may be no record, but the mark of a transaction."""


class Witness(NamedTuple):
    """A record that was read: where it stood, and a digest of what it held."""

    offset: int
    digest: str


def digest_of(record: Record) -> str:
    """A short digest of what a record holds."""
    digest = hashlib.blake2b(record.value, digest_size=16)
    digest.update(repr((record.key, record.headers)).encode())
    return digest.hexdigest()


async def witness_before(log: EventLog, topic: Topic, partition: int, position: int) -> Witness | None:
    """The last record before a position; None if there is none close by."""
    near = await log.read(topic, partition, max(0, position - _BACK), _BACK)
    before = [record for record in near if record.offset < position]
    return Witness(before[-1].offset, digest_of(before[-1])) if before else None


async def testifies(log: EventLog, topic: Topic, partition: int, witness: Witness) -> bool:
    """Whether the log holds that record. One that retention has removed may have been there."""
    if (await log.ends(partition)).get(topic, 0) <= witness.offset:
        return False
    records = await log.read(topic, partition, witness.offset, 1)
    return not records or records[0].offset != witness.offset or digest_of(records[0]) == witness.digest
