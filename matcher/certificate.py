"""What a solve reached and how far from the best possible it is, as it is published."""

from contracts.plan import PlanCertified
from contracts.reasons import Stopped
from matcher.agenda import Agenda
from matcher.ledger import Ledger
from matcher.moment import Moment


def certified(ledger: Ledger, agenda: Agenda, moment: Moment, seed: int, *, stopped_early: bool) -> PlanCertified:
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
        stopped=_stopped(value, bound, stopped_early=stopped_early),
        seed=seed,
    )


def _stopped(value: int, bound: int, *, stopped_early: bool) -> Stopped:
    if value == bound:
        return Stopped.OPTIMAL
    return Stopped.TIME_LIMIT if stopped_early else Stopped.WORK_LIMIT
