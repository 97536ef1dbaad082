"""What falls due when: one instant by parcel, and the earliest of all at hand."""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field

_SPARE = 64


@dataclass(slots=True)
class Diary:
    """A heap with one entry that counts per parcel; instants in seconds since 1970.

    An entry that was replaced stays in the heap until it comes to the top, or until there are more of
    these than of the others.
    """

    at: dict[str, int] = field(default_factory=dict)
    heap: list[tuple[int, str]] = field(default_factory=list)

    def put(self, parcel_id: str, instant: int | None) -> None:
        """Replace a parcel's instant; None = there is none."""
        if instant is None:
            self.at.pop(parcel_id, None)
        elif self.at.get(parcel_id) != instant:
            self.at[parcel_id] = instant
            heapq.heappush(self.heap, (instant, parcel_id))
            self._tidy()

    def take_until(self, instant: int) -> list[str]:
        """Take out the parcels whose instant has come, the earliest first."""
        taken: list[str] = []
        while self.heap and self.heap[0][0] <= instant:
            at, parcel_id = heapq.heappop(self.heap)
            if self.at.get(parcel_id) == at:
                del self.at[parcel_id]
                taken.append(parcel_id)
        return taken

    def first(self, counts: Callable[[str], bool]) -> int | None:
        """The earliest instant of a parcel that counts; those before it that do not are taken out."""
        while self.heap:
            at, parcel_id = self.heap[0]
            if self.at.get(parcel_id) == at:
                if counts(parcel_id):
                    return at
                del self.at[parcel_id]
            heapq.heappop(self.heap)
        return None

    def _tidy(self) -> None:
        if len(self.heap) > 2 * len(self.at) + _SPARE:
            self.heap = [(at, parcel_id) for parcel_id, at in self.at.items()]
            heapq.heapify(self.heap)
