"""What a solve reached and how far from the best possible it is, as it is published."""

from contracts.plan import PlanCertified
from contracts.reasons import Stopped
from matcher.agenda import Agenda
from matcher.assignment.problem import Assignment
from matcher.ledger import Ledger
from matcher.moment import Moment
from matcher.state.parcels import Request


def certified(ledger: Ledger, agenda: Agenda, assignment: Assignment, moment: Moment, seed: int) -> PlanCertified:
    """Value, bound and gap over all open parcels; the ledger holds the decisions made just now."""
    requests = [item.request for item, _ in agenda.matched] + [item.request for item in agenda.unmatched]
    value = sum(kept.net_millis for kept in ledger.kept.values())
    bound = sum(_most_millis(ledger, request) for request in requests)
    return PlanCertified(
        plan_id=moment.plan_id,
        decided_at=moment.decided_at,
        parcels=len(requests),
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


def _most_millis(ledger: Ledger, request: Request) -> int:
    """The most an open parcel could bring; what has begun is a constant.

    Where the cheapest journey has not been looked for on this network, one leg without waiting is the
    least that any costs.
    """
    kept = ledger.kept.get(request.parcel_id)
    if kept is not None and kept.live.has_begun:
        return kept.net_millis
    alone = ledger.alone.get(request.request_id, request.value_millis - ledger.bench.settings.leg_millis)
    return max(0 if kept is None else kept.net_millis, alone)


def _stopped(value: int, bound: int, assignment: Assignment) -> Stopped:
    if value == bound:
        return Stopped.OPTIMAL
    return Stopped.TIME_LIMIT if assignment.stopped_early else Stopped.WORK_LIMIT
