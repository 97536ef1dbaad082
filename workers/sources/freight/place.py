"""A place: where parcels change hands, what `stop_id` in events means."""

from dataclasses import dataclass
from typing import Protocol

from workers.sources.gtfs.distance import great_circle_m


@dataclass(frozen=True, slots=True)
class Place:
    """A stop, a station with its platforms, or several stops joined. No coordinates: both are None."""

    stop_id: str
    name: str
    lat: float | None
    lon: float | None


class Located(Protocol):
    """Anything with coordinates, both None when they are unknown."""

    @property
    def lat(self) -> float | None:
        """Degrees north."""

    @property
    def lon(self) -> float | None:
        """Degrees east."""


def distance_m(place: Located, other: Located) -> float | None:
    """Metres between two places in a straight line; None when a coordinate is unknown."""
    if place.lat is None or place.lon is None or other.lat is None or other.lon is None:
        return None
    return great_circle_m(place.lat, place.lon, other.lat, other.lon)
