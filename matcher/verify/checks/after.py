"""A parcel that comes after another is handed in after it."""

from contracts.instants import epoch_s, format_instant
from contracts.match import ParcelMatched
from matcher.verify.checks.finding import Findings
from matcher.verify.record import Record


def after(record: Record) -> Findings:
    """Until it has begun, `hand_in_by` is at least the gap after `available_at` of the parcel it comes after.

    That one has a match, be it a past one.
    """
    for follower in record.followers:
        match, request, before = follower.match, follower.request, follower.forerunner
        if not isinstance(before, ParcelMatched):
            yield match.parcel_id, f"It comes after {request.after_parcel_id}, which has no journey."
        elif epoch_s(match.hand_in_by) < epoch_s(before.available_at) + request.after_gap_s:
            there = f"which is there at {format_instant(before.available_at)}"
            yield match.parcel_id, f"It is to be handed in too early after {before.parcel_id}, {there}."
