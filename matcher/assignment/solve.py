"""The recipe of a solve: value first, then exchanges, then nothing that still fits is left out."""

from matcher.assignment.exchange import exchange
from matcher.assignment.fill import fill
from matcher.assignment.problem import Assignment, Problem, Stop


def solve(problem: Problem, seed: int, stop: Stop) -> Assignment:
    """Assign journeys to the problem's parcels; `problem.free` becomes what the plan leaves.

    The result is feasible and complete at any stop: no unmatched parcel has a journey worth more
    than it costs in what is left. Deterministic for a given seed and work at which it was stopped.
    """
    assignment = Assignment()
    fill(problem, assignment)
    if assignment.net_millis < upper_bound_millis(problem):
        exchange(problem, assignment, seed, stop)
        fill(problem, assignment)
    return assignment


def upper_bound_millis(problem: Problem) -> int:
    """No plan brings more: every parcel on its cheapest journey, as if it were alone.

    This is the relaxation without any capacity row; it is exact when nothing is scarce.
    """
    return sum(ask.cheapest.net_millis for ask in problem.asks if ask.cheapest is not None)
