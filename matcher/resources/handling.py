"""Rows of handling: the seconds a driver may spend on parcels, one row per call."""
# ruff: noqa: PLR0917 - compiled functions take their state one by one

from typing import NamedTuple

from numba import njit

from matcher.journeys.network import Index, Ints, Network
from matcher.resources.use import Calls, Uses

USES_PER_LEG = 2


class Handling(NamedTuple):
    """`first_row` is that of call 0; `seconds` is by place, for one parcel loaded or unloaded there."""

    first_row: int
    seconds: Ints


def handling_of(network: Network, first_row: int) -> Handling:
    """One row per call."""
    return Handling(first_row, network.handling_s)


@njit(cache=True, nogil=True)
def write_uses(handling: Handling, calls: Calls, legs: Index, parcels: int, uses: Uses, used: int) -> int:
    """Each parcel loaded at each boarding call and unloaded at each alighting call; a call that is both
    gets one use. Returns how many uses there are now.
    """
    begin = used
    for leg in legs:
        for call in leg[1:]:
            row, seconds = handling.first_row + call, parcels * handling.seconds[calls.place[call]]
            index = begin
            while index < used and uses[index, 0] != row:
                index += 1
            if index < used:
                uses[index, 2] += seconds
            else:
                uses[used, 0], uses[used, 1], uses[used, 2] = row, row + 1, seconds
                used += 1
    return used
