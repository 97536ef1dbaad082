"""Rows of compartments: one per carrier, segment and dimension (volume, weight, pieces).

The row of a segment is that of the call it starts at, so a carrier has as many rows as its trip has
calls; the last one is never used.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from matcher.journeys.journey import RideLeg
from matcher.journeys.network import Index, Ints, Network
from matcher.resources.use import Use
from matcher.state.parcels import Request

DIMENSIONS = ("volume_ml", "weight_g", "pieces")


@dataclass(frozen=True, slots=True)
class Segments:
    """`carrier_row[c]` is the row of carrier c's first call within one dimension's block of `rows`."""

    carrier_row: Index
    rows: int
    trip_first_of_carrier: Index

    def row(self, carrier: int, call: int) -> int:
        """The row, within a dimension's block, of the segment that starts at a call."""
        return int(self.carrier_row[carrier] + call - self.trip_first_of_carrier[carrier])

    def uses(self, leg: RideLeg, request: Request) -> Iterator[Use]:
        """Every segment from boarding to alighting, in each dimension."""
        first, last = self.row(leg.carrier, leg.board), self.row(leg.carrier, leg.alight)
        for block, amount in enumerate((request.volume_ml, request.weight_g, request.pieces)):
            yield Use(block * self.rows + first, block * self.rows + last, amount)


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
