"""trips.txt: the trips of a timetable, before it is known when and where they call."""

from collections.abc import Container
from dataclasses import dataclass

from workers.errors import InputError
from workers.sources.gtfs.table import Tables

FILE = "trips.txt"


@dataclass(frozen=True, slots=True)
class Trip:
    """A row of trips.txt whose route and service the feed has."""

    trip_id: str
    route_id: str
    service_id: str
    headsign: str
    line: int


@dataclass(frozen=True, slots=True)
class Trips:
    """The trips by id, in the file's order, and the ids of those that cannot be used."""

    usable: dict[str, Trip]
    unusable: set[str]


def read_trips(tables: Tables, routes: Container[str], services: Container[str]) -> Trips:
    """Raises InputError for a file without a trip that can be used."""
    trips = Trips({}, set())
    required = ("trip_id", "route_id", "service_id")
    for line, (trip_id, route_id, service_id, headsign) in tables.rows(FILE, required, ("trip_headsign",)):
        if trip_id in trips.usable or trip_id in trips.unusable:
            sentence = f"the trip {trip_id} is given again: the first one counts"
            tables.findings.add(FILE, line, "TRIP_TWICE", sentence)
        elif not trip_id:
            tables.findings.add(FILE, line, "TRIP_WITHOUT_ID", "the row has no trip_id: it is skipped")
        elif route_id not in routes:
            sentence = f"the trip {trip_id} names the route {route_id!r}, which routes.txt does not have: it is skipped"
            tables.findings.add(FILE, line, "UNKNOWN_ROUTE", sentence)
            trips.unusable.add(trip_id)
        elif service_id not in services:
            sentence = f"the trip {trip_id} names the service {service_id!r}, which no calendar has: it never runs"
            tables.findings.add(FILE, line, "UNKNOWN_SERVICE", sentence)
            trips.unusable.add(trip_id)
        else:
            trips.usable[trip_id] = Trip(trip_id, route_id, service_id, headsign, line)
    if not trips.usable:
        raise InputError("the file has no trip that can be used", file=FILE)
    return trips
