"""First come, first served: in the order of the requests each parcel takes the cheapest journey that fits.

No parcel ever gives way to one worth more, and nothing is exchanged, so it needs no solver and its
work is a search or two per parcel. A plan made so is as valid and complete as an optimised one.
"""

from matcher.assignment.fill import fitting
from matcher.assignment.problem import Assignment, Problem, Stop


def first_fit(problem: Problem, _seed: int, _stop: Stop) -> Assignment:
    """Assign journeys to the problem's parcels; `problem.free` becomes what the plan leaves."""
    assignment = Assignment()
    for index in sorted(range(len(problem.asks)), key=lambda index: problem.asks[index].request.arrival):
        candidate = fitting(problem, problem.asks[index])
        if candidate is not None:
            problem.free.take(candidate.uses)
            assignment.chosen[index] = candidate
    return assignment
