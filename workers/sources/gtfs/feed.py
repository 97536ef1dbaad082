"""A GTFS feed, read, checked and ready to be asked which trips run on a date."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from workers.errors import InputError
from workers.sources.findings import Finding, Findings
from workers.sources.gtfs.agency import Agency, read_agencies
from workers.sources.gtfs.encoding import check_encoding
from workers.sources.gtfs.frequencies import read_run_starts
from workers.sources.gtfs.routes import Route, read_routes
from workers.sources.gtfs.schedule import ScheduledCall, ScheduledTrip, TimetableEntry
from workers.sources.gtfs.services import Service, read_services
from workers.sources.gtfs.source import open_source
from workers.sources.gtfs.stop_times import read_stop_times
from workers.sources.gtfs.stops import Stop, read_stops
from workers.sources.gtfs.table import Tables
from workers.sources.gtfs.trip_calls import read_trip_calls
from workers.sources.gtfs.trips import read_trips

__all__ = ["Agency", "Feed", "Route", "ScheduledCall", "ScheduledTrip", "Stop", "read_feed"]


@dataclass(frozen=True, slots=True)
class Feed:
    """What one feed says, all ids as in the feed. Everything that did not fit is in `findings`."""

    agencies: Mapping[str, Agency]
    stops: Mapping[str, Stop]
    routes: Mapping[str, Route]
    findings: list[Finding]
    timetable: Mapping[str, TimetableEntry] = field(repr=False)
    services: Mapping[str, Service] = field(repr=False)

    @property
    def time_zone(self) -> str:
        """Of all its agencies, such as `Europe/Riga`."""
        return next(iter(self.agencies.values())).time_zone

    @property
    def trip_ids(self) -> Collection[str]:
        """The trips that can be used."""
        return self.timetable.keys()

    def service_dates(self) -> list[date]:
        """The dates on which at least one trip runs, sorted."""
        in_use = {entry.trip.service_id for entry in self.timetable.values()}
        return sorted(set[date]().union(*(self.services[service_id].dates() for service_id in in_use)))

    def trips_on(self, service_date: date) -> Iterator[ScheduledTrip]:
        """The trips of a service date, in the order of trips.txt, the runs of one trip by time."""
        running = {service_id for service_id, service in self.services.items() if service.runs_on(service_date)}
        for entry in self.timetable.values():
            if entry.trip.service_id in running:
                yield from entry.trips_on(service_date)

    def call_patterns(self) -> dict[str, list[tuple[str, ...]]]:
        """Route id to the distinct sequences of stop ids its trips serve, in the order of trips.txt."""
        patterns: dict[str, dict[tuple[str, ...], None]] = {}  # a dict for a set that keeps its order
        for entry in self.timetable.values():
            patterns.setdefault(entry.trip.route_id, {})[entry.calls.pattern.stop_ids] = None
        return {route_id: list(sequences) for route_id, sequences in patterns.items()}


def read_feed(path: Path, *, encoding: str | None = None, on_progress: Callable[[str], None] | None = None) -> Feed:
    """Read a feed from a zip or folder.

    `encoding` is for the files that are not UTF-8; `on_progress` is told what is being read, in words.
    Raises InputError (file, line, sentence) for a feed that cannot be used.
    """
    if encoding is not None:
        check_encoding(encoding)
    with open_source(path) as source:
        source.require_files()
        return _read(Tables(source, encoding, Findings(), on_progress or _quietly))


def _quietly(_progress: str) -> None:
    """Tell nobody."""


def _read(tables: Tables) -> Feed:
    agencies = read_agencies(tables)
    stops = read_stops(tables)
    routes = read_routes(tables, agencies)
    services = read_services(tables)
    trips = read_trips(tables, routes, services)
    run_starts = read_run_starts(tables, trips)
    calls = read_trip_calls(tables.findings, trips.usable, stops, read_stop_times(tables, trips, stops))
    timetable = {
        trip_id: TimetableEntry(trip, routes[trip.route_id].agency_id, calls[trip_id], run_starts.get(trip_id))
        for trip_id, trip in trips.usable.items()
        if trip_id in calls and run_starts.get(trip_id) != []
    }
    findings = tables.findings.all()
    if not timetable:
        raise InputError(_no_trip(findings), file=str(tables.source.path))
    return Feed(agencies, stops, routes, findings, timetable, services)


def _no_trip(findings: list[Finding]) -> str:
    reasons = [finding for finding in findings if finding.file in {"trips.txt", "stop_times.txt", "frequencies.txt"}]
    return " ".join(
        [
            "no trip of the feed can be used:",
            *(f"{reason.file}:{reason.line}: {reason.sentence}." for reason in reasons),
        ]
    )
