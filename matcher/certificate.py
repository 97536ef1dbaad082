"""What a solve reached and how far from the best possible it is, as it is published."""

from contracts.plan import PlanCertified
from contracts.reasons import Stopped
from matcher.assignment.problem import Assignment, Problem
from matcher.assignment.solve import upper_bound_millis
from matcher.moment import Moment
from matcher.standing import Kept
from matcher.workbench import Workbench


def certified(
    bench: Workbench,
    moment: Moment,
    kept: list[Kept],
    problem: Problem,
    assignment: Assignment,
    *,
    parcels: int,
    seed: int,
) -> PlanCertified:
    """Value, bound and gap over all open parcels; a committed match is a constant in both."""
    value = sum(one.net_millis for one in kept) + assignment.net_millis
    bound = sum(_most_millis(bench, one) for one in kept) + upper_bound_millis(problem)
    return PlanCertified(
        plan_id=moment.plan_id,
        decided_at=moment.decided_at,
        parcels=parcels,
        matched=len(kept) + len(assignment.chosen),
        trips=len(bench.network.trips),
        value_millis=value,
        bound_millis=bound,
        gap=(bound - value) / max(bound, 1),
        change_cost_millis=0,
        solve_s=0.0,
        stopped=_stopped(value, bound, assignment),
        seed=seed,
    )


def _most_millis(bench: Workbench, kept: Kept) -> int:
    """The most a kept match could bring."""
    if any(leg.committed for leg in kept.live.legs):
        return kept.net_millis
    cheapest = bench.ask(kept.item.request).cheapest
    return kept.net_millis if cheapest is None else max(kept.net_millis, cheapest.net_millis)


def _stopped(value: int, bound: int, assignment: Assignment) -> Stopped:
    if value == bound:
        return Stopped.OPTIMAL
    return Stopped.TIME_LIMIT if assignment.stopped_early else Stopped.WORK_LIMIT
