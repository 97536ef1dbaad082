"""Fill what is free: each unmatched parcel, the densest first, gets its cheapest journey that fits.

One pass is complete: room only shrinks while it runs, so a parcel that found none finds none later.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.assignment.problem import Ask, Assignment, Candidate, Problem
from matcher.journeys.network import Ints
from matcher.state.timetable import UNLIMITED


def fill(problem: Problem, assignment: Assignment) -> None:
    """Add to an assignment until no unmatched parcel fits any more. Takes from `problem.free`."""
    for index in _densest_first(problem):
        if index not in assignment.chosen:
            candidate = _fitting(problem, problem.asks[index])
            if candidate is not None:
                problem.free.take(candidate.uses)
                assignment.chosen[index] = candidate


def _fitting(problem: Problem, ask: Ask) -> Candidate | None:
    if ask.cheapest is None or problem.free.fits(ask.cheapest.uses):
        return ask.cheapest
    journey = problem.search.cheapest(ask.question, problem.free)
    if journey is None or journey.cost_millis >= ask.request.value_millis:
        return None
    candidate = problem.candidate(ask.request, journey)
    return candidate if problem.free.fits(candidate.uses) else None


def _densest_first(problem: Problem) -> list[int]:
    """Most value per share of what its cheapest journey takes; ties by parcel id."""
    scale = _Scale.of(problem.capacity.offered)
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

    @classmethod
    def of(cls, offered: Ints) -> "_Scale":
        limited = (offered > 0) & (offered < UNLIMITED)
        shares = np.zeros(len(offered) + 1)
        shares[1:][limited] = 1.0 / offered[limited]
        return cls(np.cumsum(shares))

    def share(self, candidate: Candidate) -> float:
        """The shares of all rows a candidate takes from, added up."""
        return float(sum((self.sums[last] - self.sums[first]) * amount for first, last, amount in candidate.uses))
