"""Where sampled parcels go: a gravity model over the places of a timetable.

The origin is where a departure chosen by chance leaves, so a place sends as much as buses leave it. The
destination attracts as many parcels as buses call there, fewer the farther it is; next door is rare too.
Distance is the straight line, or the number of segments ridden where the feed has no coordinates.

Six of ten parcels go where one trip takes them and one in four over one hub, so most can be served;
the rest go anywhere, as in a region where the timetable was not made for parcels.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp
from random import Random

from contracts.stop import StopPublished
from workers.sources.freight.place import distance_m
from workers.sources.sample_parcels.network import Boarding, Network

_DIRECT, _OVER_A_HUB = 0.60, 0.25
_DECAY_M = 10_000.0
_DECAY_SEGMENTS = 6.0
_LONGEST_WAIT = timedelta(hours=3)
_ANYWHERE_TRIES = 30
_ANYWHERE_TIME = timedelta(hours=10)


@dataclass(frozen=True, slots=True)
class Consignment:
    """From where to where, and when a bus that would do leaves and arrives."""

    origin: StopPublished
    destination: StopPublished
    leaves: datetime
    arrives: datetime


def sample_consignment(network: Network, random: Random) -> Consignment:
    """One consignment in a network that has a boarding."""
    boarding = random.choice(network.boardings)
    kind = random.random()
    if kind < _DIRECT:
        return _direct(network, random, boarding)
    if kind < _DIRECT + _OVER_A_HUB:
        return _over_a_hub(network, random, boarding) or _direct(network, random, boarding)
    return _anywhere(network, random, boarding) or _direct(network, random, boarding)


def _direct(network: Network, random: Random, boarding: Boarding) -> Consignment:
    trip, board = boarding
    origin = network.places[trip.calls[board].stop_id]
    alight = _destination(network, random, origin, boarding, network.alightings(boarding))
    call = trip.calls[alight]
    return Consignment(origin, network.places[call.stop_id], trip.calls[board].departure, call.arrival)


def _over_a_hub(network: Network, random: Random, boarding: Boarding) -> Consignment | None:
    """Along the trip to one of its hubs, then on with a departure within some hours."""
    trip, board = boarding
    origin = network.places[trip.calls[board].stop_id]
    hub_calls = [index for index in network.alightings(boarding) if trip.calls[index].stop_id in network.onward]
    if not hub_calls:
        return None
    change = trip.calls[random.choice(hub_calls)]
    onward = _onward(network, change.stop_id, change.arrival)
    if not onward:
        return None
    second = random.choice(onward)
    alightings = [index for index in network.alightings(second) if second[0].calls[index].stop_id != origin.stop_id]
    if not alightings:
        return None
    call = second[0].calls[_destination(network, random, origin, second, alightings)]
    return Consignment(origin, network.places[call.stop_id], trip.calls[board].departure, call.arrival)


def _onward(network: Network, hub_id: str, arrival: datetime) -> list[Boarding]:
    hub = network.places[hub_id].hub
    if hub is None:
        return []
    earliest = arrival + timedelta(seconds=hub.min_transfer_s)
    departures = network.onward[hub_id]
    first = bisect_left(departures, earliest, key=lambda item: item[0])
    last = bisect_left(departures, earliest + _LONGEST_WAIT, key=lambda item: item[0])
    return [boarding for _, boarding in departures[first:last]]


def _anywhere(network: Network, random: Random, boarding: Boarding) -> Consignment | None:
    """Any place, by what it attracts and how far it is; whether a bus goes there is not asked."""
    trip, board = boarding
    leaves = trip.calls[board].departure
    origin = network.places[trip.calls[board].stop_id]
    for _ in range(_ANYWHERE_TRIES):
        other, call = random.choice(network.boardings)
        destination = network.places[other.calls[call].stop_id]
        metres = distance_m(origin, destination)
        near_enough = metres is None or random.random() < exp(-metres / (2 * _DECAY_M))
        if near_enough and destination.stop_id != origin.stop_id:
            return Consignment(origin, destination, leaves, leaves + _ANYWHERE_TIME * random.uniform(0.4, 1.0))
    return None


def _destination(
    network: Network, random: Random, origin: StopPublished, boarding: Boarding, alightings: Sequence[int]
) -> int:
    """One of these calls of the trip, by what its place attracts and how far it is."""
    trip, board = boarding
    weights = []
    for index in alightings:
        place = network.places[trip.calls[index].stop_id]
        metres = distance_m(origin, place)
        far = (index - board) / _DECAY_SEGMENTS if metres is None else metres / _DECAY_M
        weights.append(network.calls_at[place.stop_id] * (far + 0.01) * exp(-far))
    return random.choices(alightings, weights)[0]
