"""A decision names the plan it belongs to."""

from contracts.instants import epoch_s
from contracts.reasons import Cause
from matcher.verify.checks.finding import Findings
from matcher.verify.record import Record


def plan_named(record: Record) -> Findings:
    """`plan_id` is that of the newest plan, made before; for causes new and improved at the same instant."""
    plan = record.newest_plan
    for said in record.said:
        decision = said.decision
        if plan is None or decision.plan_id != plan.plan_id:
            newest = "there is none" if plan is None else f"the newest plan is {plan.plan_id!r}"
            yield decision.parcel_id, f"Revision {decision.revision} names {decision.plan_id!r}; {newest}."
            continue
        later_s = epoch_s(decision.decided_at) - epoch_s(plan.decided_at)
        if later_s < 0 or (later_s > 0 and decision.cause in {Cause.NEW, Cause.IMPROVED}):
            yield decision.parcel_id, f"decided_at of revision {decision.revision} is not that of {plan.plan_id}."
