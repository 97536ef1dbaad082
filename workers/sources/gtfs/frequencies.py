"""frequencies.txt: trips that run again and again, every so many seconds."""

from collections.abc import Mapping

from workers.sources.gtfs.service_time import service_seconds
from workers.sources.gtfs.table import Tables
from workers.sources.gtfs.trips import Trips

FILE = "frequencies.txt"


def read_run_starts(tables: Tables, trips: Trips) -> Mapping[str, list[int]]:
    """The service times at which the runs of each frequency-based trip start, sorted; empty without the file.

    Runs start at `start_time` and every headway after it, before `end_time`, whether exact_times is 0 or 1:
    for parcels the planned headway is the timetable. A trip all of whose rows are bad has no run.
    """
    starts: dict[str, set[int]] = {}
    if not tables.has(FILE):
        return {}
    required = ("trip_id", "start_time", "end_time", "headway_secs")
    for line, (trip_id, start, end, headway) in tables.rows(FILE, required):
        if trip_id not in trips.usable:
            if trip_id not in trips.unusable:
                sentence = f"names the trip {trip_id!r}, which trips.txt does not have: the row is skipped"
                tables.findings.add(FILE, line, "UNKNOWN_TRIP", sentence)
            continue
        earlier = starts.setdefault(trip_id, set())
        try:
            runs = _runs(start, end, headway)
        except ValueError as error:
            sentence = f"the runs of the trip {trip_id} cannot be read ({error}): the row is skipped"
            tables.findings.add(FILE, line, "BAD_FREQUENCY", sentence)
            continue
        if not earlier.isdisjoint(runs):
            sentence = f"the trip {trip_id} has more than one run at the same time: one is kept"
            tables.findings.add(FILE, line, "RUN_TWICE", sentence)
        earlier.update(runs)
    return {trip_id: sorted(runs) for trip_id, runs in starts.items()}


def _runs(start: str, end: str, headway: str) -> range:
    if not (headway.isascii() and headway.isdigit() and 0 < int(headway) <= 86_400):
        raise ValueError(f"headway_secs is {headway!r}, not a number of seconds from 1 to 86400")
    runs = range(service_seconds(start), service_seconds(end), int(headway))
    if not runs:
        raise ValueError(f"end_time {end} is not after start_time {start}")
    return runs
