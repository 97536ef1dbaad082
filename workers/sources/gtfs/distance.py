"""Distances between stops as the crow flies."""

from collections.abc import Sequence
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt

from workers.sources.gtfs.stops import Stop

_EARTH_RADIUS_M = 6_371_008.8


def great_circle_m(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Metres between two points given in degrees (haversine)."""
    north, east = radians(other_lat - lat) / 2, radians(other_lon - lon) / 2
    chord = sin(north) ** 2 + cos(radians(lat)) * cos(radians(other_lat)) * sin(east) ** 2
    return 2 * _EARTH_RADIUS_M * asin(min(1.0, sqrt(chord)))


def metres_along(stops: Sequence[Stop]) -> list[float] | None:
    """How far each stop lies from the first, summed from stop to stop; None if one has no coordinates."""
    points = [(stop.lat, stop.lon) for stop in stops if stop.lat is not None and stop.lon is not None]
    if len(points) < len(stops):
        return None
    along = [0.0]
    for (lat, lon), (next_lat, next_lon) in pairwise(points):
        along.append(along[-1] + great_circle_m(lat, lon, next_lat, next_lon))
    return along
