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
from matcher.assignment.problem import Ask, Candidate, Problem, Stop
from matcher.assignment.solve import solve
from matcher.certificate import certified
from matcher.draft import Draft
from matcher.explain.limits import limits_of
from matcher.explain.reason import reason_before_journeys, reason_of
from matcher.ledger import Ledger, ledger_of
from matcher.moment import moment_of
from matcher.publish import live_match
from matcher.resume import ask_for
from matcher.standing import keep_standing
from matcher.state.area_state import AreaState
from matcher.workbench import workbench


@dataclass(frozen=True, slots=True)
class Decisions:
    """What to publish: the plan of the solve, if there was one, and the decisions that say something new."""

    plan: PlanCertified | None
    parcels: list[ParcelMatched | ParcelUnmatched]


def decide(state: AreaState, now: int, seed: int, stop: Stop) -> Decisions:
    """Decide on every open parcel of an area at `now` (seconds since 1970).

    Matches that still stand are kept, and refusals that nothing helps; everything else is assigned
    anew. `stop(work)` ends the search for a better plan early, never the completeness of the one
    returned. `solve_s` of the plan is 0: who has a clock fills it in.
    """
    agenda = agenda_of(state, now)
    bench = workbench(state, now)
    ledger = ledger_of(state, bench)
    broken = keep_standing(ledger, agenda)
    items = [*broken, *(item for item in agenda.unmatched if not ledger.is_settled(item))]
    planned = bool(items) or _first_word(state, agenda)
    draft = Draft(state, moment_of(state, bench.settings, now, state.plans + planned))

    for item in agenda.withdrawn:
        draft.refuse(item, UnmatchedReason.WITHDRAWN, cause=Cause.WITHDRAWN)
    for item, live in agenda.matched:
        start = live.next_start
        if start is not None and start <= now and item.request.parcel_id in ledger.kept:
            draft.match(item, live.committed_at(now), Cause.COMMITTED)
    asked = _refuse_before_journeys(state, ledger, draft, items)
    problem = Problem(bench.search, bench.capacity, [ask_for(bench, item) for item in asked], ledger.free)
    assignment = solve(problem, seed, stop)
    for index, (item, ask) in enumerate(zip(asked, problem.asks, strict=True)):
        _tell(ledger, draft, item, ask, assignment.chosen.get(index))

    plan = certified(ledger, agenda, assignment, draft.moment, seed) if planned else None
    return Decisions(plan, draft.bodies)


def _first_word(state: AreaState, agenda: Agenda) -> bool:
    """Whether a withdrawal is the first thing the area says: a decision always names a plan."""
    return state.plans == 0 and bool(agenda.withdrawn)


def _refuse_before_journeys(state: AreaState, ledger: Ledger, draft: Draft, items: list[Item]) -> list[Item]:
    """Refuse what needs no search; returns the others."""
    asked: list[Item] = []
    for item in items:
        reason = reason_before_journeys(state, item.request)
        if reason is None:
            asked.append(item)
        else:
            ledger.settle(item, draft.refuse(item, reason), alone_millis=0)
    return asked


def _tell(ledger: Ledger, draft: Draft, item: Item, ask: Ask, chosen: Candidate | None) -> None:
    """Publish what a parcel got, and book it."""
    bench = ledger.bench
    alone_millis = 0 if ask.cheapest is None else ask.cheapest.net_millis
    if chosen is not None:
        live = ask.begun(live_match(item, chosen.journey, bench.network, bench.now))
        draft.match(item, live)
        ledger.book(item, live, chosen.uses, alone_millis)
    elif ask.cheapest is not None:
        limits = limits_of(bench.capacity, ledger.free, ask.cheapest)
        revision = draft.refuse(item, UnmatchedReason.CAPACITY_SOLD_OUT, limits)
        ledger.settle(item, revision, alone_millis)
    else:
        reason = ask.reason_without or reason_of(bench.rules, bench.search, bench.empty, item.request)
        ledger.settle(item, draft.refuse(item, reason), alone_millis)
