"""The reasons that can be told at a glance are true."""

from datetime import timedelta

from contracts.instants import epoch_s
from contracts.parcel import ParcelRequested
from contracts.reasons import UnmatchedReason
from contracts.unmatched import ParcelUnmatched
from matcher.verify.checks.finding import Findings
from matcher.verify.picture import Picture


def reason(picture: Picture) -> Findings:
    """UNKNOWN_STOP and NO_TIMETABLE stand where they are true, and nothing else does there."""
    for parcel_id, live in picture.live.items():
        shipment = picture.facts.parcels.get(parcel_id)
        if isinstance(live, ParcelUnmatched) and shipment is not None and not shipment.withdrawn:
            first = _first_reason(picture, shipment.requests[shipment.newest_id])
            told = live.reason if live.reason in _AT_A_GLANCE else None
            if told != first and live.reason is not UnmatchedReason.WITHDRAWN:
                yield parcel_id, f"The reason is {live.reason}; {_right(first)}."


_AT_A_GLANCE = {UnmatchedReason.UNKNOWN_STOP, UnmatchedReason.NO_TIMETABLE}


def _right(first: UnmatchedReason | None) -> str:
    return "its stops and a timetable are published" if first is None else f"should be {first}"


def _first_reason(picture: Picture, request: ParcelRequested) -> UnmatchedReason | None:
    facts = picture.facts
    if not {request.origin_stop_id, request.destination_stop_id} <= facts.stops.keys():
        return UnmatchedReason.UNKNOWN_STOP
    first = facts.clock.day(epoch_s(request.ready_at)) - timedelta(days=1)
    last = facts.clock.day(epoch_s(request.due_at))
    if not any(first <= service_date <= last for service_date in facts.dates):
        return UnmatchedReason.NO_TIMETABLE
    return None
