"""What a sampler must know of a published timetable: where parcels can board, alight and change."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import TypeAlias

from contracts.event import Event
from contracts.stop import StopPublished
from contracts.trip import TripPublished

Boarding: TypeAlias = tuple[TripPublished, int]
"""A trip and the call at which a parcel may board it."""


@dataclass(frozen=True, slots=True)
class Network:
    """Places by id; boardings from which some destination is reached without changing.

    `calls_at`: how many calls a day a place has, for places that accept parcels. `onward`: for each
    hub its departures in order of time.
    """

    places: dict[str, StopPublished]
    boardings: list[Boarding]
    calls_at: Counter[str]
    onward: dict[str, list[tuple[datetime, Boarding]]]

    def alightings(self, boarding: Boarding) -> list[int]:
        """The later calls of the trip at which a parcel boarded there may leave it, at another place."""
        trip, board = boarding
        origin = trip.calls[board].stop_id
        return [
            index
            for index in range(board + 1, len(trip.calls))
            if trip.calls[index].drop_off
            and trip.calls[index].stop_id != origin
            and self.places[trip.calls[index].stop_id].accepts
        ]


def network_of(events: Iterable[Event]) -> Network:
    """Read a publication, in any order."""
    bodies = [event.data for event in events]
    network = Network({body.stop_id: body for body in bodies if isinstance(body, StopPublished)}, [], Counter(), {})
    for trip in bodies:
        if isinstance(trip, TripPublished):
            _add(network, trip)
    for departures in network.onward.values():
        departures.sort(key=itemgetter(0))
    return network


def _add(network: Network, trip: TripPublished) -> None:
    for index, call in enumerate(trip.calls):
        place = network.places[call.stop_id]
        if not place.accepts:
            continue
        network.calls_at[place.stop_id] += 1
        boarding = (trip, index)
        if call.pickup and network.alightings(boarding):
            network.boardings.append(boarding)
            if place.hub is not None:
                network.onward.setdefault(place.stop_id, []).append((call.departure, boarding))
