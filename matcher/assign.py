"""Who gets which journey: round by round, each parcel after the one it comes after."""

from collections.abc import Sequence

from matcher.assignment.problem import Solve, Stop
from matcher.bonds.asking import problem_of
from matcher.bonds.rounds import rounds_of
from matcher.bonds.ties import Ties
from matcher.bonds.unit import Unit


def assign(ties: Ties, units: Sequence[Unit], solve: Solve, seed: int, stop: Stop) -> bool:
    """Note in the asks of the units what they get, take its room, and plan when it is available.

    A later round only takes room, so whoever found no journey in his own finds none after the last. Returns
    whether `stop` ended a search early.
    """
    stopped_early, work = False, 0.0
    for together in rounds_of(ties, units):
        problem = problem_of(ties, together)
        assignment = solve(problem, seed, _after(work, stop))
        for index, candidate in assignment.chosen.items():
            problem.asks[index].chosen = candidate
        if ties.state.bonds.in_use:
            _plan(ties, together)
        stopped_early |= assignment.stopped_early
        work += assignment.work
    return stopped_early


def _after(work: float, stop: Stop) -> Stop:
    """`stop` for a solve that begins when so much work is done."""
    return lambda more: stop(work + more)


def _plan(ties: Ties, units: Sequence[Unit]) -> None:
    network = ties.ledger.bench.network
    for unit in units:
        for number, item in enumerate(unit.items):
            chosen = unit.ask_of(number).chosen
            if chosen is not None:
                ties.planned[item.request.parcel_id] = chosen.journey.available_at(network)
