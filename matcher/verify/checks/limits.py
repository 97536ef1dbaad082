"""What is said to limit a parcel exists."""

from contracts.unmatched import DangerLimit, Limit, LockerLimit, SegmentLimit, StorageLimit
from matcher.verify.checks.finding import Findings
from matcher.verify.picture import Picture


def limits(picture: Picture) -> Findings:
    """Each limit of a live decision names a segment, hub, call, locker or danger budget that can be full."""
    for refusal in picture.refusals:
        for limit in refusal.decision.limits:
            if not _exists(picture, limit):
                yield refusal.decision.parcel_id, f"There is no such limit: {limit.model_dump_json()}."


def _exists(picture: Picture, limit: Limit) -> bool:
    if isinstance(limit, StorageLimit):
        stop = picture.facts.stops.get(limit.stop_id)
        return stop is not None and stop.hub is not None and stop.hub.storage_ml is not None
    if isinstance(limit, LockerLimit):
        stop = picture.facts.stops.get(limit.stop_id)
        return stop is not None and stop.locker is not None and limit.size in {each.name for each in stop.locker.sizes}
    trip = picture.facts.trips.get(limit.trip_key)
    if trip is None:
        return False
    if isinstance(limit, SegmentLimit):
        names = {compartment.name for compartment in trip.compartments}
        return limit.call < len(trip.calls) - 1 and limit.compartment in names
    if isinstance(limit, DangerLimit):
        names = {budget.name for budget in trip.danger_budgets}
        return limit.call < len(trip.calls) - 1 and limit.budget in names
    return limit.call < len(trip.calls) and trip.calls[limit.call].handling_budget_s is not None
