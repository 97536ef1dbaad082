"""SQLite's write-ahead file as its format page describes it: which transactions in it are whole.

https://www.sqlite.org/fileformat2.html#the_write_ahead_log. All we need to say what a power cut may
destroy: nothing up to the end of the last transaction that was synced, anything after it.
"""

import struct
from dataclasses import dataclass, field

HEADER = 32
FRAME_HEADER = 24
_LITTLE_ENDIAN_SUMS = 0x377F0682

Sums = tuple[int, int]


@dataclass(frozen=True)
class Frame:
    """A page in the write-ahead file; `end` is the byte after it."""

    page: int
    commits: bool
    """It is the last of its transaction."""
    end: int


@dataclass
class WalReader:
    """Reads copies of one write-ahead file; remembers what it has summed up already."""

    _known: dict[bytes, list[tuple[bytes, Sums, Frame]]] = field(default_factory=dict)

    def frames(self, wal: bytes) -> list[Frame]:
        """The valid frames from the start on, whole transactions or not."""
        if len(wal) < HEADER:
            return []
        magic, _, page_size, _, *_ = struct.unpack_from(">8I", wal)
        form = "<" if magic == _LITTLE_ENDIAN_SUMS else ">"
        sums = _summed(form, wal[:24], (0, 0))
        if struct.unpack_from(">2I", wal, 24) != sums:
            return []
        found: list[Frame] = []
        known = self._known.setdefault(wal[:HEADER], [])
        size = FRAME_HEADER + page_size
        for number, start in enumerate(range(HEADER, len(wal) - size + 1, size)):
            head = wal[start : start + FRAME_HEADER]
            if number < len(known) and known[number][0] == head:
                _, sums, frame = known[number]
            else:
                page, pages_after, *_ = struct.unpack(">6I", head)
                sums = _summed(form, head[:8] + wal[start + FRAME_HEADER : start + size], sums)
                if head[8:16] != wal[16:24] or struct.unpack(">2I", head[16:]) != sums:
                    break
                frame = Frame(page, pages_after > 0, start + size)
                known[number:] = [(head, sums, frame)]
            found.append(frame)
        return found


def _summed(form: str, data: bytes, sums: Sums) -> Sums:
    first, second = sums
    words = struct.unpack(f"{form}{len(data) // 4}I", data)
    for even, odd in zip(words[::2], words[1::2], strict=True):
        first = (first + even + second) & 0xFFFFFFFF
        second = (second + odd + first) & 0xFFFFFFFF
    return first, second
