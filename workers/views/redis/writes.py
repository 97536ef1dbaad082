"""Changes that are worked out here and made by one script, if what they were worked out from still stands."""

from collections.abc import Iterable

from workers.views.redis.keys import Keys, beginning_with
from workers.views.redis.store import Store

_WORDS_PER_CALL = 1000
"""A script hands a command at most some thousand words."""


class Writes:
    """Conditions and changes. What is taken from a table goes before what is put there."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys
        self._conditions: list[tuple[str, str, str]] = []
        self._first: list[tuple[str, ...]] = []
        self._taken: dict[tuple[str, ...], dict[str, None]] = {}
        self._fields: dict[str, dict[str, str]] = {}
        self._members: dict[tuple[str, ...], dict[str, int]] = {}
        self._last: list[tuple[str, ...]] = []

    def only_if(self, name: str, field: str, value: str | None) -> None:
        """Change nothing unless a field of a hash has this value; None = unless it is not there."""
        self._conditions.append((self._keys(name), field, "" if value is None else value))

    def put(self, name: str, field: str, value: str) -> None:
        """Set a field of a hash."""
        self._fields.setdefault(self._keys(name), {})[field] = value

    def drop(self, name: str, field: str) -> None:
        """Remove a field of a hash."""
        self._taken.setdefault(("HDEL", self._keys(name)), {})[field] = None

    def enter(self, name: str, member: str, score: int = 0) -> None:
        """Add a member to an index."""
        self._members.setdefault(("ZADD", self._keys(name)), {})[member] = score

    def enter_oldest(self, name: str, member: str, score: int) -> None:
        """Add a member to an index, or give it the score if that is less than what it has."""
        scores = self._members.setdefault(("ZADD", self._keys(name), "LT"), {})
        scores[member] = min(score, scores.get(member, score))

    def leave(self, name: str, member: str) -> None:
        """Remove a member of an index."""
        self._taken.setdefault(("ZREM", self._keys(name)), {})[member] = None

    def leave_all(self, name: str, start: str) -> None:
        """Remove the members of an index that begin so."""
        self.first("ZREMRANGEBYLEX", self._keys(name), *beginning_with(start))

    def first(self, *words: str) -> None:
        """A command of its own, before the others."""
        self._first.append(words)

    def last(self, *words: str) -> None:
        """A command of its own, after the others."""
        self._last.append(words)

    async def made(self, store: Store) -> bool:
        """Make them, all or none; whether they were made."""
        return await store.write(self._conditions, [*self._first, *self._tables(), *self._last])

    def _tables(self) -> Iterable[list[str]]:
        """What is taken and what is put, in few commands with many words each."""
        for taking, members in self._taken.items():
            yield from _calls(taking, list(members))
        for key, fields in self._fields.items():
            yield from _calls(("HSET", key), [word for pair in fields.items() for word in pair])
        for entering, scores in self._members.items():
            yield from _calls(entering, [word for member, score in scores.items() for word in (str(score), member)])


def _calls(start: tuple[str, ...], words: list[str]) -> Iterable[list[str]]:
    return ([*start, *words[at : at + _WORDS_PER_CALL]] for at in range(0, len(words), _WORDS_PER_CALL))
