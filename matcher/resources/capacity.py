"""The capacity vector: the rows of all families end to end, and what journeys take of them."""

from dataclasses import dataclass

import numpy as np

from matcher.journeys.journey import Journey
from matcher.journeys.network import Ints, Network
from matcher.resources import handling, segments, storage
from matcher.resources.segments import DIMENSIONS, Segments
from matcher.resources.storage import Storage
from matcher.resources.use import Use
from matcher.state.parcels import Request


@dataclass(frozen=True, slots=True)
class Capacity:
    """Rows: 3 blocks of segments, then one per call for handling, then storage."""

    network: Network
    segments: Segments
    storage: Storage
    offered: Ints
    """What is there before anything is taken."""

    @property
    def first_handling(self) -> int:
        """Where handling rows begin."""
        return len(DIMENSIONS) * self.segments.rows

    @property
    def first_storage(self) -> int:
        """Where storage rows begin."""
        return self.first_handling + self.network.calls

    def uses(self, journey: Journey, request: Request) -> list[Use]:
        """All rows a journey of this parcel takes from, with the amounts."""
        taken = [use for leg in journey.legs for use in self.segments.uses(leg, request)]
        taken += handling.uses(self.network, journey.legs, self.first_handling)
        taken += self.storage.uses(journey.legs, request, self.first_storage)
        return taken


def capacity_of(network: Network) -> Capacity:
    """Lay out the rows; kept in the network's cache."""
    known = network.cache.get("capacity")
    if isinstance(known, Capacity):
        return known
    rows, hubs = segments.segments_of(network), storage.storage_of(network)
    offered = np.concatenate([segments.offered(network, rows), network.handling_budget_s, hubs.offered])
    capacity = Capacity(network, rows, hubs, offered)
    network.cache["capacity"] = capacity
    return capacity


class Free:
    """What is left of the capacity as journeys are taken and given back."""

    def __init__(self, capacity: Capacity) -> None:
        self.capacity = capacity
        self.rows: Ints = capacity.offered.copy()

    def fits(self, uses: list[Use]) -> bool:
        """Whether there is room for all of it. Uses of one journey never share a row."""
        return all(self.rows[first:last].min() >= amount for first, last, amount in uses)

    def take(self, uses: list[Use]) -> None:
        """Reserve it."""
        for first, last, amount in uses:
            self.rows[first:last] -= amount

    def give_back(self, uses: list[Use]) -> None:
        """Release it."""
        for first, last, amount in uses:
            self.rows[first:last] += amount
