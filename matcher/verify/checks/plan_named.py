"""A decision names the plan it belongs to."""

from contracts.instants import epoch_s
from contracts.reasons import Cause
from matcher.verify.checks.finding import Findings
from matcher.verify.picture import Picture


def plan_named(picture: Picture) -> Findings:
    """`plan_id` is the plan of that instant for causes new and improved, else the newest plan then."""
    made = {plan_id: epoch_s(plan.decided_at) for plan_id, plan in picture.plans.items()}
    for parcel_id, chain in picture.decisions.items():
        for decision in chain:
            decided = epoch_s(decision.decided_at)
            if decision.plan_id not in made:
                yield parcel_id, f"Revision {decision.revision} names {decision.plan_id!r}, which is no plan."
            elif decision.cause in {Cause.NEW, Cause.IMPROVED}:
                if decided != made[decision.plan_id]:
                    yield parcel_id, f"decided_at of revision {decision.revision} is not that of {decision.plan_id}."
            elif made[decision.plan_id] != max((at for at in made.values() if at <= decided), default=None):
                yield parcel_id, f"{decision.plan_id} was not the newest plan at revision {decision.revision}."
