"""Every journey there is: all sequences of at most 4 legs, by trying each."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise, product

from contracts.instants import epoch_s
from contracts.match import MAX_LEGS
from contracts.trip import Call, Compartment, TripPublished
from tests.oracles.known import Known


@dataclass(frozen=True, eq=False)
class Ride:
    """One trip from a boarding call to an alighting call, in no compartment yet."""

    trip: TripPublished
    board: int
    alight: int
    departure: int
    arrival: int

    @property
    def key(self) -> str:
        return self.trip.trip_key

    @property
    def from_call(self) -> Call:
        return self.trip.calls[self.board]

    @property
    def to_call(self) -> Call:
        return self.trip.calls[self.alight]


@dataclass(frozen=True, eq=False)
class Journey:
    """Rides and, for each, the compartment used."""

    rides: tuple[Ride, ...]
    compartments: tuple[Compartment, ...]

    @property
    def transfers(self) -> list[tuple[Ride, Ride]]:
        return list(pairwise(self.rides))


def all_rides(known: Known) -> list[Ride]:
    """Every way to use a trip: calls that allow it, at published places that accept parcels."""
    return [
        Ride(trip, board, alight, epoch_s(trip.calls[board].departure), epoch_s(trip.calls[alight].arrival))
        for trip in known.trips
        for board in range(len(trip.calls))
        for alight in range(board + 1, len(trip.calls))
        if trip.calls[board].pickup and trip.calls[alight].drop_off
        if _accepts(known, trip.calls[board].stop_id) and _accepts(known, trip.calls[alight].stop_id)
    ]


def all_journeys(known: Known, rides: list[Ride], origin: str, destination: str) -> Iterator[Journey]:
    """Every journey from origin to destination that times and places allow, in every compartment."""
    starts: list[tuple[Ride, ...]] = [(ride,) for ride in rides if ride.from_call.stop_id == origin]
    for path in _paths(known, rides, starts, destination):
        if kept_until(known, path[-1]) is None:
            continue
        for compartments in product(*(ride.trip.compartments for ride in path)):
            yield Journey(path, compartments)


def _paths(
    known: Known, rides: list[Ride], paths: list[tuple[Ride, ...]], destination: str
) -> Iterator[tuple[Ride, ...]]:
    for _ in range(MAX_LEGS):
        yield from (path for path in paths if path[-1].to_call.stop_id == destination)
        paths = [(*path, ride) for path in paths for ride in rides if _connects(known, path[-1], ride)]


def _connects(known: Known, last: Ride, following: Ride) -> bool:
    if last.to_call.stop_id != following.from_call.stop_id or last.trip.trip_key == following.trip.trip_key:
        return False
    hub = known.stops[last.to_call.stop_id].hub
    if hub is None or following.departure - last.arrival < hub.min_transfer_s:
        return False
    return hub.longest_wait_s is None or following.departure - last.arrival <= hub.longest_wait_s


def kept_until(known: Known, last: Ride) -> int | None:
    """The call up to which a trip keeps a parcel's room if its journey ends with this ride; None = it cannot end so."""
    meeting = known.stops[last.to_call.stop_id].meeting
    if meeting is None or not meeting.reserves:
        return last.alight
    if meeting.fallback_stop_id is None:
        return len(last.trip.calls) - 1
    for index, call in enumerate(last.trip.calls):
        if index > last.alight and call.stop_id == meeting.fallback_stop_id:
            return index
    return None


def _accepts(known: Known, stop_id: str) -> bool:
    return stop_id in known.stops and known.stops[stop_id].accepts
