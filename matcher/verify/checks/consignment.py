"""What belongs together travels together, or not at all."""

from collections.abc import Sequence

from contracts.match import ParcelMatched
from contracts.parcel import Bond, ParcelRequested
from matcher.verify.checks.finding import Findings
from matcher.verify.record import Record, ride_of
from matcher.verify.tied import Member


def consignment(record: Record) -> Findings:
    """Until one of a consignment has begun: all of it is there and agrees, and all of it is matched or nothing.

    What is to travel together has the same legs, compartments and times.
    """
    for members in record.consignments:
        matches = [member.decision for member in members if isinstance(member.decision, ParcelMatched)]
        if matches:
            name = members[0].consignment.consignment_id
            if not _agree(members):
                yield matches[0].parcel_id, f"Of its consignment {name} not everything is there, or it does not agree."
            elif len(matches) < len(members):
                yield matches[0].parcel_id, f"Another parcel of its consignment {name} has no journey."
            elif members[0].consignment.bond is Bond.TOGETHER:
                for match in matches[1:]:
                    if _journey(match) != _journey(matches[0]):
                        yield match.parcel_id, f"It travels otherwise than {matches[0].parcel_id} of its consignment."


def _agree(members: Sequence[Member]) -> bool:
    """Whether they are as many as they say, from one source, under one bond; and ask for the same if together."""
    first = members[0]
    same = all((each.source, each.consignment) == (first.source, first.consignment) for each in members)
    if not same or len(members) != first.consignment.parcels:
        return False
    bond = first.consignment.bond
    return bond is not Bond.TOGETHER or all(_wish(each.request) == _wish(first.request) for each in members)


def _wish(request: ParcelRequested) -> tuple[object, ...]:
    return (
        request.origin_stop_id,
        request.destination_stop_id,
        request.ready_at,
        request.due_at,
        request.handling_class,
        request.after_parcel_id,
        request.after_gap_s,
    )


def _journey(match: ParcelMatched) -> tuple[object, ...]:
    return ([ride_of(leg) for leg in match.legs], match.hand_in_by, match.available_at, match.lockers)
