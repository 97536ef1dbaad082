"""What journeys take of the capacity: amounts of each row in ranges of its vector."""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from matcher.journeys.network import Index

Rows = NDArray[np.int64]
"""One value for each row of the capacity vector."""

Uses = NDArray[np.int64]
"""(n, 3): `amount` of every row from `first` up to, not including, `last`. Uses of one journey never share a row."""


class Calls(NamedTuple):
    """What every family asks of calls; names and shapes as in `network.Network`."""

    place: Index
    trip: Index
    trip_first: Index
    reserved_until: Index


NO_USES: Uses = np.empty((0, 3), dtype=np.int64)


@njit(cache=True, nogil=True)
def fits(free: Rows, uses: Uses) -> bool:
    """Whether there is room for all of it."""
    for index in range(len(uses)):
        for row in range(uses[index, 0], uses[index, 1]):
            if free[row] < uses[index, 2]:
                return False
    return True


@njit(cache=True, nogil=True)
def add(free: Rows, uses: Uses, times: int) -> None:
    """Take it -1 times, or give it back: 1."""
    for index in range(len(uses)):
        for row in range(uses[index, 0], uses[index, 1]):
            free[row] += times * uses[index, 2]
