"""From the timetable to single trips on their service dates."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from workers.sources.gtfs.service_time import format_service_time
from workers.sources.gtfs.trip_calls import TripCalls
from workers.sources.gtfs.trips import Trip


@dataclass(frozen=True, slots=True)
class ScheduledCall:
    """A call of a trip. Times are seconds of service time, from noon minus 12 h of the service date.

    `stop_id` is the feed's, so perhaps a platform. `pickup_type` and `drop_off_type` are GTFS's (0 to 3).
    `distance_m` sums the great-circle distances between consecutive stops from the trip's first call; it is
    None for all calls of a trip if one of its stops has no coordinates. (shape_dist_traveled would follow
    the road, but its unit is each feed's own secret.)
    """

    stop_id: str
    stop_sequence: int
    arrival_s: int
    departure_s: int
    pickup_type: int
    drop_off_type: int
    distance_m: int | None


@dataclass(frozen=True, slots=True)
class ScheduledTrip:
    """One run of a vehicle on one service date, with at least two calls.

    `run_start` is `HH:MM:SS` of service time for a run of a frequency-based trip, else None.
    """

    trip_id: str
    route_id: str
    agency_id: str
    headsign: str
    service_date: date
    run_start: str | None
    calls: tuple[ScheduledCall, ...]


@dataclass(frozen=True, slots=True)
class TimetableEntry:
    """What the feed says of one trip id: the trips it stands for differ in service date and run only.

    `run_starts`: service times at which the runs of a frequency-based trip start, else None.
    """

    trip: Trip
    agency_id: str
    calls: TripCalls
    run_starts: Sequence[int] | None

    def trips_on(self, service_date: date) -> Iterator[ScheduledTrip]:
        """The trip, or each of its runs in order, as on a date its service runs."""
        if self.run_starts is None:
            yield self._trip(service_date, None, _scheduled(self.calls, 0))
            return
        for start in self.run_starts:
            calls = _scheduled(self.calls, start - self.calls.departures_s[0])
            yield self._trip(service_date, format_service_time(start), calls)

    def _trip(self, service_date: date, run_start: str | None, calls: tuple[ScheduledCall, ...]) -> ScheduledTrip:
        trip = self.trip
        return ScheduledTrip(trip.trip_id, trip.route_id, self.agency_id, trip.headsign, service_date, run_start, calls)


def _scheduled(calls: TripCalls, shift_s: int) -> tuple[ScheduledCall, ...]:
    pattern = calls.pattern
    return tuple(
        map(
            ScheduledCall,
            pattern.stop_ids,
            pattern.stop_sequences,
            (arrival + shift_s for arrival in calls.arrivals_s),
            (departure + shift_s for departure in calls.departures_s),
            pattern.pickup_types,
            pattern.drop_off_types,
            pattern.distances_m,
        )
    )
