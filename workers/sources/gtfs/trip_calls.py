"""The calls of each trip, put together from the rows of stop_times.txt, with every time filled in."""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workers.sources.findings import Finding, Findings
from workers.sources.gtfs import stop_times as stop_times_file
from workers.sources.gtfs import trips as trips_file
from workers.sources.gtfs.distance import metres_along
from workers.sources.gtfs.interpolation import interpolated_times
from workers.sources.gtfs.stop_times import StopTime, StopTimes, Times
from workers.sources.gtfs.stops import Stop
from workers.sources.gtfs.trips import Trip


@dataclass(frozen=True, slots=True)
class CallPattern:
    """What trips that serve the same stops in the same way have in common; one entry per call."""

    stop_ids: tuple[str, ...]
    stop_sequences: tuple[int, ...]
    pickup_types: tuple[int, ...]
    drop_off_types: tuple[int, ...]
    distances_m: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class TripCalls:
    """The calls of a trip: its pattern and, per call, seconds of service time that never go back."""

    pattern: CallPattern
    arrivals_s: "array[int]"  # the name can be subscripted from Python 3.12 on
    departures_s: "array[int]"  # the name can be subscripted from Python 3.12 on


def read_trip_calls(
    findings: Findings, trips: Mapping[str, Trip], stops: Mapping[str, Stop], stop_times: StopTimes
) -> dict[str, TripCalls]:
    """By trip id, without the trips that cannot be used."""
    patterns = _Patterns(stops)
    calls: dict[str, TripCalls] = {}
    without_calls = set(trips)
    for trip_id, all_rows in stop_times.by_trip():
        without_calls.discard(trip_id)
        rows = _without_repeats(findings, trip_id, all_rows)
        times = [row.times for row in rows]
        fault = _fault(trip_id, rows, times)
        if fault is not None:
            findings.add(fault.file, fault.line, fault.code, fault.sentence)
            continue
        arrivals, departures = zip(*interpolated_times(rows, times, stops), strict=True)
        calls[trip_id] = TripCalls(patterns.of(rows), array("i", arrivals), array("i", departures))
    for trip in trips.values():
        if trip.trip_id in without_calls:
            sentence = f"the trip {trip.trip_id} has no call that can be used: it is skipped"
            findings.add(trips_file.FILE, trip.line, "NO_CALLS", sentence)
    return calls


class _Patterns:
    """Keeps each pattern once, however many trips follow it."""

    def __init__(self, stops: Mapping[str, Stop]) -> None:
        self._stops = stops
        self._known: dict[tuple[tuple[str | int, ...], ...], CallPattern] = {}

    def of(self, rows: Sequence[StopTime]) -> CallPattern:
        _, sequences, stop_ids, _, _, pickups, drop_offs, _ = zip(*rows, strict=True)
        key = (stop_ids, sequences, pickups, drop_offs)
        if key not in self._known:
            self._known[key] = CallPattern(*key, self._distances(stop_ids))
        return self._known[key]

    def _distances(self, stop_ids: Sequence[str]) -> tuple[int | None, ...]:
        along = metres_along([self._stops[stop_id] for stop_id in stop_ids])
        return (None,) * len(stop_ids) if along is None else tuple(round(metres) for metres in along)


def _without_repeats(findings: Findings, trip_id: str, rows: Sequence[StopTime]) -> list[StopTime]:
    """Rows come sorted by stop_sequence; of those with the same one the first in the file is kept."""
    kept = list(rows[:1])
    for row in rows[1:]:
        if row.stop_sequence != kept[-1].stop_sequence:
            kept.append(row)
            continue
        sentence = f"the trip {trip_id} has the stop_sequence {row.stop_sequence} again: the first row counts"
        findings.add(stop_times_file.FILE, row.line, "SEQUENCE_TWICE", sentence)
    return kept


def _fault(trip_id: str, rows: Sequence[StopTime], times: Sequence[Times | None]) -> Finding | None:
    """Why a trip cannot be used."""
    if len(rows) < 2:
        row, code, what = rows[0], "ONE_CALL", "has a single call that can be used, but a trip needs two"
    elif times[0] is None:
        row, code, what = rows[0], "NO_END_TIME", "has no time at its first call"
    elif times[-1] is None:
        row, code, what = rows[-1], "NO_END_TIME", "has no time at its last call"
    else:
        index = _step_back(times)
        if index is None:
            return None
        row, code = rows[index], "BACK_IN_TIME"
        what = f"goes back in time at the stop {row.stop_id}"
    return Finding(stop_times_file.FILE, row.line, code, f"the trip {trip_id} {what}: it is skipped")


def _step_back(times: Sequence[Times | None]) -> int | None:
    """The index of the first call with a time before an earlier one."""
    clock = 0
    for index, arrival_and_departure in enumerate(times):
        for time in arrival_and_departure or ():
            if time < clock:
                return index
            clock = time
    return None
