"""The recipe of one decision: what is open, what still stands, who gets which journey, and why not.

Pure: the time, the seed and when to stop are handed in. Nothing is folded here; the caller publishes
the decisions and folds them, through `evolve` or `adopt`.
"""

from dataclasses import dataclass

from contracts.plan import PlanCertified
from contracts.reasons import Cause, UnmatchedReason
from matcher.agenda import Agenda, Item, agenda_of
from matcher.assign import assign
from matcher.assignment.problem import Solve, Stop
from matcher.assignment.solve import solve as optimise
from matcher.bonds.spread import with_dependents
from matcher.bonds.ties import Ties
from matcher.bonds.unit import units_of
from matcher.certificate import certified
from matcher.draft import Draft
from matcher.explain.reason import reason_before_journeys
from matcher.explain.remedies.remedy import add_remedies
from matcher.ledger import Ledger, ledger_of
from matcher.moment import Moment, moment_of
from matcher.publish import Decision, Said
from matcher.standing import keep_standing
from matcher.state.area_state import AreaState
from matcher.tell import tell
from matcher.workbench import workbench


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
    ties = Ties(state, agenda, ledger)
    broken = keep_standing(ledger, agenda)
    items = with_dependents(ties, [*broken, *_unsettled(ties)])
    look_at = sorted(agenda.look_at)
    planned = bool(items) or _first_word(state, agenda)
    draft = Draft(state, moment_of(state, bench.settings, now, state.plans + planned))

    _tell_withdrawn(agenda, draft, look_at)
    _commit_begun(agenda, ledger, draft, look_at)
    ties.planned = dict.fromkeys((item.request.parcel_id for item in items), None)
    reasons = [reason_before_journeys(state, item.request) for item in items]
    units = units_of(ties, [item for item, reason in zip(items, reasons, strict=True) if reason is None])
    stopped_early = assign(ties, units, solve, seed, stop)
    for item, reason in zip(items, reasons, strict=True):
        if reason is not None:
            ledger.settle(item, draft.refuse(item, reason), 0, ties.context(item))
    tell(ties, draft, units)
    add_remedies(ledger, draft, ties)

    ledger.count(agenda, look_at)
    agenda.decided([*ties.planned, *(said.parcel_id for said in draft.said)])
    plan = certified(ledger, agenda, draft.moment, seed, stopped_early=stopped_early) if planned else None
    return Decisions(draft.moment, plan, draft.said)


def _unsettled(ties: Ties) -> list[Item]:
    """Of the parcels to look at those without a match, but for refusals that nothing helps."""
    found = [ties.agenda.unmatched[name] for name in sorted(ties.agenda.look_at) if name in ties.agenda.unmatched]
    return [item for item in found if not ties.ledger.is_settled(item, ties.context(item))]


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
