"""The match stream: every decision in the order of its partition, from any place on, through a filter."""

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from workers.errors import InputError
from workers.views.names import Names
from workers.views.rows import DecisionRow, RequestRow


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where to go on: by partition, the offset in the matches to read next; elsewhere from the beginning.

    Written `3:18,5:221`: all before offset 18 of partition 3 and before 221 of partition 5 is seen.
    """

    next: Mapping[int, int]

    def __str__(self) -> str:
        return ",".join(f"{partition}:{offset}" for partition, offset in sorted(self.next.items()))

    def after(self, entry: "Entry") -> "Cursor":
        """With one more entry seen."""
        return Cursor({**self.next, entry.partition: entry.decision.offset + 1})

    @classmethod
    def parse(cls, text: str) -> "Cursor":
        """Read what `str` wrote. Raises InputError."""
        places: dict[int, int] = {}
        for part in text.split(",") if text else ():
            partition, colon, offset = part.partition(":")
            if not (partition.isascii() and partition.isdigit() and colon and offset.isascii() and offset.isdigit()):
                raise InputError(f"{text!r} is no place in the match stream such as 3:18,5:221.")
            places[int(partition)] = int(offset)
        return cls(places)


START = Cursor({})


@dataclass(frozen=True, slots=True)
class Entry:
    """A decision in the stream, and the request it was made for as far as it is known."""

    partition: int
    decision: DecisionRow
    request: RequestRow | None


@dataclass(frozen=True, slots=True)
class Only:
    """A filter: what it names must all hold. The default lets everything pass.

    `trip` is a trip_key or a trip_id; `stop` the origin, the destination or a place where it changes;
    `matched` asks for matches (True) or for the others (False).
    """

    area: str | None = None
    trip: str | None = None
    shipper: str | None = None
    stop: str | None = None
    matched: bool | None = None

    def lets_pass(self, entry: Entry) -> bool:
        """Whether an entry is wanted."""
        decision, request = entry.decision, entry.request
        return (
            (self.area is None or decision.area == self.area)
            and (self.matched is None or decision.is_match == self.matched)
            and (self.trip is None or any(self.trip in {leg.trip_key, leg.trip_id} for leg in decision.legs))
            and (self.shipper is None or (request is not None and request.shipper_id == self.shipper))
            and (self.stop is None or self.stop in _stops(entry))
        )


@dataclass(frozen=True, slots=True)
class StreamPage:
    """Entries that passed, where to go on, and per area what ids are called.

    A page may be empty though there is more: `at_end` says whether the end of the stream was reached.
    """

    entries: Sequence[Entry]
    cursor: Cursor
    at_end: bool
    names: Mapping[str, Names]


@dataclass(frozen=True, slots=True)
class Picked:
    """The next entries of the stream before names are put to them."""

    entries: Sequence[Entry]
    cursor: Cursor


def pick(candidates: Iterable[Sequence[Entry]], after: Cursor, limit: int, only: Only) -> Picked:
    """Merge what each partition has next, at most `limit` of it, by the time of decision; then filter.

    Each sequence is in the order of its partition, which is kept.
    """
    merged = heapq.merge(*(_timed(entries) for entries in candidates), key=lambda timed: timed[0])
    cursor = after
    wanted: list[Entry] = []
    for _, (_, entry) in zip(range(limit), merged, strict=False):
        cursor = cursor.after(entry)
        if only.lets_pass(entry):
            wanted.append(entry)
    return Picked(wanted, cursor)


def _timed(entries: Iterable[Entry]) -> Iterable[tuple[tuple[int, int, int], Entry]]:
    """With a key that never goes back within a partition, though a clock may have."""
    latest = 0
    for entry in entries:
        latest = max(latest, entry.decision.decided_at)
        yield (latest, entry.partition, entry.decision.offset), entry


def _stops(entry: Entry) -> set[str]:
    stops = {leg.board_stop_id for leg in entry.decision.legs} | {leg.alight_stop_id for leg in entry.decision.legs}
    if entry.request is not None:
        stops |= {entry.request.origin_stop_id, entry.request.destination_stop_id}
    return stops
