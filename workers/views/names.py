"""What ids are called, for answers that people read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from contracts.instants import local_instant
from contracts.stop import Meeting
from workers.views.rows import AreaRow, DecisionRow, PlaceRow, TripRow


@dataclass(frozen=True, slots=True)
class Names:
    """Of one area: its time zone, its places and the routes of trips, as far as they are known."""

    time_zone: str | None
    places: Mapping[str, str]
    """By stop_id."""
    routes: Mapping[str, str]
    """By trip_key."""
    meetings: Mapping[str, Meeting] = field(default_factory=dict)
    """By stop_id, of the places where nobody is there but who meets the bus."""

    def place(self, stop_id: str) -> str:
        """Its name, or its id."""
        return self.places.get(stop_id) or stop_id

    def route(self, trip_key: str) -> str:
        """The name of the trip's route; without one the trip_key itself."""
        return self.routes.get(trip_key) or trip_key

    def local(self, instant: int) -> datetime:
        """The instant with the area's local offset of that moment; UTC while the area is unknown."""
        return local_instant(instant, UTC if self.time_zone is None else ZoneInfo(self.time_zone))


def names_of(area: AreaRow | None, places: Iterable[PlaceRow], trips: Iterable[TripRow]) -> Names:
    """Collect names."""
    told = list(places)
    return Names(
        None if area is None else area.time_zone,
        {place.stop_id: place.name for place in told},
        {trip.trip_key: trip.route_name or trip.route_id for trip in trips},
        {place.stop_id: place.meeting for place in told if place.meeting is not None},
    )


def stops_of(decisions: Iterable[DecisionRow]) -> set[str]:
    """The places that decisions name."""
    legs = [leg for decision in decisions for leg in decision.legs]
    return {leg.board_stop_id for leg in legs} | {leg.alight_stop_id for leg in legs}


def trips_of(decisions: Iterable[DecisionRow]) -> set[str]:
    """The trip_keys that decisions name."""
    return {leg.trip_key for decision in decisions for leg in decision.legs}
