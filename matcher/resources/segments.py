"""Rows of compartments: one per carrier, segment and dimension (volume, weight, pieces).

The row of a segment is that of the call it starts at, so a carrier has as many rows as its trip has
calls; the last one is never used.
"""
# ruff: noqa: PLR0917 - compiled functions take their state one by one

from typing import NamedTuple

import numpy as np
from numba import njit

from matcher.journeys.network import Index, Ints, Network
from matcher.resources.use import Calls, Uses

DIMENSIONS = ("volume_ml", "weight_g", "pieces")
USES_PER_LEG = len(DIMENSIONS)


class Segments(NamedTuple):
    """`carrier_row[c]` is the row of carrier c's first call within one dimension's block of `rows`."""

    carrier_row: Index
    rows: int
    trip_first_of_carrier: Index
    """The first call of the carrier's trip."""


@njit(cache=True, nogil=True)
def write_uses(segments: Segments, calls: Calls, legs: Index, load: Ints, uses: Uses, used: int) -> int:
    """Every segment from boarding to alighting, or to where it rides on when nobody meets the bus, in each dimension.

    Returns how many uses there are now. `legs` (L, 3): carrier, boarding and alighting call; `load`: by dimension.
    """
    for leg in legs:
        until = max(leg[2], calls.reserved_until[leg[2]])
        offset = segments.carrier_row[leg[0]] - segments.trip_first_of_carrier[leg[0]]
        for block in range(len(load)):
            uses[used, 0] = block * segments.rows + offset + leg[1]
            uses[used, 1] = block * segments.rows + offset + until
            uses[used, 2] = load[block]
            used += 1
    return used


def segments_of(network: Network) -> Segments:
    """Number the rows."""
    trip_first = network.trip_first[:-1][network.carrier_trip]
    calls = np.diff(network.trip_first)[network.carrier_trip]
    ends = np.cumsum(calls, dtype=np.int64)
    rows = int(ends[-1]) if len(ends) else 0
    return Segments((ends - calls).astype(np.int32), rows, trip_first.astype(np.int32))


def offered(network: Network, segments: Segments) -> Ints:
    """(3 * rows) what operators offer; the last override of a segment wins, dimension by dimension."""
    blocks = [_block(network, segments, dimension) for dimension in range(len(DIMENSIONS))]
    return np.concatenate([np.empty(0, dtype=np.int64), *blocks])


def _block(network: Network, segments: Segments, dimension: int) -> Ints:
    calls = np.diff(network.trip_first)[network.carrier_trip]
    whole = np.array([getattr(spec, DIMENSIONS[dimension]) for spec in network.carriers], dtype=np.int64)
    block = np.repeat(whole, calls)
    for carrier, spec in enumerate(network.carriers):
        for override in spec.segments:
            limit = override[2 + dimension]
            if limit is not None:
                row = segments.carrier_row[carrier]
                block[row + override[0] : row + override[1]] = limit
    return block
