"""A plan claims no more than it proved."""

import math

from contracts.reasons import Stopped
from matcher.verify.checks.finding import Findings
from matcher.verify.picture import Picture


def plan_proof(picture: Picture) -> Findings:
    """Bound and gap are given together, the bound is none below the value, and OPTIMAL means equal."""
    for plan_id, plan in picture.plans.items():
        bound, value = plan.bound_millis, plan.value_millis
        if (bound is None) != (plan.gap is None):
            yield plan_id, "bound_millis and gap are null together or not at all."
        if bound is not None and bound < value:
            yield plan_id, f"The bound {bound} is below the value {value}."
        if bound is not None and plan.gap is not None:
            right = (bound - value) / max(bound, 1)
            if not math.isclose(plan.gap, right, rel_tol=1e-12, abs_tol=1e-15):
                yield plan_id, f"gap is {plan.gap}, should be {right}."
        if plan.stopped is Stopped.OPTIMAL and bound != value:
            yield plan_id, f"It says OPTIMAL with value {value} and bound {bound}."
