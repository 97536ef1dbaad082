"""A plan claims no more than it proved."""

import math

from contracts.plan import PlanCertified
from contracts.reasons import Stopped
from matcher.verify.checks.finding import Findings
from matcher.verify.record import Record


def plan_proof(record: Record) -> Findings:
    """Bound and gap are given together, the bound is none below the value, and OPTIMAL means equal."""
    if record.plan is not None:
        for sentence in _faults(record.plan):
            yield record.plan.plan_id, sentence


def _faults(plan: PlanCertified) -> list[str]:
    bound, value = plan.bound_millis, plan.value_millis
    found: list[str] = []
    if (bound is None) != (plan.gap is None):
        found.append("bound_millis and gap are null together or not at all.")
    if bound is not None and bound < value:
        found.append(f"The bound {bound} is below the value {value}.")
    if bound is not None and plan.gap is not None:
        right = (bound - value) / max(bound, 1)
        if not math.isclose(plan.gap, right, rel_tol=1e-12, abs_tol=1e-15):
            found.append(f"gap is {plan.gap}, should be {right}.")
    if plan.stopped is Stopped.OPTIMAL and bound != value:
        found.append(f"It says OPTIMAL with value {value} and bound {bound}.")
    return found
