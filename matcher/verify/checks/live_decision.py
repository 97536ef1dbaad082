"""Every open parcel has exactly one live decision."""

from contracts.instants import epoch_s
from contracts.parcel import ParcelRequested
from matcher.verify.checks.finding import Findings
from matcher.verify.record import Record, Said, is_withdrawn


def live_decision(record: Record) -> Findings:
    """An open parcel has a decision, no two decisions share a revision, and none comes when it is past due."""
    for asked in record.asked:
        if asked.is_undecided:
            yield asked.parcel_id, "It is open and has no decision."
    for said in record.said:
        decision = said.decision
        if said.former is not None and decision.revision == said.former.revision:
            yield decision.parcel_id, f"It has two decisions of revision {decision.revision}."
        if _came_late(said):
            yield decision.parcel_id, f"It was past due when revision {decision.revision} was decided."


def _came_late(said: Said) -> bool:
    """Who withdraws what was decided is told so, even when it is past due."""
    request = _request(said)
    late = request is not None and epoch_s(request.due_at) < epoch_s(said.decision.decided_at)
    return late and (said.former is None or not is_withdrawn(said.decision))


def _request(said: Said) -> ParcelRequested | None:
    told = None if said.shipment is None else said.shipment.requests.get(said.decision.request_id)
    return None if told is None else told.request
