"""Up to where a parcel keeps its room when nobody may come for it."""

from contracts.stop import StopPublished
from contracts.trip import TripPublished


def kept_until(trip: TripPublished, alight_call: int, stop: StopPublished | None) -> int | None:
    """The call up to which a trip keeps the room of a parcel whose journey ends at a place.

    None when it is to be kept up to a place that the trip does not reach any more.
    """
    meeting = None if stop is None else stop.meeting
    if meeting is None or not meeting.reserves:
        return alight_call
    if meeting.fallback_stop_id is None:
        return len(trip.calls) - 1
    later = range(alight_call + 1, len(trip.calls))
    return next((index for index in later if trip.calls[index].stop_id == meeting.fallback_stop_id), None)
