"""Headers as one column: their names on the first line, then each value on a line of its own.

`ce_id content-type`, `01JD9`, `application/json`: it reads well in the sqlite3 shell and costs one
split. A record with a header that does not fit in there (a line end in a value, a space in a name) has
all of them as JSON with the values in base64: `[["x-binary","AAo="]]`. No headers are no bytes.
"""

from base64 import b64decode, b64encode
from collections.abc import Iterator
from functools import lru_cache

from pydantic_core import from_json, to_json

from contracts.record import Headers

_JSON = ord("[")
_CACHED = 256
"""Publishers have few sets of names; foreign ones must not fill the memory."""

Pairs = tuple[tuple[str, bytes], ...]


class StoredHeaders(Headers):
    """Headers as they are stored, split when somebody looks: who only hands a record on never does.

    Equal to, and written like, the tuple of the same pairs.
    """

    __slots__ = ("_column",)

    def __init__(self, column: bytes) -> None:
        self._column = column

    def __iter__(self) -> Iterator[tuple[str, bytes]]:
        return iter(_split(self._column))

    def __len__(self) -> int:
        return len(_split(self._column))

    def __contains__(self, pair: object) -> bool:
        return pair in _split(self._column)

    def __eq__(self, other: object) -> bool:
        return tuple(other) == tuple(self) if isinstance(other, (tuple, StoredHeaders)) else NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))

    def __reduce__(self) -> tuple[type["StoredHeaders"], tuple[bytes]]:
        return StoredHeaders, (self._column,)


def to_column(headers: Headers) -> bytes:
    """Encode; a record's headers cost about a microsecond."""
    pairs = tuple(headers)
    if not pairs:
        return b""
    names, values = zip(*pairs, strict=True)
    column = b"\n".join((_line(names), *values))
    if column[0] == _JSON or column.count(b"\n") != len(pairs):
        return to_json([(name, b64encode(value)) for name, value in pairs])
    return column


def _split(column: bytes) -> Pairs:
    """The pairs again, bytes for bytes."""
    if not column:
        return ()
    if column[0] == _JSON:
        return tuple((name, b64decode(value)) for name, value in from_json(column))
    line, *values = column.split(b"\n")
    return tuple(zip(_names(line), values, strict=True))


@lru_cache(_CACHED)
def _line(names: tuple[str, ...]) -> bytes:
    """A line that begins with `[` stands for names that cannot be told apart on it."""
    line = " ".join(names)
    return line.encode() if line.count(" ") == len(names) - 1 else b"["


@lru_cache(_CACHED)
def _names(line: bytes) -> tuple[str, ...]:
    return tuple(line.decode().split(" "))
