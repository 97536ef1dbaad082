"""A plan counts what it decided."""

from contracts.plan import PlanCertified
from matcher.verify.checks.finding import Findings
from matcher.verify.record import Figures, Record


def plan_figures(record: Record) -> Findings:
    """Each plan's parcels, matches, trips and value are those of the state it led to."""
    plan = record.plan
    if plan is None:
        return
    if plan.trips not in record.trips:
        yield plan.plan_id, f"trips is {plan.trips}, should be {record.trips.start}."
    if not any(_fits(plan, figures, record.unseen) for figures in record.figures):
        likeliest = record.figures[-1]
        if plan.parcels not in _parcels(likeliest, record.unseen):
            yield plan.plan_id, f"parcels is {plan.parcels}, should be {likeliest.parcels}."
        if plan.matched != likeliest.matched:
            yield plan.plan_id, f"matched is {plan.matched}, should be {likeliest.matched}."
        if plan.value_millis != likeliest.value_millis:
            yield plan.plan_id, f"value_millis is {plan.value_millis}, should be {likeliest.value_millis}."


def _fits(plan: PlanCertified, figures: Figures, unseen: int) -> bool:
    same = (plan.matched, plan.value_millis) == (figures.matched, figures.value_millis)
    return same and plan.parcels in _parcels(figures, unseen)


def _parcels(figures: Figures, unseen: int) -> range:
    return range(figures.parcels, figures.parcels + unseen + 1)
