"""Rows of handling: the seconds a driver may spend on parcels, one row per call."""

from typing import NamedTuple

from numba import njit

from matcher.journeys.network import Index, Ints, Network
from matcher.resources.use import Uses

USES_PER_LEG = 2


class Handling(NamedTuple):
    """`first_row` is that of call 0; `seconds` is by place, for one parcel loaded or unloaded there."""

    first_row: int
    call_place: Index
    seconds: Ints


def handling_of(network: Network, first_row: int) -> Handling:
    """One row per call."""
    return Handling(first_row, network.call_place, network.handling_s)


@njit(cache=True, nogil=True)
def write_uses(handling: Handling, legs: Index, uses: Uses, used: int) -> int:
    """One parcel loaded at each boarding call, one unloaded at each alighting call; a call that is both
    gets one use. Returns how many uses there are now.
    """
    begin = used
    for leg in legs:
        for call in leg[1:]:
            row, seconds = handling.first_row + call, handling.seconds[handling.call_place[call]]
            index = begin
            while index < used and uses[index, 0] != row:
                index += 1
            if index < used:
                uses[index, 2] += seconds
            else:
                uses[used, 0], uses[used, 1], uses[used, 2] = row, row + 1, seconds
                used += 1
    return used
