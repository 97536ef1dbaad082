"""A record: an event as a log carries it, before anyone has understood it."""

from collections.abc import Collection
from typing import NamedTuple

Headers = Collection[tuple[str, bytes]]
"""Names and values, in order; a name may come twice. Never changes; a log may unpack them when they are looked at."""


class Message(NamedTuple):
    """Bytes ready to be appended to a topic. Foreign clients may leave out the key."""

    key: bytes | None
    value: bytes
    headers: Headers = ()


class Record(NamedTuple):
    """A message at its position in the log."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes
    headers: Headers = ()
