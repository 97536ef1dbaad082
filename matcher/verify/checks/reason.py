"""The reasons that can be told at a glance are true."""

from datetime import date, timedelta

from contracts.instants import epoch_s
from contracts.parcel import ParcelRequested
from contracts.reasons import UnmatchedReason
from matcher.verify.checks.finding import Findings
from matcher.verify.picture import Picture


def reason(picture: Picture) -> Findings:
    """UNKNOWN_STOP and NO_TIMETABLE stand where they are true, and nothing else does there.

    Reasons that only some parcels can have are told of such parcels.
    """
    for refusal in picture.refusals:
        told = refusal.decision.reason
        right = _right(picture, refusal.request)
        if (told if told in _AT_A_GLANCE else None) not in right:
            yield refusal.decision.parcel_id, f"The reason is {told}; {_sentence(right[0])}."
        elif not _may_be(picture, refusal.request, told):
            yield refusal.decision.parcel_id, f"The reason is {told}, which nothing in its request leads to."


_AT_A_GLANCE = {UnmatchedReason.UNKNOWN_STOP, UnmatchedReason.NO_TIMETABLE}


def _sentence(first: UnmatchedReason | None) -> str:
    return "its stops and a timetable are published" if first is None else f"should be {first}"


def _may_be(picture: Picture, request: ParcelRequested, told: UnmatchedReason) -> bool:
    if told is UnmatchedReason.TOO_LONG_ON_THE_WAY:
        return picture.facts.goods(request).longest_total_s is not None
    if told is UnmatchedReason.WAITS_FOR_PARCEL:
        return request.after_parcel_id is not None
    return told is not UnmatchedReason.CONSIGNMENT_INCOMPLETE or request.consignment is not None


def _right(picture: Picture, request: ParcelRequested) -> list[UnmatchedReason | None]:
    """The first reason, None = a later one. A date that may be forgotten leaves two."""
    facts = picture.facts
    if not all(stop_id in facts.stops for stop_id in (request.origin_stop_id, request.destination_stop_id)):
        return [UnmatchedReason.UNKNOWN_STOP]
    first = facts.clock.day(epoch_s(request.ready_at)) - timedelta(days=1)
    last = facts.clock.day(epoch_s(request.due_at))
    found = {_timetable(picture, begin, last) for begin in (first, max(first, picture.oldest_date))}
    return sorted(found, key=lambda each: each is not None)


def _timetable(picture: Picture, first: date, last: date) -> UnmatchedReason | None:
    return None if picture.facts.has_date(first, last) else UnmatchedReason.NO_TIMETABLE
