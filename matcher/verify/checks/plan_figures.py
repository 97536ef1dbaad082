"""A plan counts what it decided."""

from collections.abc import Iterator

from contracts.instants import epoch_s
from contracts.match import ParcelMatched
from contracts.plan import PlanCertified
from contracts.reasons import UnmatchedReason
from contracts.unmatched import ParcelUnmatched
from matcher.verify.checks.finding import Findings
from matcher.verify.picture import Decision, Picture


def plan_figures(picture: Picture) -> Findings:
    """The newest plan's parcels, matches, trips and value are those of the state it led to."""
    if not picture.plans:
        return
    plan = next(reversed(picture.plans.values()))
    since = picture.facts.told_at - epoch_s(plan.decided_at)
    if since > 0 or (since == 0 and len(picture.plans) > 1):
        return  # something was told since, or may have been within the same second: its state is not the last one
    parcels = list(_open_parcels(picture, plan))
    decisions = [_live_then(picture, parcel_id, plan) for parcel_id in parcels]
    matches = [decision for decision in decisions if isinstance(decision, ParcelMatched)]
    for field, said, right in (
        ("parcels", plan.parcels, len(parcels)),
        ("matched", plan.matched, len(matches)),
        ("trips", plan.trips, len(picture.facts.trips)),
        ("value_millis", plan.value_millis, sum(match.value_millis - match.cost_millis for match in matches)),
    ):
        if said != right:
            yield plan.plan_id, f"{field} is {said}, should be {right}."


def _open_parcels(picture: Picture, plan: PlanCertified) -> Iterator[str]:
    """Parcels that were open when the plan was made: not past due, and not withdrawn before it."""
    at = epoch_s(plan.decided_at)
    for parcel_id, shipment in picture.facts.parcels.items():
        live = picture.live.get(parcel_id)
        told = isinstance(live, ParcelUnmatched) and live.reason is UnmatchedReason.WITHDRAWN
        withdrawn_since = told and live is not None and epoch_s(live.decided_at) > at
        past_due = epoch_s(shipment.requests[shipment.newest_id].due_at) < at
        if not past_due and (not shipment.withdrawn or withdrawn_since):
            yield parcel_id


def _live_then(picture: Picture, parcel_id: str, plan: PlanCertified) -> Decision | None:
    at = epoch_s(plan.decided_at)
    chain = [decision for decision in picture.decisions.get(parcel_id, []) if epoch_s(decision.decided_at) <= at]
    return max(chain, key=lambda decision: decision.revision, default=None)
