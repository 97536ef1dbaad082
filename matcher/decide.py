"""The recipe of one decision: what is open, what still stands, who gets which journey, and why not.

Pure: the time, the seed and when to stop are handed in. Nothing is folded here; the caller publishes
the decisions and folds them, through `evolve` or `adopt`.
"""

from dataclasses import dataclass

from contracts.plan import PlanCertified
from contracts.reasons import Cause, UnmatchedReason
from matcher.agenda import Agenda, Item, agenda_of
from matcher.assignment.problem import Ask, Candidate, Problem, Solve, Stop
from matcher.assignment.solve import solve as optimise
from matcher.certificate import certified
from matcher.draft import Draft
from matcher.explain.limits import limits_of
from matcher.explain.reason import reason_before_journeys, reasons_of
from matcher.ledger import Ledger, ledger_of
from matcher.moment import Moment, moment_of
from matcher.publish import Decision, Said, live_match
from matcher.resume import asks_for
from matcher.standing import keep_standing
from matcher.state.area_state import AreaState
from matcher.workbench import Workbench, workbench


@dataclass(frozen=True, slots=True)
class Decisions:
    """What to publish: the plan of the solve, if there was one, and the decisions that say something new."""

    moment: Moment
    plan: PlanCertified | None
    said: list[Said]

    @property
    def parcels(self) -> list[Decision]:
        """The decisions on parcels as bodies."""
        return [said.body for said in self.said]


def decide(state: AreaState, now: int, seed: int, stop: Stop, solve: Solve = optimise) -> Decisions:
    """Decide on every open parcel of an area at `now` (seconds since 1970).

    Matches that still stand are kept, and refusals that nothing helps; everything else is assigned
    anew, by `solve`. `stop(work)` ends the search for a better plan early, never the completeness of the one
    returned. `solve_s` of the plan is 0: who has a clock fills it in.
    """
    agenda = agenda_of(state, now)
    bench = workbench(state, now)
    ledger = ledger_of(state, agenda, bench)
    broken = keep_standing(ledger, agenda)
    look_at = sorted(agenda.look_at)
    unmatched = [agenda.unmatched[parcel_id] for parcel_id in look_at if parcel_id in agenda.unmatched]
    items = [*broken, *(item for item in unmatched if not ledger.is_settled(item))]
    planned = bool(items) or _first_word(state, agenda)
    draft = Draft(state, moment_of(state, bench.settings, now, state.plans + planned))

    _tell_withdrawn(agenda, draft, look_at)
    _commit_begun(agenda, ledger, draft, look_at)
    asked = _refuse_before_journeys(state, ledger, draft, items)
    problem = Problem(bench.search, bench.capacity, asks_for(bench, asked), ledger.free)
    assignment = solve(problem, seed, stop)
    _find_reasons(bench, problem.asks)
    for index, (item, ask) in enumerate(zip(asked, problem.asks, strict=True)):
        _tell(ledger, draft, item, ask, assignment.chosen.get(index))

    ledger.count(agenda, look_at)
    agenda.decided(said.parcel_id for said in draft.said)
    plan = certified(ledger, agenda, assignment, draft.moment, seed) if planned else None
    return Decisions(draft.moment, plan, draft.said)


def _first_word(state: AreaState, agenda: Agenda) -> bool:
    """Whether a withdrawal is the first thing the area says: a decision always names a plan."""
    return state.plans == 0 and bool(agenda.withdrawn)


def _tell_withdrawn(agenda: Agenda, draft: Draft, look_at: list[str]) -> None:
    for parcel_id in look_at:
        item = agenda.withdrawn.get(parcel_id)
        if item is not None:
            draft.refuse(item, UnmatchedReason.WITHDRAWN, cause=Cause.WITHDRAWN)


def _commit_begun(agenda: Agenda, ledger: Ledger, draft: Draft, look_at: list[str]) -> None:
    """Legs whose hand-in or departure has come are committed, if their match stands."""
    for parcel_id in look_at:
        if parcel_id in agenda.matched and parcel_id in ledger.kept:
            item, live = agenda.matched[parcel_id]
            if live.next_start is not None and live.next_start <= agenda.now:
                draft.match(item, live.committed_at(agenda.now), Cause.COMMITTED)


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


def _find_reasons(bench: Workbench, asks: list[Ask]) -> None:
    """Why, for each ask that no journey would answer if it were alone."""
    unknown = [ask for ask in asks if ask.cheapest is None and ask.reason_without is None]
    reasons = reasons_of(bench.rules, bench.search, bench.empty, [ask.request for ask in unknown])
    for ask, reason in zip(unknown, reasons, strict=True):
        ask.reason_without = reason


def _tell(ledger: Ledger, draft: Draft, item: Item, ask: Ask, chosen: Candidate | None) -> None:
    """Publish what a parcel got, and book it."""
    bench = ledger.bench
    if chosen is not None:
        live = ask.begun(live_match(item, chosen.journey, bench.network, bench.now))
        draft.match(item, live)
        ledger.book(item, live, chosen.uses, ask.most_millis)
    elif ask.cheapest is not None:
        limits = limits_of(bench.capacity, ledger.free, ask.cheapest)
        ledger.settle(item, draft.refuse(item, UnmatchedReason.CAPACITY_SOLD_OUT, limits), ask.most_millis)
    elif ask.reason_without is not None:
        ledger.settle(item, draft.refuse(item, ask.reason_without), ask.most_millis)
