"""The recipe of one decision: what is open, what still stands, who gets which journey, and why not.

Pure: the time, the seed and when to stop are handed in. Nothing is folded here; the caller publishes
the decisions and folds them through `evolve`.
"""

from dataclasses import dataclass

from contracts.match import ParcelMatched
from contracts.plan import PlanCertified
from contracts.reasons import Cause, UnmatchedReason
from contracts.unmatched import ParcelUnmatched
from matcher.agenda import Agenda, Item, agenda_of
from matcher.assignment.problem import Assignment, Problem, Stop
from matcher.assignment.solve import solve
from matcher.certificate import certified
from matcher.draft import Draft
from matcher.explain.limits import limits_of
from matcher.explain.reason import reason_before_journeys, reason_of
from matcher.moment import moment_of
from matcher.resources.capacity import Free
from matcher.standing import keep_standing
from matcher.state.area_state import AreaState
from matcher.workbench import Workbench, workbench


@dataclass(frozen=True, slots=True)
class Decisions:
    """What to publish: the plan of the solve, if there was one, and the decisions that say something new."""

    plan: PlanCertified | None
    parcels: list[ParcelMatched | ParcelUnmatched]


def decide(state: AreaState, now: int, seed: int, stop: Stop) -> Decisions:
    """Decide on every open parcel of an area at `now` (seconds since 1970).

    Matches that still stand are kept; everything else is assigned anew. `stop(work)` ends the
    search for a better plan early, never the completeness of the one returned. `solve_s` of the
    plan is 0: who has a clock fills it in.
    """
    agenda = agenda_of(state, now)
    bench = workbench(state, now)
    free = Free(bench.capacity)
    kept, broken = keep_standing(bench, free, agenda)
    items = [*broken, *agenda.unmatched]
    planned = bool(items) or _first_word(state, agenda)
    draft = Draft(state, moment_of(state, bench.settings, now, state.plans + planned))

    for item in agenda.withdrawn:
        draft.refuse(item, UnmatchedReason.WITHDRAWN, cause=Cause.WITHDRAWN)
    for one in kept:
        draft.match(one.item, one.journey, bench.network, Cause.COMMITTED)
    asked = _refuse_before_journeys(state, draft, items)
    problem = Problem(bench.search, bench.capacity, [bench.ask(item.request) for item in asked], free)
    assignment = solve(problem, seed, stop)
    _tell(draft, bench, asked, problem, assignment)

    if not planned:
        return Decisions(None, draft.bodies)
    plan = certified(bench, draft.moment, kept, problem, assignment, parcels=len(kept) + len(items), seed=seed)
    return Decisions(plan, draft.bodies)


def _first_word(state: AreaState, agenda: Agenda) -> bool:
    """Whether a withdrawal is the first thing the area says: a decision always names a plan."""
    return state.plans == 0 and bool(agenda.withdrawn)


def _refuse_before_journeys(state: AreaState, draft: Draft, items: list[Item]) -> list[Item]:
    """Refuse what needs no search; returns the others."""
    asked: list[Item] = []
    for item in items:
        reason = reason_before_journeys(state, item.request)
        if reason is None:
            asked.append(item)
        else:
            draft.refuse(item, reason)
    return asked


def _tell(draft: Draft, bench: Workbench, asked: list[Item], problem: Problem, assignment: Assignment) -> None:
    for index, (item, ask) in enumerate(zip(asked, problem.asks, strict=True)):
        chosen = assignment.chosen.get(index)
        if chosen is not None:
            draft.match(item, chosen.journey, bench.network)
        elif ask.cheapest is not None:
            limits = limits_of(bench.capacity, problem.free, ask.cheapest)
            draft.refuse(item, UnmatchedReason.CAPACITY_SOLD_OUT, limits)
        else:
            draft.refuse(item, reason_of(bench.rules, bench.search, bench.empty, item.request))
