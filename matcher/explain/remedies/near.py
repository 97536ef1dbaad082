"""Which places are near another: by their coordinates, else along the lines that serve both."""

from difflib import SequenceMatcher
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.journeys.network import Grouped, Network

_EARTH_M = 6_371_000
_SPEED_M_S = 10
"""Of a bus between stops whose coordinates nobody knows."""

Metres = NDArray[np.float64]


class Coordinates(NamedTuple):
    """By place number, in radians; nan = unknown."""

    lat: Metres
    lon: Metres


def near(network: Network, stop_id: str, served: Grouped) -> Metres:
    """(P) how far away other places are at which trips call; inf = nobody knows, or none does.

    From a stop that is not published it is how much the ids differ: it may be misspelt.
    `served`: departures or arrivals.
    """
    number = network.place_number.get(stop_id)
    if number is None or network.places[number] is None:
        distance = _differences(network, stop_id)
    else:
        distance = _distances(network, number)
        distance[number] = np.inf
    distance[(np.diff(served.first) == 0) | _closed(network)] = np.inf
    return distance


def nearest_of(distance: Metres, most: int) -> list[int]:
    """The numbers of the nearest places, the nearest first."""
    order = np.argsort(distance, kind="stable")[:most]
    numbers: list[int] = order[np.isfinite(distance[order])].tolist()
    return numbers


def _distances(network: Network, number: int) -> Metres:
    """(P) as the crow flies, else as the bus goes; inf = neither is known."""
    lat, lon = _coordinates(network)
    half = (
        np.sin((lat - lat[number]) / 2) ** 2 + np.cos(lat) * np.cos(lat[number]) * np.sin((lon - lon[number]) / 2) ** 2
    )
    flown: Metres = 2 * _EARTH_M * np.arcsin(np.sqrt(np.minimum(half, 1.0)))
    return np.where(np.isnan(flown), _ridden(network, number), flown) if np.isnan(flown).any() else flown


def _ridden(network: Network, number: int) -> Metres:
    """(P) along the trips that call here too."""
    distance = np.full(len(network.places), np.inf)
    for call in network.departures.at(number).tolist():
        trip = network.call_trip[call]
        calls = slice(network.trip_first[trip], network.trip_first[trip + 1])
        away_m = np.abs(network.arrival[calls] - network.arrival[call]) * float(_SPEED_M_S)
        np.minimum.at(distance, network.call_place[calls], away_m)
    return distance


def _differences(network: Network, stop_id: str) -> Metres:
    """(P) between an id and those of places, from 0 = equal to 1."""
    matcher = SequenceMatcher(b=stop_id)
    differences = np.ones(len(network.places))
    for number, known in enumerate(network.place_ids):
        matcher.set_seq1(known)
        differences[number] = 1 - matcher.ratio()
    return differences


def _coordinates(network: Network) -> Coordinates:
    """Kept in the network's cache."""
    known = network.cache.get("coordinates")
    if isinstance(known, Coordinates):
        return known
    lat = np.radians([np.nan if place is None or place.lat is None else place.lat for place in network.places])
    lon = np.radians([np.nan if place is None or place.lon is None else place.lon for place in network.places])
    coordinates = network.cache["coordinates"] = Coordinates(lat, lon)
    return coordinates


def _closed(network: Network) -> NDArray[np.bool_]:
    """(P) where no parcel is loaded or unloaded; kept in the network's cache."""
    known = network.cache.get("closed places")
    if isinstance(known, np.ndarray):
        return known
    closed = np.array([place is None or not place.accepts for place in network.places], dtype=np.bool_)
    network.cache["closed places"] = closed
    return closed
