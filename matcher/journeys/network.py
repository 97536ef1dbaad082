"""The trips in force as one set of arrays: what every search and every resource row is an index into.

Calls, carriers and places are numbered. A *carrier* is one compartment of one trip. All instants
are seconds since 1970.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from matcher.state.area_state import AreaState
from matcher.state.hours import ALWAYS, NEVER_AFTER, NEVER_BEFORE, Hours, hours_of
from matcher.state.places import Place
from matcher.state.settings import Settings
from matcher.state.timetable import UNLIMITED, CompartmentSpec, Publication, Trip

Ints = NDArray[np.int64]
Index = NDArray[np.int32]
Flags = NDArray[np.bool_]

_Number = TypeVar("_Number", bound=np.generic)

_WEEK_S = 7 * 86_400
_SLACK_S = 16 * 86_400
"""Weekly windows come round within this, a clock change in between included."""


@dataclass(frozen=True, slots=True)
class Grouped:
    """Call numbers grouped by place and, within one, sorted by time: those of place p are
    `calls[first[p] : first[p + 1]]`.
    """

    first: Index
    calls: Index

    def at(self, place: int) -> Index:
        """The calls at one place."""
        return self.calls[self.first[place] : self.first[place + 1]]


@dataclass(frozen=True, slots=True)
class Network:
    """Arrays by call (N), trip (T), carrier (C) and place (P)."""

    settings: Settings
    place_ids: tuple[str, ...]
    place_number: dict[str, int]
    places: tuple[Place | None, ...]
    """By place number; None = not published."""
    trips: tuple[Trip, ...]
    trip_number: dict[str, int]
    trip_first: Index
    """(T + 1) first call of each trip."""
    call_trip: Index
    call_place: Index
    arrival: Ints
    departure: Ints
    access: NDArray[np.int8]
    handling_budget_s: Ints
    """(N) UNLIMITED where not limited."""
    hand_in_by: Ints
    """(N) latest open instant not after departure minus cut-off; NEVER_BEFORE where there is none."""
    available_at: Ints
    """(N) earliest open instant not before arrival plus release; NEVER_AFTER where there is none."""
    reserved_until: Index
    """(N) the call until which a compartment stays taken when a journey ends at a call: that call itself, or
    where the parcel rides on to when nobody meets the bus. -1 = no journey ends there."""
    open_at_departure: Flags
    open_at_arrival: Flags
    handling_s: Ints
    """(P) seconds for one parcel loaded or unloaded."""
    is_hub: Flags
    min_transfer_s: Ints
    longest_wait_s: Ints
    """(P) UNLIMITED where not limited."""
    storage_ml: Ints
    """(P) UNLIMITED where not limited and where there is no hub."""
    departures: Grouped
    arrivals: Grouped
    carriers: tuple[CompartmentSpec, ...]
    carrier_first: Index
    """(T + 1) first carrier of each trip."""
    carrier_trip: Index
    longest_side_mm: Ints
    """(C) of a parcel that still fits in."""
    cache: dict[object, object] = field(default_factory=dict)
    """Masks by rule and handling class, filled as they are asked for; lost without harm."""

    @property
    def calls(self) -> int:
        """N."""
        return len(self.call_place)

    def place(self, number: int) -> Place:
        """A place that calls use in journeys: published, by the rule of access."""
        place = self.places[number]
        if place is None:
            raise KeyError(self.place_ids[number])
        return place


def network_of(state: AreaState, settings: Settings) -> Network:
    """Lay the publications in force end to end and work out each call's own instants."""
    publications = list(state.timetable.publications())
    columns = _columns(publications)
    places = tuple(state.places.get(stop_id) for stop_id in state.place_ids)
    call_place, arrival, departure = columns.place, columns.arrival, columns.departure
    hours = _hours(places, settings, arrival, departure)
    departures = _grouped(call_place, departure, len(places))
    arrivals = _grouped(call_place, arrival, len(places))
    hand_in_by, open_at_departure = _hand_in(places, hours, departures, departure)
    available_at, open_at_arrival = _collection(places, hours, arrivals, arrival)
    trips = tuple(trip for publication in publications for trip in publication.trips.values())
    carriers = tuple(spec for trip in trips for spec in trip.compartments)
    carrier_count = np.array([len(trip.compartments) for trip in trips], dtype=np.int32)
    return Network(
        settings=settings,
        place_ids=tuple(state.place_ids),
        place_number=dict(state.place_numbers),
        places=places,
        trips=trips,
        trip_number={trip.trip_key: number for number, trip in enumerate(trips)},
        trip_first=columns.trip_first,
        call_trip=np.repeat(np.arange(len(trips), dtype=np.int32), np.diff(columns.trip_first)),
        call_place=call_place,
        arrival=arrival,
        departure=departure,
        access=columns.access,
        handling_budget_s=columns.budget,
        hand_in_by=hand_in_by,
        available_at=available_at,
        reserved_until=_reserved_until(places, state.place_numbers, columns, arrivals),
        open_at_departure=open_at_departure,
        open_at_arrival=open_at_arrival,
        handling_s=_by_place(places, lambda place: place.handling_s, 0),
        is_hub=_by_place(places, lambda place: place.is_hub, 0).astype(np.bool_),
        min_transfer_s=_by_place(places, lambda place: place.min_transfer_s, 0),
        longest_wait_s=_by_place(places, lambda place: place.longest_wait_s, UNLIMITED),
        storage_ml=_by_place(
            places, lambda place: UNLIMITED if place.storage_ml is None else place.storage_ml, UNLIMITED
        ),
        departures=departures,
        arrivals=arrivals,
        carriers=carriers,
        carrier_first=_offsets(carrier_count),
        carrier_trip=np.repeat(np.arange(len(trips), dtype=np.int32), carrier_count),
        longest_side_mm=np.array([spec.longest_side_mm for spec in carriers], dtype=np.int64),
    )


@dataclass(frozen=True, slots=True)
class _Columns:
    place: Index
    arrival: Ints
    departure: Ints
    access: NDArray[np.int8]
    budget: Ints
    trip_first: Index


def _columns(publications: list[Publication]) -> _Columns:
    """Only the rows of trips in force: a trip told twice in a publication leaves a dead row behind."""
    rows = [_live_rows(publication) for publication in publications]
    counts = [trip.calls for publication in publications for trip in publication.trips.values()]

    def column(name: str, dtype: type[_Number]) -> NDArray[_Number]:
        parts = [np.array(getattr(p, name), dtype=dtype)[live] for p, live in zip(publications, rows, strict=True)]
        return np.concatenate([np.empty(0, dtype=dtype), *parts])

    budget = column("handling_budget_s", np.int64)
    return _Columns(
        place=column("place", np.int32),
        arrival=column("arrival", np.int64),
        departure=column("departure", np.int64),
        access=column("access", np.int8),
        budget=np.where(budget < 0, UNLIMITED, budget),
        trip_first=_offsets(np.array(counts, dtype=np.int32)),
    )


def _live_rows(publication: Publication) -> Ints:
    ranges = [np.arange(trip.first, trip.first + trip.calls) for trip in publication.trips.values()]
    return np.concatenate([np.empty(0, dtype=np.int64), *ranges]).astype(np.int64, copy=False)


def _offsets(counts: Index) -> Index:
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)


def _by_place(places: tuple[Place | None, ...], value: Callable[[Place], int], absent: int) -> Ints:
    return np.array([absent if place is None else value(place) for place in places], dtype=np.int64)


def _grouped(call_place: Index, instant: Ints, places: int) -> Grouped:
    order = np.lexsort((instant, call_place)).astype(np.int32)
    first = np.searchsorted(call_place[order], np.arange(places + 1), side="left").astype(np.int32)
    return Grouped(first, order)


def _hours(places: tuple[Place | None, ...], settings: Settings, arrival: Ints, departure: Ints) -> list[Hours]:
    """When each place is open, as far back and ahead as hand-in and collection can reach."""
    if len(arrival) == 0:
        return [ALWAYS for _ in places]
    known = [place for place in places if place is not None]
    first = int(arrival.min()) - max((place.cut_off_s for place in known), default=0) - _SLACK_S
    last = int(departure.max()) + max((place.release_s for place in known), default=0) + _SLACK_S
    return [ALWAYS if place is None else _hours_at(place, settings, first, last) for place in places]


def _hours_at(place: Place, settings: Settings, first: int, last: int) -> Hours:
    """Each exception may take away what would have come round in a week."""
    slack = _WEEK_S * len(place.open_exceptions)
    return hours_of(place.open, settings.time_zone, first - slack, last + slack, place.open_exceptions)


def _reserved_until(
    places: tuple[Place | None, ...], numbers: dict[str, int], columns: "_Columns", arrivals: Grouped
) -> Index:
    until = np.arange(len(columns.place), dtype=np.int32)
    for number, place in enumerate(places):
        if place is None or place.meeting is None or not place.meeting.reserves:
            continue
        fallback = place.meeting.fallback_stop_id
        for call in arrivals.at(number):
            trip = int(columns.trip_first.searchsorted(call, side="right")) - 1
            last = int(columns.trip_first[trip + 1]) - 1
            until[call] = last if fallback is None else _next_at(columns.place, numbers.get(fallback), int(call), last)
    return until


def _next_at(call_place: Index, place: int | None, call: int, last: int) -> int:
    """The first of a trip's later calls that is at a place; -1 = there is none."""
    later = range(call + 1, last + 1)
    return next((each for each in later if call_place[each] == place), -1)


def _hand_in(
    places: tuple[Place | None, ...], hours: list[Hours], departures: Grouped, departure: Ints
) -> tuple[Ints, Flags]:
    hand_in_by = np.full(len(departure), NEVER_BEFORE, dtype=np.int64)
    is_open = np.zeros(len(departure), dtype=np.bool_)
    for number, place in enumerate(places):
        calls = departures.at(number)
        if place is not None and len(calls):
            hand_in_by[calls] = hours[number].latest(departure[calls] - place.cut_off_s)
            is_open[calls] = hours[number].contain(departure[calls])
    return hand_in_by, is_open


def _collection(
    places: tuple[Place | None, ...], hours: list[Hours], arrivals: Grouped, arrival: Ints
) -> tuple[Ints, Flags]:
    available_at = np.full(len(arrival), NEVER_AFTER, dtype=np.int64)
    is_open = np.zeros(len(arrival), dtype=np.bool_)
    for number, place in enumerate(places):
        calls = arrivals.at(number)
        if place is not None and len(calls):
            available_at[calls] = hours[number].earliest(arrival[calls] + place.release_s)
            is_open[calls] = hours[number].contain(arrival[calls])
    return available_at, is_open
