"""A record: an event as a log carries it, before anyone has understood it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Message:
    """Bytes ready to be appended to a topic. Foreign clients may leave out the key."""

    key: bytes | None
    value: bytes
    headers: tuple[tuple[str, bytes], ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """A message at its position in the log."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes
    headers: tuple[tuple[str, bytes], ...] = ()
