"""The waiting part of the compiled search: at the origin, at hubs between two legs, at the destination."""
# ruff: noqa: PLR0917 - compiled functions take their state one by one

from numba import njit

from matcher.journeys.network import Index, Ints
from matcher.journeys.tables import UNREACHED, Ask, Labels, May, Room, Timetable
from matcher.resources.lockers import (
    ANY_SIZE,
    NOTHING_FREE,
    Contents,
    Lockers,
    Stay,
    fits_in,
    rows_at,
    sizes_at,
    smallest_free,
)
from matcher.resources.stretches import ARRIVAL, COLLECTION, DEPARTURE, HAND_IN
from matcher.state.hours import NEVER_AFTER, NEVER_BEFORE


@njit(cache=True, nogil=True)
def is_last(timetable: Timetable, room: Room, may: May, ask: Ask, call: int) -> bool:
    """Whether a parcel that alights at this call of its destination can wait there for collection in time."""
    if timetable.available_at[call] > ask.available_by or not may.end[call]:
        return False
    storage, lockers = timetable.storage, timetable.lockers
    if sizes_at(lockers, ask.destination) > 0 and not _is_free(
        lockers, room, ask, ask.destination, lockers.at[call, ARRIVAL], lockers.at[call, COLLECTION]
    ):
        return False
    return _stored(room.storage_ml, storage.at[call, ARRIVAL], storage.at[call, COLLECTION], ask.volume_ml)


@njit(cache=True, nogil=True)
def _stored(storage_ml: Ints, begin: int, end: int, volume_ml: int) -> bool:
    """Whether storage has room over its rows from begin to end; where one is -1 there is nothing that is limited."""
    if begin >= 0:
        for row in range(begin, end):
            if storage_ml[row] < volume_ml:
                return False
    return True


@njit(cache=True, nogil=True)
def _is_free(lockers: Lockers, room: Room, ask: Ask, place: int, begin: int, end: int) -> bool:
    """Whether any size of a locker will do for a stay."""
    stay = Stay(place, begin, end)
    return smallest_free(lockers, room.compartments, stay, _contents(ask), ANY_SIZE) != NOTHING_FREE


@njit(cache=True, nogil=True)
def _contents(ask: Ask) -> Contents:
    """What goes into lockers."""
    return Contents(ask.parcels, ask.largest_volume_ml, ask.largest_weight_g, ask.longest_side_mm)


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
def board_at_origin(timetable: Timetable, room: Room, may: May, ask: Ask, labels: Labels) -> int:
    """Label the departures with which a journey may begin. Returns how many trips were boarded."""
    departures, departure, hand_in_by = timetable.departures, timetable.departure, timetable.hand_in_by
    board_allowed, begin_allowed, handling_left_s = may.board, may.begin, room.handling_s
    handling_s = ask.parcels * timetable.handling_s[ask.origin]
    storage_ml, storage_at = room.storage_ml, timetable.storage.at
    lockers, has_locker = timetable.lockers, sizes_at(timetable.lockers, ask.origin) > 0
    board_wait, board_from, board_best = labels.board_wait[0], labels.board_from[0], labels.board_best
    boarded = 0
    for index in range(timetable.departures_first[ask.origin], timetable.departures_first[ask.origin + 1]):
        call = departures[index]
        if departure[call] > ask.available_by:
            break
        if not board_allowed[call] or not begin_allowed[call] or hand_in_by[call] < ask.hand_in_from:
            continue
        if handling_left_s[call] < handling_s:
            continue
        if not _stored(storage_ml, storage_at[call, HAND_IN], storage_at[call, DEPARTURE], ask.volume_ml):
            continue
        if has_locker and not _is_free(
            lockers, room, ask, ask.origin, lockers.at[call, HAND_IN], lockers.at[call, DEPARTURE]
        ):
            continue
        board_best[call] = 0
        board_wait[call] = 0
        board_from[call] = -1
        boarded = _mark(labels, 0, timetable.call_trip[call], call, boarded)
    return boarded


@njit(cache=True, nogil=True)
def board_at_hub(timetable: Timetable, room: Room, may: May, ask: Ask, labels: Labels) -> int:
    """Go on from where the ridden legs end."""
    k = ask.start_legs - 1
    labels.alight_best[ask.start_call] = ask.start_wait_s
    labels.alight_wait[k, ask.start_call] = ask.start_wait_s
    return transfer(timetable, room, may, ask, labels, k, timetable.call_place[ask.start_call], 0)


@njit(cache=True, nogil=True)
def transfer(
    timetable: Timetable, room: Room, may: May, ask: Ask, labels: Labels, k: int, hub: int, boarded: int
) -> int:
    """From a hub's arrivals of round k to its departures in round k + 1.

    For each departure, in order of time, the arrival that leaves the least waiting in total: of all
    that may still wait it is always the one with the least `wait - arrival`. Two are kept, of
    different trips, because a parcel never changes to the trip it came with. Arrivals enter when
    their transfer time is over. What came before some instant cannot wait any longer: when storage is
    full, or no size of a locker is free, before the end of the row in which it is so; and before the
    longest wait. That instant only rises; when one of the two kept came before it, all that came since
    enter again.
    """
    arrivals, departures = timetable.arrivals, timetable.departures
    arrival, departure, call_trip = timetable.arrival, timetable.departure, timetable.call_trip
    board_allowed, handling_left_s = may.board, room.handling_s
    alight_wait, board_best = labels.alight_wait[k], labels.board_best
    board_wait, board_from = labels.board_wait[k + 1], labels.board_from[k + 1]
    lockers, storage, longest_wait_s = timetable.lockers, timetable.storage, may.longest_wait_s[hub]
    rows = slice(storage.first[hub], storage.first[hub + 1])
    storage_begins, storage_ml = storage.begins[rows], room.storage_ml[rows]
    sizes = sizes_at(lockers, hub)
    if sizes > 0:
        _look_into(lockers, labels.size_since, ask, k, hub)
    handling_s = ask.parcels * timetable.handling_s[hub]
    arrivals_end, transfer_s = timetable.arrivals_first[hub + 1], timetable.min_transfer_s[hub]
    entering, storage_row, locker_row, since = timetable.arrivals_first[hub], 0, 0, NEVER_BEFORE
    best, second = -1, -1
    for index in range(timetable.departures_first[hub], timetable.departures_first[hub + 1]):
        call = departures[index]
        leaves = departure[call]
        if leaves > ask.available_by:
            break
        storage_row, since = _full_until(storage_begins, storage_ml, storage_row, leaves, ask.volume_ml, since)
        if sizes > 0:
            locker_row = _taken_until(
                lockers, room.compartments, labels.size_since, hub, locker_row, leaves, ask.parcels
            )
            since = max(since, labels.size_since[:sizes].min())
        since = max(since, leaves - longest_wait_s)
        if (best >= 0 and arrival[best] < since) or (second >= 0 and arrival[second] < since):
            best, second = -1, -1
            entering = _first_since(arrivals, arrival, timetable.arrivals_first[hub], arrivals_end, since)
        while entering < arrivals_end and arrival[arrivals[entering]] + transfer_s <= leaves:
            came = arrivals[entering]
            entering += 1
            if alight_wait[came] != UNREACHED and arrival[came] >= since:
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
def _full_until(begins: Ints, storage_ml: Ints, row: int, leaves: int, volume_ml: int, since: int) -> tuple[int, int]:
    """Walk a hub's storage rows that begin before a departure.

    Returns the next row, and the end of the last row walked that has no room; `since` if all have.
    Every departure begins a row, so a row that begins before one ends by it.
    """
    while row < len(begins) and begins[row] < leaves:
        if storage_ml[row] < volume_ml:
            since = begins[row + 1]
        row += 1
    return row, since


@njit(cache=True, nogil=True)
def _look_into(lockers: Lockers, size_since: Ints, ask: Ask, k: int, hub: int) -> None:
    """Before a hub's departures are walked: sizes that do not fit are never free."""
    only = ask.start_size if k + 1 == ask.start_legs else ANY_SIZE
    for size in range(sizes_at(lockers, hub)):
        fits = (only in (ANY_SIZE, size)) and fits_in(lockers, hub, size, _contents(ask))
        size_since[size] = NEVER_BEFORE if fits else NEVER_AFTER


@njit(cache=True, nogil=True)
def _taken_until(lockers: Lockers, free: Ints, size_since: Ints, hub: int, row: int, leaves: int, parcels: int) -> int:
    """Walk the rows of a hub's locker that begin before a departure, counted from its first one.

    `size_since` becomes, by size, the end of the last row walked in which it is taken. Returns the next row.
    """
    first, rows = lockers.first[hub], rows_at(lockers, hub)
    while row < rows and lockers.begins[first + row] < leaves:
        for size in range(sizes_at(lockers, hub)):
            if free[first + size * rows + row] < parcels:
                size_since[size] = max(size_since[size], lockers.begins[first + row + 1])
        row += 1
    return row


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
