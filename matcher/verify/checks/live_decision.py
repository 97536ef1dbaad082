"""Every open parcel has exactly one live decision."""

from contracts.instants import epoch_s
from matcher.verify.checks.finding import Findings
from matcher.verify.facts import Shipment
from matcher.verify.picture import Decision, Picture


def live_decision(picture: Picture) -> Findings:
    """An open parcel has a decision, no two decisions share a revision, and none came when it was past due."""
    for parcel_id, shipment in picture.facts.parcels.items():
        chain = picture.decisions.get(parcel_id, [])
        if not chain and not shipment.withdrawn and not picture.past_due(shipment):
            yield parcel_id, "It is open and has no decision."
        revisions = [decision.revision for decision in chain]
        for revision in sorted({each for each in revisions if revisions.count(each) > 1}):
            yield parcel_id, f"It has {revisions.count(revision)} decisions of revision {revision}."
        if chain and _came_late(chain[0], shipment):
            yield parcel_id, "It was past due when it was first decided."


def _came_late(first: Decision, shipment: Shipment) -> bool:
    request = shipment.requests.get(first.request_id)
    return request is not None and epoch_s(request.due_at) < epoch_s(first.decided_at)
