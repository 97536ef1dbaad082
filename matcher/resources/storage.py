"""Rows of storage: the volume that may wait at a hub, one row per stretch between two instants at
which anything can start or stop waiting there. So the limit holds at every instant, without buckets.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from matcher.journeys.journey import RideLeg
from matcher.journeys.network import Index, Ints, Network
from matcher.resources.use import Use
from matcher.state.hours import NEVER_AFTER, NEVER_BEFORE
from matcher.state.parcels import Request
from matcher.state.timetable import UNLIMITED


@dataclass(frozen=True, slots=True)
class Storage:
    """Row r covers the instants from `begins[r]` to the next row's begin, at one hub with limited storage."""

    begins: Ints
    offered: Ints
    first: Index
    """(P + 1) first row of each place; places without limited storage have none."""
    at_arrival: Index
    """(N) the row that begins at a call's arrival; -1 where storage is not limited."""
    at_departure: Index
    at_hand_in: Index
    """(N) the row that begins at a call's hand_in_by; -1 also where there is none."""
    at_collection: Index
    """(N) the row that begins at a call's available_at; -1 also where there is none."""

    def uses(self, legs: tuple[RideLeg, ...], request: Request, first_row: int) -> Iterator[Use]:
        """Waiting at the origin, between legs and at the destination."""
        board, alight = legs[0].board, legs[-1].alight
        waits = [(self.at_hand_in[board], self.at_departure[board])]
        waits += [(self.at_arrival[before.alight], self.at_departure[after.board]) for before, after in pairwise(legs)]
        waits.append((self.at_arrival[alight], self.at_collection[alight]))
        for begin, end in waits:
            if 0 <= begin < end:
                yield Use(first_row + int(begin), first_row + int(end), request.volume_ml)


def storage_of(network: Network) -> Storage:
    """Find each hub's instants and number the rows between them."""
    limited = network.is_hub & (network.storage_ml < UNLIMITED)
    rows = np.full((4, network.calls), -1, dtype=np.int32)
    instants = (network.arrival, network.departure, network.hand_in_by, network.available_at)
    begins: list[Ints] = [np.empty(0, dtype=np.int64)]
    offered: list[Ints] = [np.empty(0, dtype=np.int64)]
    counts = np.zeros(len(limited), dtype=np.int64)
    for place in np.flatnonzero(limited):
        calls = network.departures.at(int(place))
        at_hub = np.stack([column[calls] for column in instants])
        real = (at_hub > NEVER_BEFORE) & (at_hub < NEVER_AFTER)
        times = np.unique(at_hub[real])
        rows[:, calls] = np.where(real, np.searchsorted(times, at_hub) + counts.sum(), -1)
        begins.append(times)
        offered.append(np.full(len(times), network.storage_ml[place], dtype=np.int64))
        counts[place] = len(times)
    first = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
    return Storage(np.concatenate(begins), np.concatenate(offered), first, *rows)
