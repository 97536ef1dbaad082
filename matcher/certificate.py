"""What a solve reached and how far from the best possible it is, as it is published."""

from contracts.plan import PlanCertified
from contracts.reasons import Stopped
from matcher.agenda import Agenda
from matcher.assignment.problem import Assignment
from matcher.ledger import Ledger
from matcher.moment import Moment


def certified(ledger: Ledger, agenda: Agenda, assignment: Assignment, moment: Moment, seed: int) -> PlanCertified:
    """Value, bound and gap over all open parcels; the ledger holds the decisions made just now."""
    value, bound = ledger.value_millis.total, ledger.bound_millis.total
    return PlanCertified(
        plan_id=moment.plan_id,
        decided_at=moment.decided_at,
        parcels=len(agenda.matched) + len(agenda.unmatched),
        matched=len(ledger.kept),
        trips=len(ledger.bench.network.trips),
        value_millis=value,
        bound_millis=bound,
        gap=(bound - value) / max(bound, 1),
        change_cost_millis=0,
        solve_s=0.0,
        stopped=_stopped(value, bound, assignment),
        seed=seed,
    )


def _stopped(value: int, bound: int, assignment: Assignment) -> Stopped:
    if value == bound:
        return Stopped.OPTIMAL
    return Stopped.TIME_LIMIT if assignment.stopped_early else Stopped.WORK_LIMIT
