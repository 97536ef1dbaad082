"""The journey search, compiled: which calls a parcel can reach with 1, 2, 3 and 4 legs.

Rounds as in RAPTOR (Delling, Pajor, Werneck: Round-Based Public Transit Routing, ALENEX 2012,
section 3.1): round k extends what k - 1 legs reach by one trip. But a label here belongs to a call,
not to a stop, because all departures count: the first bus may be full, and what a parcel costs
while it waits depends on when it came. Time moves forward along a journey and each call has one
label per round, so a round is one pass over the trips boarded in it, then one pass over the events
of each hub reached. A label holds the least waiting between legs so far, which is the only part of
the cost that two journeys with equally many legs can differ in. So a call that was reached before,
with fewer legs and no more waiting, gets no label: whatever follows could follow there.

Exactness: capacity along a leg, handling at its ends and storage during one wait are each tested
where that leg or wait is built, and no two parts of a journey draw on the same row, so a journey
fits as a whole exactly when its parts do.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from matcher.journeys.network import Flags, Index, Ints
from matcher.state.hours import NEVER_AFTER, NEVER_BEFORE

ROUNDS = 4
UNREACHED = -1
LOOK_ON = -1


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
    longest_side_mm: Ints
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


class May(NamedTuple):
    """What may be used: the masks of `question.Question`, the same for many asks."""

    board: Flags
    alight: Flags
    carrier: Flags


class Ask(NamedTuple):
    """The rest of a question, and when to stop looking."""

    origin: int
    destination: int
    volume_ml: int
    weight_g: int
    pieces: int
    longest_side_mm: int
    parcels: int
    hand_in_from: int
    available_by: int
    enough_wait_s: int
    """A journey that waits no longer than this is not beaten by one with more legs; LOOK_ON = none is enough."""
    start_call: int
    """The call at a hub where a parcel is that is on its way; -1 = it starts at its origin."""
    start_legs: int
    """How many legs it has behind it."""
    start_wait_s: int
    waiting_counts: int
    """1 = find the least waiting; 0 = only whether there is a way, so a call is reached once."""


ASK = np.dtype([(name, np.int64) for name in Ask._fields])
"""An ask as a record of an array."""

Asks = NDArray[np.void]
"""(M) records of ASK."""


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
    board_best: Ints
    """(N) the least waiting of any round so far."""
    alight_best: Ints
    trip_start: Index
    """(T) the first call at which a trip is boarded in this round."""
    trip_round: Index
    """(T) the last round in which a trip was boarded, plus 1."""
    dirty: Index
    trips: Index
    """Trips boarded in this round."""
    hubs: Index
    """Hubs reached in this round."""
    hub_round: Index


@njit(cache=True, nogil=True)
def answer_each(
    timetable: Timetable, room: Room, may: May, asks: Asks, labels: Labels, found: Index, waits: Ints, legs: Index
) -> None:
    """The best journey of each ask with 1, 2, 3 and 4 legs.

    `waits` (M, ROUNDS): how long it waits, UNREACHED = there is none. `legs` (M, ROUNDS, ROUNDS, 3):
    carrier, boarding and alighting call of its legs from `start_legs` on.
    """
    for index in range(len(asks)):
        search(timetable, room, may, _ask(asks[index]), labels, found)
        for k in range(ROUNDS):
            _write(labels, asks[index]["start_legs"], k, found[k], waits[index, k : k + 1], legs[index, k])


@njit(cache=True, nogil=True)
def answer_all(
    timetable: Timetable, room: Room, may: May, asks: Asks, labels: Labels, found: Index, waits: Ints, legs: Index
) -> None:
    """For one ask, the best journey to each call at the destination, by number of legs.

    `waits` (A, ROUNDS) and `legs` (A, ROUNDS, ROUNDS, 3) as in `answer_each`, by arrival at the destination.
    """
    ask = _ask(asks[0])
    search(timetable, room, may, ask, labels, found)
    first = timetable.arrivals_first[ask.destination]
    for index in range(len(waits)):
        call = timetable.arrivals[first + index]
        last = is_last(timetable, room, ask, call)
        for k in range(ROUNDS):
            reached = last and labels.alight_wait[k, call] != UNREACHED
            _write(labels, ask.start_legs, k, call if reached else -1, waits[index, k : k + 1], legs[index, k])


@njit(cache=True, nogil=True)
def _ask(record: np.void) -> Ask:
    return Ask(
        record["origin"],
        record["destination"],
        record["volume_ml"],
        record["weight_g"],
        record["pieces"],
        record["longest_side_mm"],
        record["parcels"],
        record["hand_in_from"],
        record["available_by"],
        record["enough_wait_s"],
        record["start_call"],
        record["start_legs"],
        record["start_wait_s"],
        record["waiting_counts"],
    )


@njit(cache=True, nogil=True)
def _write(labels: Labels, start_legs: int, k: int, last_call: int, wait: Ints, legs: Index) -> None:
    """Trace a journey of k + 1 legs back from its last call; -1 = there is none."""
    wait[0] = UNREACHED
    if last_call < 0:
        return
    wait[0] = labels.alight_wait[k, last_call]
    call = last_call
    for leg in range(k, start_legs - 1, -1):
        legs[leg, 0] = labels.alight_carrier[leg, call]
        legs[leg, 1] = labels.alight_board[leg, call]
        legs[leg, 2] = call
        call = labels.board_from[leg, legs[leg, 1]]


@njit(cache=True, nogil=True)
def search(timetable: Timetable, room: Room, may: May, ask: Ask, labels: Labels, found: Index) -> int:
    """Label all calls the question allows; `found[k]` is the best last call with k + 1 legs, or -1.

    Best: least waiting, then earliest available. Returns how many trips were ridden.
    """
    _wipe(timetable, labels)
    ridden = 0
    found[:] = UNREACHED
    if ask.start_call < 0:
        boarded = _board_at_origin(timetable, room, may, ask, labels)
    elif ask.start_legs < ROUNDS:
        boarded = _board_at_hub(timetable, room, may, ask, labels)
        labels.dirty[0] = timetable.call_trip[ask.start_call]
        ridden = 1
    for k in range(ask.start_legs, ROUNDS):
        labels.dirty[ridden : ridden + boarded] = labels.trips[:boarded]
        ridden += boarded
        reached = _ride(timetable, room, may, ask, labels, k, boarded, found)
        enough = found[k] >= 0 and labels.alight_wait[k, found[k]] <= ask.enough_wait_s
        if enough or k + 1 == ROUNDS:
            break
        boarded = 0
        for index in range(reached):
            boarded = _transfer(timetable, room, may, ask, labels, k, labels.hubs[index], boarded)
    labels.dirty[ridden] = -1
    return ridden


@njit(cache=True, nogil=True)
def _wipe(timetable: Timetable, labels: Labels) -> None:
    """Forget the labels of the last search."""
    index = 0
    while labels.dirty[index] >= 0:
        trip = labels.dirty[index]
        first, last = timetable.trip_first[trip], timetable.trip_first[trip + 1]
        labels.trip_round[trip] = 0
        labels.board_best[first:last] = NEVER_AFTER
        labels.alight_best[first:last] = NEVER_AFTER
        labels.board_wait[:, first:last] = UNREACHED
        labels.alight_wait[:, first:last] = UNREACHED
        for call in range(first, last):
            labels.hub_round[timetable.call_place[call]] = 0
        index += 1
    labels.dirty[0] = -1


@njit(cache=True, nogil=True)
def is_last(timetable: Timetable, room: Room, ask: Ask, call: int) -> bool:
    """Whether a parcel that alights at this call of its destination can wait there for collection in time."""
    if timetable.available_at[call] > ask.available_by:
        return False
    begin, end = timetable.at_arrival[call], timetable.at_collection[call]
    return timetable.available_at[call] == NEVER_AFTER or _stored(room.storage_ml, begin, end, ask.volume_ml)


@njit(cache=True, nogil=True)
def _stored(storage_ml: Ints, begin: int, end: int, volume_ml: int) -> bool:
    """Whether storage has room over its rows from begin to end; -1 = not limited."""
    if begin >= 0:
        for row in range(begin, end):
            if storage_ml[row] < volume_ml:
                return False
    return True


@njit(cache=True, nogil=True)
def _mark(labels: Labels, k: int, trip: int, call: int, boarded: int) -> int:
    """Note that a trip is boarded at a call in round k."""
    if labels.trip_round[trip] != k + 1:
        labels.trip_round[trip] = k + 1
        labels.trip_start[trip] = call
        labels.trips[boarded] = trip
        boarded += 1
    elif call < labels.trip_start[trip]:
        labels.trip_start[trip] = call
    return boarded


@njit(cache=True, nogil=True)
def _board_at_origin(timetable: Timetable, room: Room, may: May, ask: Ask, labels: Labels) -> int:
    boarded = 0
    for index in range(timetable.departures_first[ask.origin], timetable.departures_first[ask.origin + 1]):
        call = timetable.departures[index]
        if timetable.departure[call] > ask.available_by:
            break
        hand_in_by = timetable.hand_in_by[call]
        if not may.board[call] or hand_in_by < ask.hand_in_from:
            continue
        if room.handling_s[call] < ask.parcels * timetable.handling_s[ask.origin]:
            continue
        begin, end = timetable.at_hand_in[call], timetable.at_departure[call]
        if hand_in_by > NEVER_BEFORE and not _stored(room.storage_ml, begin, end, ask.volume_ml):
            continue
        labels.board_best[call] = 0
        labels.board_wait[0, call] = 0
        labels.board_from[0, call] = -1
        boarded = _mark(labels, 0, timetable.call_trip[call], call, boarded)
    return boarded


@njit(cache=True, nogil=True)
def _board_at_hub(timetable: Timetable, room: Room, may: May, ask: Ask, labels: Labels) -> int:
    """Go on from where the ridden legs end."""
    k = ask.start_legs - 1
    labels.alight_best[ask.start_call] = ask.start_wait_s
    labels.alight_wait[k, ask.start_call] = ask.start_wait_s
    return _transfer(timetable, room, may, ask, labels, k, timetable.call_place[ask.start_call], 0)


@njit(cache=True, nogil=True)
def _ride(  # noqa: C901 - one pass over the calls of a trip; every step of it needs the same dozen names
    timetable: Timetable, room: Room, may: May, ask: Ask, labels: Labels, k: int, boarded: int, found: Index
) -> int:
    """Carry the labels of boarding calls forward, trip by trip, in each of its compartments.

    Fields are bound to names first: reading one through its tuple inside the loop costs more than
    everything the loop does. Returns how many hubs were reached.
    """
    call_place, is_hub, trip_first, trip_last = (
        timetable.call_place,
        timetable.is_hub,
        timetable.trip_first,
        timetable.trip_first[1:],
    )
    carrier_first, carrier_row, handling_s = timetable.carrier_first, timetable.carrier_row, timetable.handling_s
    longest_side_mm = timetable.longest_side_mm
    volume_ml, weight_g, pieces, handling_left_s = room.volume_ml, room.weight_g, room.pieces, room.handling_s
    alight, carrier_allowed = may.alight, may.carrier
    board_wait, alight_wait, alight_best = labels.board_wait[k], labels.alight_wait[k], labels.alight_best
    alight_board, alight_carrier = labels.alight_board[k], labels.alight_carrier[k]
    hubs, hub_round, trip_start, trips = labels.hubs, labels.hub_round, labels.trip_start, labels.trips
    reached = 0
    for index in range(boarded):
        trip = trips[index]
        for carrier in range(carrier_first[trip], carrier_first[trip + 1]):
            if not carrier_allowed[carrier] or longest_side_mm[carrier] < ask.longest_side_mm:
                continue
            wait, board = UNREACHED, -1
            row = carrier_row[carrier] - trip_first[trip] - 1
            for call in range(trip_start[trip], trip_last[trip]):
                if board >= 0:
                    segment = row + call
                    if (
                        volume_ml[segment] < ask.volume_ml
                        or weight_g[segment] < ask.weight_g
                        or pieces[segment] < ask.pieces
                    ):
                        board = -1
                    elif alight[call] and wait < alight_best[call]:
                        place = call_place[call]
                        if handling_left_s[call] >= ask.parcels * handling_s[place]:
                            alight_best[call] = wait
                            alight_wait[call] = wait
                            alight_board[call] = board
                            alight_carrier[call] = carrier
                            if is_hub[place] and hub_round[place] != k + 1:
                                hub_round[place] = k + 1
                                hubs[reached] = place
                                reached += 1
                            if place == ask.destination:
                                _finish(timetable, room, ask, alight_wait, call, found[k : k + 1])
                here = board_wait[call]
                if here != UNREACHED and (board < 0 or here <= wait):
                    wait, board = here, call
    return reached


@njit(cache=True, nogil=True)
def _finish(timetable: Timetable, room: Room, ask: Ask, alight_wait: Ints, call: int, best: Index) -> None:
    """Keep a call at the destination if it is the best one of its round so far."""
    if not is_last(timetable, room, ask, call):
        return
    known = best[0]
    if known >= 0:
        later = timetable.available_at[call] >= timetable.available_at[known]
        if alight_wait[call] > alight_wait[known] or (alight_wait[call] == alight_wait[known] and later):
            return
    best[0] = call


@njit(cache=True, nogil=True)
def _transfer(
    timetable: Timetable, room: Room, may: May, ask: Ask, labels: Labels, k: int, hub: int, boarded: int
) -> int:
    """From a hub's arrivals of round k to its departures in round k + 1.

    For each departure, in order of time, the arrival that leaves the least waiting in total: of all
    that may still wait it is always the one with the least `wait - arrival`. Two are kept, of
    different trips, because a parcel never changes to the trip it came with. Arrivals enter when
    their transfer time is over; when storage is full at some instant, everything that came before
    the end of that instant's row leaves.
    """
    arrivals, departures = timetable.arrivals, timetable.departures
    arrival, departure, call_trip = timetable.arrival, timetable.departure, timetable.call_trip
    board_allowed, handling_left_s = may.board, room.handling_s
    alight_wait, board_best = labels.alight_wait[k], labels.board_best
    board_wait, board_from = labels.board_wait[k + 1], labels.board_from[k + 1]
    rows = slice(timetable.storage_first[hub], timetable.storage_first[hub + 1])
    storage_begins, storage_ml = timetable.storage_begins[rows], room.storage_ml[rows]
    handling_s = ask.parcels * timetable.handling_s[hub]
    arrivals_end, transfer_s = timetable.arrivals_first[hub + 1], timetable.min_transfer_s[hub]
    entering, storage_row = timetable.arrivals_first[hub], 0
    best, second = -1, -1
    for index in range(timetable.departures_first[hub], timetable.departures_first[hub + 1]):
        call = departures[index]
        leaves = departure[call]
        if leaves > ask.available_by:
            break
        storage_row, since = _full_until(storage_begins, storage_ml, storage_row, leaves, ask.volume_ml)
        if since > NEVER_BEFORE:
            best, second = -1, -1
            entering = _first_since(arrivals, arrival, timetable.arrivals_first[hub], arrivals_end, since)
        while entering < arrivals_end and arrival[arrivals[entering]] + transfer_s <= leaves:
            came = arrivals[entering]
            entering += 1
            if alight_wait[came] != UNREACHED:
                best, second = _compete(call_trip, arrival, alight_wait, came, best, second)
        chosen = second if best >= 0 and call_trip[best] == call_trip[call] else best
        if chosen < 0 or not board_allowed[call] or handling_left_s[call] < handling_s:
            continue
        wait = alight_wait[chosen] + ask.waiting_counts * (leaves - arrival[chosen])
        if wait < board_best[call]:
            board_best[call] = wait
            board_wait[call] = wait
            board_from[call] = chosen
            boarded = _mark(labels, k + 1, call_trip[call], call, boarded)
    return boarded


@njit(cache=True, nogil=True)
def _full_until(begins: Ints, storage_ml: Ints, row: int, leaves: int, volume_ml: int) -> tuple[int, int]:
    """Walk a hub's storage rows that begin before a departure.

    Returns the next row, and the end of the last row walked that has no room; NEVER_BEFORE if all
    have. Every departure begins a row, so a row that begins before one ends by it.
    """
    since = NEVER_BEFORE
    while row < len(begins) and begins[row] < leaves:
        if storage_ml[row] < volume_ml:
            since = begins[row + 1]
        row += 1
    return row, since


@njit(cache=True, nogil=True)
def _compete(call_trip: Index, arrival: Ints, alight_wait: Ints, came: int, best: int, second: int) -> tuple[int, int]:
    """The best of the arrivals so far, and the best one of another trip; -1 = none."""
    score = alight_wait[came] - arrival[came]
    if best < 0 or score < alight_wait[best] - arrival[best]:
        if best >= 0 and call_trip[came] != call_trip[best]:
            second = best
        best = came
    elif call_trip[came] != call_trip[best] and (second < 0 or score < alight_wait[second] - arrival[second]):
        second = came
    return best, second


@njit(cache=True, nogil=True)
def _first_since(arrivals: Index, arrival: Ints, low: int, high: int, since: int) -> int:
    """Bisect to the first of a hub's arrivals that is not before an instant."""
    while low < high:
        middle = (low + high) // 2
        if arrival[arrivals[middle]] < since:
            low = middle + 1
        else:
            high = middle
    return int(low)


def new_labels(trips: int, calls: int, places: int) -> Labels:
    """Labels for a network of that size, all unreached."""
    return Labels(
        board_wait=np.full((ROUNDS, calls), UNREACHED, dtype=np.int64),
        board_from=np.full((ROUNDS, calls), -1, dtype=np.int32),
        alight_wait=np.full((ROUNDS, calls), UNREACHED, dtype=np.int64),
        alight_board=np.full((ROUNDS, calls), -1, dtype=np.int32),
        alight_carrier=np.full((ROUNDS, calls), -1, dtype=np.int32),
        board_best=np.full(calls, NEVER_AFTER, dtype=np.int64),
        alight_best=np.full(calls, NEVER_AFTER, dtype=np.int64),
        trip_start=np.zeros(trips, dtype=np.int32),
        trip_round=np.zeros(trips, dtype=np.int32),
        dirty=np.full(ROUNDS * trips + 1, -1, dtype=np.int32),
        trips=np.zeros(trips, dtype=np.int32),
        hubs=np.zeros(places, dtype=np.int32),
        hub_round=np.zeros(places, dtype=np.int32),
    )
