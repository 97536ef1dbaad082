"""First come, first served: in the order of the requests each parcel takes the cheapest journey that fits.

No parcel ever gives way to one worth more, and nothing is exchanged, so it needs no solver and its
work is a search or two per parcel. Parcels of which all are matched or none come when the last one
asks. A plan made so is as valid and complete as an optimised one.
"""

from matcher.assignment.party import fitting_all
from matcher.assignment.problem import Assignment, Problem, Stop


def first_fit(problem: Problem, _seed: int, _stop: Stop) -> Assignment:
    """Assign journeys to the problem's parcels; `problem.free` becomes what the plan leaves."""
    assignment = Assignment()
    for party in sorted(
        problem.parties(), key=lambda party: max(problem.asks[index].request.arrival for index in party)
    ):
        assignment.chosen.update(zip(party, fitting_all(problem, party), strict=False))
    return assignment
