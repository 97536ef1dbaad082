"""The journey search, compiled: which calls a parcel can reach with 1, 2, 3 and 4 legs.

Rounds as in RAPTOR (Delling, Pajor, Werneck: Round-Based Public Transit Routing, ALENEX 2012,
section 3.1): round k extends what k - 1 legs reach by one trip. But a label here belongs to a call,
not to a stop, because all departures count: the first bus may be full, and what a parcel costs
while it waits depends on when it came. Time moves forward along a journey and each call has one
label per round, so a round is one pass over the trips boarded in it, then one pass over the events
of each hub reached. A label holds the least waiting between legs so far, which is the only part of
the cost that two journeys with equally many legs can differ in.

Exactness: capacity along a leg, handling at its ends and storage during one wait are each tested
where that leg or wait is built, and no two parts of a journey draw on the same row, so a journey
fits as a whole exactly when its parts do.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from matcher.journeys.network import Flags, Index, Ints
from matcher.state.hours import NEVER_AFTER, NEVER_BEFORE

ROUNDS = 4
UNREACHED = -1


class Timetable(NamedTuple):
    """The network as the kernel sees it; names and shapes as in `network.Network`."""

    trip_first: Index
    call_trip: Index
    call_place: Index
    arrival: Ints
    departure: Ints
    hand_in_by: Ints
    available_at: Ints
    handling_s: Ints
    is_hub: Flags
    min_transfer_s: Ints
    departures_first: Index
    departures: Index
    arrivals_first: Index
    arrivals: Index
    carrier_first: Index
    carrier_row: Index
    storage_first: Index
    storage_begins: Ints
    at_arrival: Index
    at_departure: Index
    at_hand_in: Index
    at_collection: Index


class Room(NamedTuple):
    """What is free: segments in three dimensions, handling by call, storage by row."""

    volume_ml: Ints
    weight_g: Ints
    pieces: Ints
    handling_s: Ints
    storage_ml: Ints


class Ask(NamedTuple):
    """The question (`question.Question`), and when to stop looking."""

    origin: int
    destination: int
    board: Flags
    alight: Flags
    carrier: Flags
    volume_ml: int
    weight_g: int
    pieces: int
    parcels: int
    hand_in_from: int
    available_by: int
    rounds: int
    """At most so many legs."""
    enough_wait_s: int
    """A journey that waits no longer than this is not beaten by one with more legs; -1 = look on."""


class Labels(NamedTuple):
    """By round (0-based, axis 0) and call (axis 1). `UNREACHED` where there is none.

    `dirty` lists the trips whose labels must be wiped before the next search.
    """

    board_wait: Ints
    board_from: Index
    """The call it alighted at before, -1 at the origin."""
    alight_wait: Ints
    alight_board: Index
    alight_carrier: Index
    trip_round: Index
    """(T) the last round in which a trip was boarded, plus 1."""
    dirty: Index
    trips: Index
    """Trips boarded in this round."""
    hubs: Index
    """Hubs reached in this round."""
    hub_round: Index
    waiting: Index
    """At the hub in hand: the best arrival so far, and the best one of another trip; -1 = none."""


@njit(cache=True, nogil=True)
def search(timetable: Timetable, room: Room, ask: Ask, labels: Labels, found: Index) -> int:
    """Label all calls the question allows; `found[k]` is the best last call with k + 1 legs, or -1.

    Best: least waiting, then earliest available. Returns how many calls were looked at.
    """
    dirty = 0
    work = 0
    for k in range(ROUNDS):
        found[k] = UNREACHED
    boarded = _board_at_origin(timetable, room, ask, labels)
    for k in range(ask.rounds):
        reached = 0
        for index in range(boarded):
            trip = labels.trips[index]
            labels.dirty[dirty] = trip
            dirty += 1
            reached = _ride(timetable, room, ask, labels, k, trip, reached, found)
            work += timetable.trip_first[trip + 1] - timetable.trip_first[trip]
        if found[k] >= 0 and labels.alight_wait[k, found[k]] <= ask.enough_wait_s:
            break
        if k + 1 == ask.rounds:
            break
        boarded = 0
        for index in range(reached):
            boarded = _transfer(timetable, room, ask, labels, k, labels.hubs[index], boarded)
    labels.dirty[dirty] = -1
    return work


@njit(cache=True, nogil=True)
def wipe(timetable: Timetable, labels: Labels) -> None:
    """Forget the labels of the last search."""
    index = 0
    while labels.dirty[index] >= 0:
        trip = labels.dirty[index]
        labels.trip_round[trip] = 0
        for call in range(timetable.trip_first[trip], timetable.trip_first[trip + 1]):
            labels.hub_round[timetable.call_place[call]] = 0
            for k in range(ROUNDS):
                labels.board_wait[k, call] = UNREACHED
                labels.alight_wait[k, call] = UNREACHED
        index += 1
    labels.dirty[0] = -1


@njit(cache=True, nogil=True)
def _stored(room: Room, begin: int, end: int, volume_ml: int) -> bool:
    """Whether storage has room over its rows from begin to end; -1 = not limited."""
    if begin >= 0:
        for row in range(begin, end):
            if room.storage_ml[row] < volume_ml:
                return False
    return True


@njit(cache=True, nogil=True)
def _handled(timetable: Timetable, room: Room, ask: Ask, call: int) -> bool:
    """Whether the driver has the seconds for one more parcel at a call."""
    return bool(room.handling_s[call] >= ask.parcels * timetable.handling_s[timetable.call_place[call]])


@njit(cache=True, nogil=True)
def _mark(timetable: Timetable, labels: Labels, k: int, call: int, boarded: int) -> int:
    """Note that the call's trip is boarded in round k."""
    trip = timetable.call_trip[call]
    if labels.trip_round[trip] != k + 1:
        labels.trip_round[trip] = k + 1
        labels.trips[boarded] = trip
        boarded += 1
    return boarded


@njit(cache=True, nogil=True)
def _board_at_origin(timetable: Timetable, room: Room, ask: Ask, labels: Labels) -> int:
    boarded = 0
    for index in range(timetable.departures_first[ask.origin], timetable.departures_first[ask.origin + 1]):
        call = timetable.departures[index]
        if timetable.departure[call] > ask.available_by:
            break
        if not ask.board[call] or timetable.hand_in_by[call] < ask.hand_in_from:
            continue
        if not _handled(timetable, room, ask, call):
            continue
        if timetable.hand_in_by[call] > NEVER_BEFORE and not _stored(
            room, timetable.at_hand_in[call], timetable.at_departure[call], ask.volume_ml
        ):
            continue
        labels.board_wait[0, call] = 0
        labels.board_from[0, call] = -1
        boarded = _mark(timetable, labels, 0, call, boarded)
    return boarded


@njit(cache=True, nogil=True)
def _ride(
    timetable: Timetable,
    room: Room,
    ask: Ask,
    labels: Labels,
    k: int,
    trip: int,
    reached: int,
    found: Index,
) -> int:
    """Carry the labels of a trip's boarding calls forward, in each of its compartments."""
    first, last = timetable.trip_first[trip], timetable.trip_first[trip + 1]
    for carrier in range(timetable.carrier_first[trip], timetable.carrier_first[trip + 1]):
        if not ask.carrier[carrier]:
            continue
        wait, board = UNREACHED, -1
        row = timetable.carrier_row[carrier] - first
        for call in range(first, last):
            if board >= 0:
                segment = row + call - 1
                if (
                    room.volume_ml[segment] < ask.volume_ml
                    or room.weight_g[segment] < ask.weight_g
                    or room.pieces[segment] < ask.pieces
                ):
                    board = -1
                elif (
                    ask.alight[call]
                    and (labels.alight_wait[k, call] == UNREACHED or wait < labels.alight_wait[k, call])
                    and _handled(timetable, room, ask, call)
                ):
                    labels.alight_wait[k, call] = wait
                    labels.alight_board[k, call] = board
                    labels.alight_carrier[k, call] = carrier
                    reached = _arrive(timetable, room, ask, labels, k, call, reached, found)
            here = labels.board_wait[k, call]
            if here != UNREACHED and (board < 0 or here <= wait):
                wait, board = here, call
    return reached


@njit(cache=True, nogil=True)
def _arrive(
    timetable: Timetable, room: Room, ask: Ask, labels: Labels, k: int, call: int, reached: int, found: Index
) -> int:
    """Note a hub reached, or the destination."""
    place = timetable.call_place[call]
    if timetable.is_hub[place] and labels.hub_round[place] != k + 1:
        labels.hub_round[place] = k + 1
        labels.hubs[reached] = place
        reached += 1
    if place == ask.destination and is_last(timetable, room, ask, call):
        best = found[k]
        if (
            best < 0
            or labels.alight_wait[k, call] < labels.alight_wait[k, best]
            or (
                labels.alight_wait[k, call] == labels.alight_wait[k, best]
                and timetable.available_at[call] < timetable.available_at[best]
            )
        ):
            found[k] = call
    return reached


@njit(cache=True, nogil=True)
def is_last(timetable: Timetable, room: Room, ask: Ask, call: int) -> bool:
    """Whether a parcel that alights at this call of its destination can wait there for collection in time."""
    if timetable.available_at[call] > ask.available_by:
        return False
    return timetable.available_at[call] == NEVER_AFTER or _stored(
        room, timetable.at_arrival[call], timetable.at_collection[call], ask.volume_ml
    )


@njit(cache=True, nogil=True)
def _transfer(timetable: Timetable, room: Room, ask: Ask, labels: Labels, k: int, hub: int, boarded: int) -> int:
    """From a hub's arrivals of round k to its departures in round k + 1.

    For each departure, in order of time, the arrival that leaves the least waiting in total: of all
    that may still wait it is always the one with the least `wait - arrival`. Arrivals enter when
    their transfer time is over; when storage is full at some instant, everything that came before
    the end of that instant's row leaves.
    """
    entering = timetable.arrivals_first[hub]
    storage_row = timetable.storage_first[hub]
    labels.waiting[:] = -1
    for index in range(timetable.departures_first[hub], timetable.departures_first[hub + 1]):
        call = timetable.departures[index]
        departure = timetable.departure[call]
        if departure > ask.available_by:
            break
        storage_row, since = _full_until(timetable, room, ask, hub, storage_row, departure)
        if since > NEVER_BEFORE:
            labels.waiting[:] = -1
            entering = _first_arrival_since(timetable, hub, since)
        entering = _enter(timetable, labels, k, hub, entering, departure)
        chosen = labels.waiting[0]
        if chosen >= 0 and timetable.call_trip[chosen] == timetable.call_trip[call]:
            chosen = labels.waiting[1]
        if chosen >= 0 and ask.board[call] and _handled(timetable, room, ask, call):
            labels.board_wait[k + 1, call] = labels.alight_wait[k, chosen] + departure - timetable.arrival[chosen]
            labels.board_from[k + 1, call] = chosen
            boarded = _mark(timetable, labels, k + 1, call, boarded)
    return boarded


@njit(cache=True, nogil=True)
def _full_until(
    timetable: Timetable, room: Room, ask: Ask, hub: int, storage_row: int, departure: int
) -> tuple[int, int]:
    """Walk the hub's storage rows that begin before a departure.

    Returns the next row, and the end of the last row walked that has no room; NEVER_BEFORE if all
    have. Every departure begins a row, so a row that begins before one ends by it.
    """
    since = NEVER_BEFORE
    while storage_row < timetable.storage_first[hub + 1] and timetable.storage_begins[storage_row] < departure:
        if room.storage_ml[storage_row] < ask.volume_ml:
            since = timetable.storage_begins[storage_row + 1]
        storage_row += 1
    return storage_row, since


@njit(cache=True, nogil=True)
def _first_arrival_since(timetable: Timetable, hub: int, since: int) -> int:
    """Bisect to the first of a hub's arrivals that is not before an instant."""
    low, high = timetable.arrivals_first[hub], timetable.arrivals_first[hub + 1]
    while low < high:
        middle = (low + high) // 2
        if timetable.arrival[timetable.arrivals[middle]] < since:
            low = middle + 1
        else:
            high = middle
    return int(low)


@njit(cache=True, nogil=True)
def _enter(timetable: Timetable, labels: Labels, k: int, hub: int, entering: int, departure: int) -> int:
    """Let arrivals whose transfer time is over by a departure compete for it.

    Two are kept, of different trips, because a parcel never changes to the trip it came with.
    """
    while entering < timetable.arrivals_first[hub + 1]:
        call = timetable.arrivals[entering]
        if timetable.arrival[call] + timetable.min_transfer_s[hub] > departure:
            break
        entering += 1
        if labels.alight_wait[k, call] == UNREACHED:
            continue
        best, second = labels.waiting[0], labels.waiting[1]
        if best < 0 or _sooner(timetable, labels, k, call, best):
            if best >= 0 and timetable.call_trip[call] != timetable.call_trip[best]:
                labels.waiting[1] = best
            labels.waiting[0] = call
        elif timetable.call_trip[call] != timetable.call_trip[best] and (
            second < 0 or _sooner(timetable, labels, k, call, second)
        ):
            labels.waiting[1] = call
    return entering


@njit(cache=True, nogil=True)
def _sooner(timetable: Timetable, labels: Labels, k: int, one: int, other: int) -> bool:
    """Whether going on from one arrival leaves less waiting than from the other, whenever it goes on."""
    return bool(
        labels.alight_wait[k, one] - timetable.arrival[one] < labels.alight_wait[k, other] - timetable.arrival[other]
    )


def new_labels(trips: int, calls: int, places: int) -> Labels:
    """Labels for a network of that size, all unreached."""
    return Labels(
        board_wait=np.full((ROUNDS, calls), UNREACHED, dtype=np.int64),
        board_from=np.full((ROUNDS, calls), -1, dtype=np.int32),
        alight_wait=np.full((ROUNDS, calls), UNREACHED, dtype=np.int64),
        alight_board=np.full((ROUNDS, calls), -1, dtype=np.int32),
        alight_carrier=np.full((ROUNDS, calls), -1, dtype=np.int32),
        trip_round=np.zeros(trips, dtype=np.int32),
        dirty=np.full(ROUNDS * trips + 1, -1, dtype=np.int32),
        trips=np.zeros(trips, dtype=np.int32),
        hubs=np.zeros(places, dtype=np.int32),
        hub_round=np.zeros(places, dtype=np.int32),
        waiting=np.full(2, -1, dtype=np.int32),
    )
