"""Rows of storage: the volume that may wait at a hub, one row per stretch between two instants at
which anything can start or stop waiting there. So the limit holds at every instant, without buckets.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from matcher.journeys.network import Index, Ints, Network
from matcher.resources.use import Uses
from matcher.state.hours import NEVER_AFTER, NEVER_BEFORE
from matcher.state.timetable import UNLIMITED


class Storage(NamedTuple):
    """Row r of this family covers the instants from `begins[r]` to the next row's begin, at one hub with limited storage."""

    first_row: int
    """Where the rows of this family begin in the capacity vector."""
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


@njit(cache=True, nogil=True)
def write_uses(storage: Storage, legs: Index, volume_ml: int, uses: Uses, used: int) -> int:
    """Waiting at the origin, between legs and at the destination. Returns how many uses there are now."""
    last = len(legs) - 1
    for wait in range(len(legs) + 1):
        begin = storage.at_hand_in[legs[0, 1]] if wait == 0 else storage.at_arrival[legs[wait - 1, 2]]
        end = storage.at_collection[legs[last, 2]] if wait > last else storage.at_departure[legs[wait, 1]]
        if 0 <= begin < end:
            uses[used, 0], uses[used, 1] = storage.first_row + begin, storage.first_row + end
            uses[used, 2] = volume_ml
            used += 1
    return used


def storage_of(network: Network, first_row: int) -> Storage:
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
    return Storage(first_row, np.concatenate(begins), np.concatenate(offered), first, *rows)
