"""Which acts of publishing were folded already: an event id is repeated only when a transport retries."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from hashlib import blake2b

REMEMBERED = 64
"""Of something that lives for ever, such as a stop, so many ids; a transport does not retry for longer."""


@dataclass(slots=True)
class Seen:
    """Digests of `(source, id)` by what they are remembered with, and forgotten with."""

    digests: dict[Hashable, dict[bytes, None]] = field(default_factory=dict)

    def is_repeat(self, scope: Hashable, source: str, event_id: str, most: int | None = None) -> bool:
        """Whether an event was folded before; remembers that it is now. `most`: the oldest beyond go."""
        digest = blake2b(f"{source}\0{event_id}".encode(), digest_size=16).digest()
        known = self.digests.setdefault(scope, {})
        if digest in known:
            return True
        known[digest] = None
        if most is not None and len(known) > most:
            del known[next(iter(known))]
        return False

    def forget(self, scope: Hashable) -> None:
        """What it was remembered with is over."""
        self.digests.pop(scope, None)
