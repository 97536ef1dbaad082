"""The journey search, compiled: which calls a parcel can reach with 1, 2, 3 and 4 legs.

Rounds as in RAPTOR (Delling, Pajor, Werneck: Round-Based Public Transit Routing, ALENEX 2012,
section 3.1): round k extends what k - 1 legs reach by one trip. But a label here belongs to a call,
not to a stop, because all departures count: the first bus may be full, and what a parcel costs
while it waits depends on when it came. Time moves forward along a journey and each call has one
label per round, so a round is one pass over the trips boarded in it, then one pass over the events
of each hub reached. A label holds the least waiting between legs so far, which is the only part of
the cost that two journeys with equally many legs can differ in. So a call that was reached before,
with fewer legs and no more waiting, gets no label: whatever follows could follow there.

Exactness: capacity along a leg, and what is dangerous in the vehicle's budgets, handling at its ends,
storage and a locker's compartments during one stay are each tested where that leg or stay is built,
and no two parts of a journey draw on the same row: time moves forward, so what it takes of one trip,
twice ridden, or of one place, twice visited, is never the same segment or stretch of time, and what is
kept until somebody may not have met the bus lies behind its last leg. So a journey fits as a whole
exactly when its parts do. How long a stay lasts, and which size of a locker is free throughout, depends
on its two calls alone, so whatever follows a call could follow any other label there. Only a longest
total time ties the first call to the last; `totals` asks once for each hand-in instead.
"""

import numpy as np
from numba import njit

from matcher.journeys.network import Index, Ints
from matcher.journeys.riding import ride
from matcher.journeys.tables import ROUNDS, UNREACHED, Ask, Asks, Labels, May, Room, Timetable
from matcher.journeys.waiting import board_at_hub, board_at_origin, is_last, transfer
from matcher.resources.use import Rows
from matcher.state.hours import NEVER_AFTER


@njit(cache=True, nogil=True)
def answer_each(
    timetable: Timetable, rows: Rows, may: May, asks: Asks, labels: Labels, found: Index, waits: Ints, legs: Index
) -> None:
    """The best journey of each ask with 1, 2, 3 and 4 legs. `rows`: what is free of the capacity vector.

    `waits` (M, ROUNDS): how long it waits, UNREACHED = there is none. `legs` (M, ROUNDS, ROUNDS, 3):
    carrier, boarding and alighting call of its legs from `start_legs` on.
    """
    room = _room(timetable, rows)
    for index in range(len(asks)):
        search(timetable, room, may, _ask(asks[index]), labels, found)
        for k in range(ROUNDS):
            _write(labels, asks[index]["start_legs"], k, found[k], waits[index, k : k + 1], legs[index, k])


@njit(cache=True, nogil=True)
def answer_all(
    timetable: Timetable, rows: Rows, may: May, asks: Asks, labels: Labels, found: Index, waits: Ints, legs: Index
) -> None:
    """For one ask, the best journey to each call at the destination, by number of legs.

    `waits` (A, ROUNDS) and `legs` (A, ROUNDS, ROUNDS, 3) as in `answer_each`, by arrival at the destination.
    """
    room, ask = _room(timetable, rows), _ask(asks[0])
    search(timetable, room, may, ask, labels, found)
    first = timetable.arrivals_first[ask.destination]
    for index in range(len(waits)):
        call = timetable.arrivals[first + index]
        last = is_last(timetable, room, may, ask, call)
        for k in range(ROUNDS):
            reached = last and labels.alight_wait[k, call] != UNREACHED
            _write(labels, ask.start_legs, k, call if reached else -1, waits[index, k : k + 1], legs[index, k])


@njit(cache=True, nogil=True)
def _room(timetable: Timetable, rows: Rows) -> Room:
    """The rows of each family out of those of the capacity vector."""
    segments, handling, storage = timetable.segments, timetable.handling_row, timetable.storage.first_row
    lockers, danger = timetable.lockers.first_row, timetable.budgets.first_row
    return Room(
        rows[:segments],
        rows[segments : 2 * segments],
        rows[2 * segments : handling],
        rows[handling:storage],
        rows[storage:lockers],
        rows[lockers:danger],
        rows[danger:],
    )


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
        record["largest_volume_ml"],
        record["largest_weight_g"],
        record["hand_in_from"],
        record["available_by"],
        record["enough_wait_s"],
        record["start_call"],
        record["start_legs"],
        record["start_wait_s"],
        record["start_size"],
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
        boarded = board_at_origin(timetable, room, may, ask, labels)
    elif ask.start_legs < ROUNDS:
        boarded = board_at_hub(timetable, room, may, ask, labels)
        labels.dirty[0] = timetable.call_trip[ask.start_call]
        ridden = 1
    for k in range(ask.start_legs, ROUNDS):
        labels.dirty[ridden : ridden + boarded] = labels.trips[:boarded]
        ridden += boarded
        reached = ride(timetable, room, may, ask, labels, k, boarded, found)
        enough = found[k] >= 0 and labels.alight_wait[k, found[k]] <= ask.enough_wait_s
        if enough or k + 1 == ROUNDS:
            break
        boarded = 0
        for index in range(reached):
            boarded = transfer(timetable, room, may, ask, labels, k, labels.hubs[index], boarded)
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
