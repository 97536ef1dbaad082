"""Rows of storage: the volume that may wait at a hub, one row per stretch of time there."""

from typing import NamedTuple

import numpy as np
from numba import njit

from matcher.journeys.network import Index, Ints, Network
from matcher.resources.stretches import ARRIVAL, COLLECTION, DEPARTURE, HAND_IN, stretches_of
from matcher.resources.use import Uses
from matcher.state.timetable import UNLIMITED


class Storage(NamedTuple):
    """At hubs with limited storage; the last three as in `Stretches`."""

    first_row: int
    """Where the rows of this family begin in the capacity vector."""
    begins: Ints
    first: Index
    at: Index


@njit(cache=True, nogil=True)
def write_uses(storage: Storage, legs: Index, volume_ml: int, uses: Uses, used: int) -> int:
    """Waiting at the origin, between legs and at the destination. Returns how many uses there are now."""
    last = len(legs) - 1
    for wait in range(len(legs) + 1):
        begin = storage.at[legs[0, 1], HAND_IN] if wait == 0 else storage.at[legs[wait - 1, 2], ARRIVAL]
        end = storage.at[legs[last, 2], COLLECTION] if wait > last else storage.at[legs[wait, 1], DEPARTURE]
        if 0 <= begin < end:
            uses[used, 0], uses[used, 1] = storage.first_row + begin, storage.first_row + end
            uses[used, 2] = volume_ml
            used += 1
    return used


def storage_of(network: Network, first_row: int) -> tuple[Storage, Ints]:
    """Number the rows of each hub; and what they offer."""
    limited = network.is_hub & (network.storage_ml < UNLIMITED)
    stretches = stretches_of(network, limited, network.available_at, np.ones(len(limited), dtype=np.int64))
    return Storage(first_row, *stretches), np.repeat(network.storage_ml, np.diff(stretches.first))
