"""stop_times.txt: the largest file by far, kept as columns until its rows are put together to trips."""

from array import array
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import groupby
from math import isfinite, isnan, nan
from typing import NamedTuple, TypeAlias

from workers.errors import InputError
from workers.sources.findings import Findings
from workers.sources.gtfs.service_time import service_seconds
from workers.sources.gtfs.stops import PLATFORM, Stop
from workers.sources.gtfs.table import Tables
from workers.sources.gtfs.trips import Trips

FILE = "stop_times.txt"

_REQUIRED = ("trip_id", "stop_id", "stop_sequence", "arrival_time", "departure_time")
_OPTIONAL = ("pickup_type", "drop_off_type", "shape_dist_traveled", "location_id", "location_group_id")

_NOT_AVAILABLE = 1
_PICKUP_TYPES = {"0": 0, "1": _NOT_AVAILABLE, "2": 2, "3": 3}

Note: TypeAlias = Callable[[str, str], None]
"""Notes a finding about the row being read: code, sentence."""

_BLANK = -1  # in the columns of times, where 0 is midnight

Times: TypeAlias = tuple[int, int]
"""Arrival and departure of a call, in seconds of service time."""


class StopTime(NamedTuple):
    """A row that can be used. Times are seconds of service time, None where the feed leaves them blank."""

    line: int
    stop_sequence: int
    stop_id: str
    arrival_s: int | None
    departure_s: int | None
    pickup_type: int
    drop_off_type: int
    shape_distance: float | None
    """shape_dist_traveled, in a unit that only the feed knows."""

    @property
    def times(self) -> Times | None:
        """Arrival and departure, one standing in for the other; None if both are blank."""
        if self.arrival_s is None:
            return None if self.departure_s is None else (self.departure_s, self.departure_s)
        return self.arrival_s, self.arrival_s if self.departure_s is None else self.departure_s


class StopTimes:
    """The rows that can be used, as columns: about 50 bytes each. Checked as they are added."""

    def __init__(self, trips: Trips, findings: Findings) -> None:
        self._findings = findings
        self._trip_ids = list(trips.usable)
        self._trip_numbers = {trip_id: number for number, trip_id in enumerate(self._trip_ids)}
        self._trip = array("i")
        self._line = array("i")
        self._sequence = array("i")
        self._stop: list[str] = []
        self._arrival = array("i")
        self._departure = array("i")
        self._pickup = array("b")
        self._drop_off = array("b")
        self._distance = array("d")

    def __len__(self) -> int:
        return len(self._stop)

    def add(self, line: int, trip_id: str, stop: Stop, fields: list[str]) -> None:
        """Add a row of a usable trip; `fields` are those after the stop. A bad field becomes a finding."""
        sequence, arrival, departure, pickup, drop_off, distance = fields
        note = partial(self._findings.add, FILE, line)
        if not (sequence.isascii() and sequence.isdigit() and len(sequence) <= 9):
            note("BAD_SEQUENCE", f"the trip {trip_id} has a stop_sequence {sequence!r}, no number: the row is skipped")
            return
        if stop.location_type != PLATFORM:
            note("CALL_AT_STATION", f"the trip {trip_id} calls at {stop.stop_id}, no stop or platform: taken as one")
        self._trip.append(self._trip_numbers[trip_id])
        self._line.append(line)
        self._sequence.append(int(sequence))
        self._stop.append(stop.stop_id)
        self._arrival.append(_time(note, trip_id, arrival) if arrival else _BLANK)
        self._departure.append(_time(note, trip_id, departure) if departure else _BLANK)
        self._pickup.append(_pickup_type(note, trip_id, "pickup_type", pickup) if pickup else 0)
        self._drop_off.append(_pickup_type(note, trip_id, "drop_off_type", drop_off) if drop_off else 0)
        self._distance.append(_distance(note, trip_id, distance) if distance else nan)

    def by_trip(self) -> Iterator[tuple[str, list[StopTime]]]:
        """The rows of each trip that has any, in the order of trips.txt, then of stop_sequence, then of the file."""
        trip, sequence = self._trip, self._sequence
        in_order = sorted(range(len(self)), key=lambda row: trip[row] << 32 | sequence[row])
        for number, rows in groupby(in_order, key=trip.__getitem__):
            yield self._trip_ids[number], [self._row(row) for row in rows]

    def _row(self, row: int) -> StopTime:
        arrival, departure, distance = self._arrival[row], self._departure[row], self._distance[row]
        return StopTime(
            self._line[row],
            self._sequence[row],
            self._stop[row],
            None if arrival == _BLANK else arrival,
            None if departure == _BLANK else departure,
            self._pickup[row],
            self._drop_off[row],
            None if isnan(distance) else distance,
        )


def read_stop_times(tables: Tables, trips: Trips, stops: Mapping[str, Stop]) -> StopTimes:
    """Raises InputError for a file without a row that can be used."""
    stop_times = StopTimes(trips, tables.findings)
    for line, (trip_id, stop_id, *fields, location, group) in tables.rows(FILE, _REQUIRED, _OPTIONAL):
        stop = stops.get(stop_id)
        if trip_id not in trips.usable:
            if trip_id not in trips.unusable:
                sentence = f"names the trip {trip_id!r}, which trips.txt does not have: the row is skipped"
                tables.findings.add(FILE, line, "UNKNOWN_TRIP", sentence)
        elif stop is None:
            _note_no_stop(tables.findings, line, trip_id, stop_id, location or group)
        else:
            stop_times.add(line, trip_id, stop, fields)
    if not stop_times:
        raise InputError("the file has no stop time that can be used", file=FILE)
    return stop_times


def _note_no_stop(findings: Findings, line: int, trip_id: str, stop_id: str, location: str) -> None:
    if stop_id:
        sentence = f"the trip {trip_id} names the stop {stop_id}, which stops.txt does not have: the call is skipped"
        findings.add(FILE, line, "UNKNOWN_STOP", sentence)
    elif location:
        sentence = f"the trip {trip_id} serves {location} on demand (GTFS-Flex), not a stop: the row is skipped"
        findings.add(FILE, line, "ON_DEMAND", sentence)
    else:
        findings.add(FILE, line, "NO_STOP", f"the trip {trip_id} calls without a stop_id: the row is skipped")


def _time(note: Note, trip_id: str, text: str) -> int:
    try:
        return service_seconds(text)
    except ValueError as error:
        note("BAD_TIME", f"a time of the trip {trip_id} cannot be read ({error}): it is taken as blank")
        return _BLANK


def _pickup_type(note: Note, trip_id: str, field: str, text: str) -> int:
    """0 to 3. Anything else is not available: better no parcel there than one that is left standing."""
    value = _PICKUP_TYPES.get(text)
    if value is None:
        note("BAD_PICKUP", f"{field} {text!r} of the trip {trip_id} is not 0 to 3: it is read as 1, not available")
        return _NOT_AVAILABLE
    return value


def _distance(note: Note, trip_id: str, text: str) -> float:
    try:
        distance = float(text)
    except ValueError:
        distance = nan
    if not isfinite(distance):
        note("BAD_DISTANCE", f"shape_dist_traveled {text!r} of the trip {trip_id} is no number: it is taken as blank")
        return nan
    return distance
