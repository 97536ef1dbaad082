"""Fill what is free: each unmatched parcel, the densest first, gets its cheapest journey that fits.

One pass is complete: room only shrinks while it runs, so a parcel that found none finds none later.
"""

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from matcher.assignment.problem import Ask, Assignment, Candidate, Problem
from matcher.resources.capacity import Capacity
from matcher.resources.use import Uses
from matcher.state.timetable import UNLIMITED


def fill(problem: Problem, assignment: Assignment) -> None:
    """Add to an assignment until no unmatched parcel fits any more. Takes from `problem.free`."""
    for index in _densest_first(problem):
        if index not in assignment.chosen:
            candidate = fitting(problem, problem.asks[index])
            if candidate is not None:
                problem.free.take(candidate.uses)
                assignment.chosen[index] = candidate


def fitting(problem: Problem, ask: Ask) -> Candidate | None:
    """The cheapest journey in the room that is free, if one is worth its cost."""
    if ask.cheapest is None or problem.free.fits(ask.cheapest.uses):
        return ask.cheapest
    journey = problem.search.cheapest(ask.question, problem.free)
    if journey is None or journey.cost_millis >= ask.request.value_millis:
        return None
    candidate = problem.candidate(ask.request, journey)
    return candidate if problem.free.fits(candidate.uses) else None


def _densest_first(problem: Problem) -> list[int]:
    """Most value per share of what its cheapest journey takes; ties by parcel id."""
    scale = _scale_of(problem.capacity)
    density = {
        index: ask.cheapest.net_millis / max(scale.share(ask.cheapest), 1e-9)
        for index, ask in enumerate(problem.asks)
        if ask.cheapest is not None
    }
    return sorted(density, key=lambda index: (-density[index], problem.asks[index].request.parcel_id))


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
