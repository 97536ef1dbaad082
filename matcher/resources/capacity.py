"""The capacity vector: the rows of all families end to end, and what journeys take of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numba import njit

from contracts.match import MAX_LEGS
from matcher.journeys.journey import Journey
from matcher.journeys.network import Index, Ints, Network
from matcher.journeys.question import NO_DANGER
from matcher.resources import danger, handling, lockers, segments, storage
from matcher.resources.danger import Budgets, danger_of
from matcher.resources.handling import Handling
from matcher.resources.lockers import NO_LOCKER, Lockers
from matcher.resources.segments import DIMENSIONS, Segments
from matcher.resources.storage import Storage
from matcher.resources.use import Calls, Rows, Uses, add, fits
from matcher.state.parcels import Request

_USES_PER_LEG = segments.USES_PER_LEG + handling.USES_PER_LEG
"""To which dangerous goods add one per budget of the trip."""
_USES_PER_STAY = 2
"""Of storage and a locker. There is one stay before the first leg and one after each."""
_MOST_STAYS = MAX_LEGS + 1
_NO_LOCKERS = (NO_LOCKER,) * _MOST_STAYS
_SIZES = 5
"""Column of a load where the sizes begin."""


class Families(NamedTuple):
    """The rows of each family, in this order."""

    segments: Segments
    handling: Handling
    storage: Storage
    lockers: Lockers
    danger: Budgets
    calls: Calls


class Travels(NamedTuple):
    """Journeys of parcels, laid end to end."""

    legs: Index
    """(L, 3) carrier, boarding and alighting call."""
    ends: Ints
    """(M) how many legs there are with those of each journey."""
    loads: Ints
    """(M, 10) volume, weight, pieces, how many parcels it stands for, how many rows of `danger` are its own, and by
    stay the size of the locker's compartment or NO_LOCKER."""
    danger: Ints
    """(D, 2) class and grams of what is dangerous, journey by journey."""


@dataclass(frozen=True, slots=True)
class Capacity:
    """Rows: 3 blocks of segments, then one per call for handling, then storage, lockers and dangerous goods."""

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
        travels = self._travels(journeys, requests)
        budgets = danger_of(self.network).most_per_trip if len(travels.danger) else 0
        most = len(travels.legs) * (_USES_PER_LEG + _USES_PER_STAY + budgets) + len(journeys) * _USES_PER_STAY
        uses = np.empty((most, 3), dtype=np.int64)
        used = np.empty(len(journeys), dtype=np.int64)
        write_uses_of_each(self.families, travels, uses, used)
        return [uses[first:last] for first, last in pairwise([0, *used.tolist()])]

    def _travels(self, journeys: Sequence[Journey], requests: Sequence[Request]) -> Travels:
        danger = danger_of(self.network)
        amounts = [danger.amounts(request.dangerous) for request in requests if request.dangerous]
        loads = [_load(journey, request) for journey, request in zip(journeys, requests, strict=True)]
        return Travels(
            legs=np.array([leg for journey in journeys for leg in journey.legs], dtype=np.int32).reshape(-1, 3),
            ends=np.cumsum([len(journey.legs) for journey in journeys], dtype=np.int64),
            loads=np.array(loads, dtype=np.int64).reshape(-1, _SIZES + _MOST_STAYS),
            danger=np.concatenate(amounts) if amounts else NO_DANGER,
        )


def _load(journey: Journey, request: Request) -> tuple[int, ...]:
    sizes = journey.lockers + _NO_LOCKERS[len(journey.lockers) :]
    return (request.volume_ml, request.weight_g, request.pieces, request.parcels, len(request.dangerous), *sizes)


@njit(cache=True, nogil=True)
def write_uses_of_each(families: Families, travels: Travels, uses: Uses, used_by: Ints) -> None:
    """Journey by journey, family by family; `used_by` (M): how many uses there are with those of each."""
    calls = families.calls
    used, begin, counted = 0, 0, 0
    for number in range(len(travels.ends)):
        legs, load = travels.legs[begin : travels.ends[number]], travels.loads[number]
        goods = travels.danger[counted : counted + load[4]]
        used = segments.write_uses(families.segments, calls, legs, load[:3], uses, used)
        used = handling.write_uses(families.handling, calls, legs, load[3], uses, used)
        used = storage.write_uses(families.storage, legs, load[0], uses, used)
        used = lockers.write_uses(families.lockers, calls.place, legs, load[_SIZES:], load[3], uses, used)
        if len(goods) > 0:
            used = danger.write_uses(families.danger, calls, legs, goods, uses, used)
        used_by[number] = used
        begin, counted = travels.ends[number], counted + load[4]


def capacity_of(network: Network) -> Capacity:
    """Lay out the rows; kept in the network's cache."""
    known = network.cache.get("capacity")
    if isinstance(known, Capacity):
        return known
    compartments = segments.segments_of(network)
    drivers = handling.handling_of(network, len(DIMENSIONS) * compartments.rows)
    hubs, storage_ml = storage.storage_of(network, drivers.first_row + network.calls)
    boxes, compartment_count = lockers.lockers_of(network, hubs.first_row + len(storage_ml))
    dangerous = danger_of(network)
    budgets = dangerous.budgets._replace(first_row=boxes.first_row + len(compartment_count))
    calls = Calls(network.call_place, network.call_trip, network.trip_first, network.reserved_until)
    aboard = segments.offered(network, compartments)
    families = Families(compartments, drivers, hubs, boxes, budgets, calls)
    offered = [aboard, network.handling_budget_s, storage_ml, compartment_count, dangerous.offered]
    capacity = Capacity(network, families, np.concatenate(offered))
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
