"""A call has time for the parcels loaded and unloaded there."""

from collections import defaultdict
from collections.abc import Sequence

from contracts.trip import TripPublished
from matcher.verify.checks.finding import Findings
from matcher.verify.room import Aboard, Room


def handling_time(room: Room) -> Findings:
    """At each call the seconds for every parcel loaded and unloaded keep to its handling budget.

    Where all of them are aboard already, it is the budget that shrank.
    """
    for trip_key, aboard in room.aboard.items():
        trip = room.facts.trips.get(trip_key)
        if trip is not None:
            yield from _too_long(room, trip, aboard)


def _too_long(room: Room, trip: TripPublished, aboard: Sequence[Aboard]) -> Findings:
    handled: dict[int, list[Aboard]] = defaultdict(list)
    for each in aboard:
        handled[each.leg.board_call].append(each)
        handled[each.leg.alight_call].append(each)
    for index, parcels in handled.items():
        call = trip.calls[index]
        stop = room.facts.stops.get(call.stop_id)
        if stop is not None and call.handling_budget_s is not None and not all(each.settled for each in parcels):
            needed = len(parcels) * stop.handling_s_per_parcel
            if needed > call.handling_budget_s:
                sentence = f"Call {index} takes {needed} s for {len(parcels)} parcels, of {call.handling_budget_s} s."
                yield trip.trip_key, sentence
