"""The capacity vector: the rows of all families end to end, and what journeys take of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numba import njit

from matcher.journeys.journey import Journey
from matcher.journeys.network import Index, Ints, Network
from matcher.resources import handling, segments, storage
from matcher.resources.handling import Handling
from matcher.resources.segments import DIMENSIONS, Segments
from matcher.resources.storage import Storage
from matcher.resources.use import Rows, Uses, add, fits
from matcher.state.parcels import Request

_USES_PER_LEG = segments.USES_PER_LEG + handling.USES_PER_LEG
"""To which storage adds one per wait: before the first leg and after each."""


class Families(NamedTuple):
    """The rows of each family."""

    segments: Segments
    handling: Handling
    storage: Storage


class Travels(NamedTuple):
    """Journeys of parcels, laid end to end."""

    legs: Index
    """(L, 3) carrier, boarding and alighting call."""
    ends: Ints
    """(M) how many legs there are with those of each journey."""
    loads: Ints
    """(M, 3) volume, weight and pieces."""


@dataclass(frozen=True, slots=True)
class Capacity:
    """Rows: 3 blocks of segments, then one per call for handling, then storage."""

    network: Network
    families: Families
    offered: Ints
    """What is there before anything is taken."""

    def uses(self, journey: Journey, request: Request) -> Uses:
        """All rows a journey of this parcel takes from, with the amounts."""
        return self.uses_of_each([journey], [request])[0]

    def uses_aboard(self, journey: Journey, request: Request) -> Uses:
        """Only what it takes of compartments."""
        return self.uses(journey, request)[: len(journey.legs) * segments.USES_PER_LEG]

    def uses_of_each(self, journeys: Sequence[Journey], requests: Sequence[Request]) -> list[Uses]:
        """What each journey takes, if the parcel of the request beside it travels so."""
        legs = np.array([leg for journey in journeys for leg in journey.legs], dtype=np.int32).reshape(-1, 3)
        ends = np.cumsum([len(journey.legs) for journey in journeys], dtype=np.int64)
        loads = np.array([(r.volume_ml, r.weight_g, r.pieces) for r in requests], dtype=np.int64).reshape(-1, 3)
        uses = np.empty((len(legs) * (_USES_PER_LEG + 1) + len(journeys), 3), dtype=np.int64)
        used = np.empty(len(journeys), dtype=np.int64)
        write_uses_of_each(self.families, Travels(legs, ends, loads), uses, used)
        return [uses[first:last] for first, last in pairwise([0, *used.tolist()])]


@njit(cache=True, nogil=True)
def write_uses_of_each(families: Families, travels: Travels, uses: Uses, used_by: Ints) -> None:
    """Journey by journey, family by family; `used_by` (M): how many uses there are with those of each."""
    used, begin = 0, 0
    for number in range(len(travels.ends)):
        legs, load = travels.legs[begin : travels.ends[number]], travels.loads[number]
        used = segments.write_uses(families.segments, legs, load, uses, used)
        used = handling.write_uses(families.handling, legs, uses, used)
        used = storage.write_uses(families.storage, legs, load[0], uses, used)
        used_by[number] = used
        begin = travels.ends[number]


def capacity_of(network: Network) -> Capacity:
    """Lay out the rows; kept in the network's cache."""
    known = network.cache.get("capacity")
    if isinstance(known, Capacity):
        return known
    compartments = segments.segments_of(network)
    drivers = handling.handling_of(network, len(DIMENSIONS) * compartments.rows)
    hubs = storage.storage_of(network, drivers.first_row + network.calls)
    offered = np.concatenate([segments.offered(network, compartments), network.handling_budget_s, hubs.offered])
    capacity = Capacity(network, Families(compartments, drivers, hubs), offered)
    network.cache["capacity"] = capacity
    return capacity


class Free:
    """What is left of the capacity as journeys are taken and given back."""

    def __init__(self, capacity: Capacity) -> None:
        self.capacity = capacity
        self.rows: Rows = capacity.offered.copy()

    def fits(self, uses: Uses) -> bool:
        """Whether there is room for all of it. Uses of one journey never share a row."""
        return fits(self.rows, uses)

    def take(self, uses: Uses) -> None:
        """Reserve it."""
        add(self.rows, uses, -1)

    def give_back(self, uses: Uses) -> None:
        """Release it."""
        add(self.rows, uses, 1)
