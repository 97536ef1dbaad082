"""Fill what is free: each unmatched parcel, the densest first, gets its cheapest journey that fits.

One pass is complete: room only shrinks while it runs, so a parcel that found none finds none later.
Parcels of which all are matched or none are taken as one.
"""

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from matcher.assignment.party import fitting_all
from matcher.assignment.problem import Assignment, Candidate, Problem
from matcher.resources.capacity import Capacity
from matcher.resources.use import Uses
from matcher.state.timetable import UNLIMITED


def fill(problem: Problem, assignment: Assignment) -> None:
    """Add to an assignment until no unmatched parcel fits any more. Takes from `problem.free`."""
    for party in _densest_first(problem):
        if party[0] not in assignment.chosen:
            assignment.chosen.update(zip(party, fitting_all(problem, party), strict=False))


def _densest_first(problem: Problem) -> list[tuple[int, ...]]:
    """Most value per share of what the cheapest journeys take; ties by parcel id."""
    scale = _scale_of(problem.capacity)

    def order(party: tuple[int, ...]) -> tuple[float, str]:
        net_millis, share_of_all = 0, 0.0
        for index in party:
            cheapest = problem.asks[index].cheapest
            if cheapest is not None:
                net_millis += cheapest.net_millis
                share_of_all += scale.share(cheapest)
        return (-net_millis / max(share_of_all, 1e-9), problem.asks[party[0]].request.parcel_id)

    return sorted(problem.parties(), key=order)


@dataclass(frozen=True, slots=True)
class _Scale:
    """One over what each row offers, summed up, so that a range's share is a difference."""

    sums: NDArray[np.float64]

    def share(self, candidate: Candidate) -> float:
        """The shares of all rows a candidate takes from, added up."""
        return share(self.sums, candidate.uses)


@njit(cache=True, nogil=True)
def share(sums: NDArray[np.float64], uses: Uses) -> float:
    """What uses take, in shares of the rows; `sums` as in the scale."""
    total = 0.0
    for index in range(len(uses)):
        total += (sums[uses[index, 1]] - sums[uses[index, 0]]) * uses[index, 2]
    return total


def _scale_of(capacity: Capacity) -> _Scale:
    """Kept in the network's cache."""
    known = capacity.network.cache.get("scale")
    if isinstance(known, _Scale):
        return known
    limited = (capacity.offered > 0) & (capacity.offered < UNLIMITED)
    shares = np.zeros(len(capacity.offered) + 1)
    shares[1:][limited] = 1.0 / capacity.offered[limited]
    scale = _Scale(np.cumsum(shares))
    capacity.network.cache["scale"] = scale
    return scale
