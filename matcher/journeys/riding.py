"""The ridden part of the compiled search: labels are carried from boarding calls to alighting calls."""
# ruff: noqa: PLR0917 - compiled functions take their state one by one

from numba import njit

from matcher.journeys.network import Index, Ints
from matcher.journeys.tables import UNREACHED, Ask, Labels, May, Room, Timetable
from matcher.journeys.waiting import is_last
from matcher.resources.danger import Budgets, has_room


@njit(cache=True, nogil=True)
def ride(  # noqa: C901 - one pass over the calls of a trip; every step of it needs the same dozen names
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
    longest_side_mm, reserved_until = timetable.longest_side_mm, timetable.reserved_until
    budgets, danger_g, danger = timetable.budgets, room.danger_g, may.danger
    is_dangerous = len(danger) > 0
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
            wait, board, first = UNREACHED, -1, trip_first[trip]
            row = carrier_row[carrier] - first - 1
            for call in range(trip_start[trip], trip_last[trip]):
                if board >= 0:
                    segment = row + call
                    if (
                        volume_ml[segment] < ask.volume_ml
                        or weight_g[segment] < ask.weight_g
                        or pieces[segment] < ask.pieces
                        or (is_dangerous and not has_room(budgets, danger_g, danger, trip, call - 1 - first))
                    ):
                        board = -1
                    elif alight[call] and wait < alight_best[call]:
                        place, until = call_place[call], reserved_until[call]
                        if handling_left_s[call] >= ask.parcels * handling_s[place] and (
                            place != ask.destination  # where it cannot end, nobody need meet the bus
                            or until == call
                            or (
                                _has_room(volume_ml, weight_g, pieces, ask, row + 1 + call, row + 1 + until)
                                and _may_carry(budgets, danger_g, danger, trip, call - first, until - first)
                            )
                        ):
                            alight_best[call] = wait
                            alight_wait[call] = wait
                            alight_board[call] = board
                            alight_carrier[call] = carrier
                            if is_hub[place] and hub_round[place] != k + 1:
                                hub_round[place] = k + 1
                                hubs[reached] = place
                                reached += 1
                            if place == ask.destination:
                                _finish(timetable, room, may, ask, alight_wait, call, found[k : k + 1])
                here = board_wait[call]
                if here != UNREACHED and (board < 0 or here <= wait):
                    wait, board = here, call
    return reached


@njit(cache=True, nogil=True)
def _has_room(volume_ml: Ints, weight_g: Ints, pieces: Ints, ask: Ask, first: int, last: int) -> bool:
    """Whether a compartment has room on its segments from `first` up to, not including, `last`."""
    for segment in range(first, last):
        if volume_ml[segment] < ask.volume_ml or weight_g[segment] < ask.weight_g or pieces[segment] < ask.pieces:
            return False
    return True


@njit(cache=True, nogil=True)
def _may_carry(budgets: Budgets, danger_g: Ints, danger: Ints, trip: int, first: int, last: int) -> bool:
    """Whether a trip has room for what is dangerous on its segments from `first` up to, not including, `last`."""
    for segment in range(first, last):  # noqa: SIM110 - compiled functions have no generators
        if not has_room(budgets, danger_g, danger, trip, segment):
            return False
    return True


@njit(cache=True, nogil=True)
def _finish(timetable: Timetable, room: Room, may: May, ask: Ask, alight_wait: Ints, call: int, best: Index) -> None:
    """Keep a call at the destination if it is the best one of its round so far."""
    known = best[0]
    if known >= 0:
        later = timetable.available_at[call] >= timetable.available_at[known]
        if alight_wait[call] > alight_wait[known] or (alight_wait[call] == alight_wait[known] and later):
            return
    if is_last(timetable, room, may, ask, call):
        best[0] = call
