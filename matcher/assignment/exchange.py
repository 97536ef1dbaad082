"""Exchange journeys between parcels: CP-SAT over a pool of candidates, started from a plan.

Only rows that the pool could overfill become constraints. CP-SAT gets deterministic limits only,
one worker and a hint, so the same seed and work give the same plan on every machine.
"""

from collections import defaultdict

import numpy as np
from ortools.sat.python import cp_model

from matcher.assignment.pool import pool
from matcher.assignment.problem import Assignment, Candidate, Problem, Stop
from matcher.journeys.network import Flags, Ints

SLICE = 1.0
"""Deterministic seconds between two looks at `stop`."""
SLICES = 4
MOST_COLUMNS = 60_000
"""Above this a model takes longer to build than it gains."""


def exchange(problem: Problem, assignment: Assignment, seed: int, stop: Stop) -> None:
    """Improve an assignment in place; `problem.free` stays what it leaves."""
    if stop(assignment.work):
        assignment.stopped_early = True
        return
    if sum(ask.cheapest is not None for ask in problem.asks) < 2:
        return  # there is nobody to exchange with
    for candidate in assignment.chosen.values():
        problem.free.give_back(candidate.uses)
    columns = pool(problem, assignment)
    if sum(map(len, columns)) <= MOST_COLUMNS and assignment.net_millis < _most_millis(columns):
        _improve(problem, assignment, columns, seed, stop)
    for candidate in assignment.chosen.values():
        problem.free.take(candidate.uses)


def _improve(problem: Problem, assignment: Assignment, columns: list[list[Candidate]], seed: int, stop: Stop) -> None:
    model = _Model(columns, problem.free.rows, problem.bound)
    for _ in range(SLICES):
        if stop(assignment.work):
            assignment.stopped_early = True
            return
        before = assignment.net_millis
        status = model.solve(assignment, seed)
        assignment.work += SLICE
        if status == cp_model.OPTIMAL or assignment.net_millis == before:
            return


def _most_millis(columns: list[list[Candidate]]) -> int:
    """What the pool would bring if every parcel got the best it has there."""
    return sum(max((candidate.net_millis for candidate in candidates), default=0) for candidates in columns)


class _Model:
    """At most one candidate per parcel, for all that are bound or none; no row overfilled; most value minus cost."""

    def __init__(self, columns: list[list[Candidate]], free: Ints, bound: tuple[tuple[int, ...], ...]) -> None:
        self._columns = columns
        self._model = cp_model.CpModel()
        self._chosen = [[self._model.new_bool_var("") for _ in candidates] for candidates in columns]
        for chosen in self._chosen:
            self._model.add_at_most_one(chosen)
        for first, *others in bound:
            for other in others:
                self._model.add(sum(self._chosen[first]) == sum(self._chosen[other]))
        self._add_rows(free)
        self._model.maximize(
            sum(
                candidate.net_millis * variable
                for candidates, variables in zip(columns, self._chosen, strict=True)
                for candidate, variable in zip(candidates, variables, strict=True)
            )
        )

    def _add_rows(self, free: Ints) -> None:
        tight = _could_overfill(self._columns, free)
        rows: defaultdict[int, list[tuple[cp_model.IntVar, int]]] = defaultdict(list)
        for candidates, variables in zip(self._columns, self._chosen, strict=True):
            for candidate, variable in zip(candidates, variables, strict=True):
                for first, last, amount in candidate.uses.tolist():
                    for offset in np.flatnonzero(tight[first:last]):
                        rows[first + int(offset)].append((variable, amount))
        seen: set[tuple[int, ...]] = set()
        for row, terms in sorted(rows.items(), key=lambda item: int(free[item[0]])):
            signature = tuple(number for variable, amount in terms for number in (variable.index, amount))
            if signature not in seen:
                seen.add(signature)
                self._model.add(sum(amount * variable for variable, amount in terms) <= int(free[row]))

    def solve(self, assignment: Assignment, seed: int) -> int:
        """Search one slice from the assignment; adopt what is better. Returns CP-SAT's status."""
        self._model.clear_hints()  # type: ignore[no-untyped-call]  # OR-Tools leaves it untyped
        for index, (candidates, variables) in enumerate(zip(self._columns, self._chosen, strict=True)):
            chosen = assignment.chosen.get(index)
            for candidate, variable in zip(candidates, variables, strict=True):
                self._model.add_hint(variable, chosen is not None and candidate.journey == chosen.journey)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = seed
        solver.parameters.max_deterministic_time = SLICE
        solver.parameters.linearization_level = 2
        solver.parameters.add_lp_constraints_lazily = False
        status = solver.solve(self._model)
        if status in {cp_model.OPTIMAL, cp_model.FEASIBLE} and solver.objective_value > assignment.net_millis:
            assignment.chosen = {
                index: candidate
                for index, (candidates, variables) in enumerate(zip(self._columns, self._chosen, strict=True))
                for candidate, variable in zip(candidates, variables, strict=True)
                if solver.boolean_value(variable)
            }
        return int(status)


def _could_overfill(columns: list[list[Candidate]], free: Ints) -> Flags:
    """Rows that would not hold every parcel's largest use of them at once."""
    load = np.zeros(len(free), dtype=np.int64)
    for candidates in columns:
        rows = {tuple(use) for candidate in candidates for use in candidate.uses.tolist()}
        for first, last, amount in rows:
            load[first:last] += amount
    return load > free
