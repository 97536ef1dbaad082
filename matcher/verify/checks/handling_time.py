"""A call has time for the parcels loaded and unloaded there."""

from collections import defaultdict

from matcher.verify.checks.finding import Findings
from matcher.verify.picture import Picture


def handling_time(picture: Picture) -> Findings:
    """At each call the seconds for every parcel loaded and unloaded keep to its handling budget."""
    handled: dict[tuple[str, int], int] = defaultdict(int)
    for _, ride in picture.rides():
        handled[ride.trip.trip_key, ride.leg.board_call] += 1
        handled[ride.trip.trip_key, ride.leg.alight_call] += 1
    for (trip_key, index), parcels in handled.items():
        call = picture.facts.trips[trip_key].calls[index]
        stop = picture.facts.stops.get(call.stop_id)
        if stop is not None and call.handling_budget_s is not None:
            needed = parcels * stop.handling_s_per_parcel
            if needed > call.handling_budget_s:
                yield trip_key, f"Call {index} takes {needed} s for {parcels} parcels, of {call.handling_budget_s} s."
