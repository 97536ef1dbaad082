"""What the compiled search reads and writes: the timetable, the room in it, what is asked, and labels."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.journeys.network import Flags, Index, Ints
from matcher.resources.danger import Budgets
from matcher.resources.lockers import Lockers
from matcher.resources.storage import Storage
from matcher.state.hours import NEVER_AFTER

ROUNDS = 4
UNREACHED = -1
LOOK_ON = -1


class Timetable(NamedTuple):
    """The network as the kernel sees it; names and shapes as in `network.Network`, rows as in the families."""

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
    reserved_until: Index
    segments: int
    """Rows of a dimension of compartments."""
    handling_row: int
    """The first row of handling in the capacity vector, as the families say of the others."""
    storage: Storage
    lockers: Lockers
    budgets: Budgets


class Room(NamedTuple):
    """What is free: segments in three dimensions, handling by call, storage, lockers and dangerous goods by row."""

    volume_ml: Ints
    weight_g: Ints
    pieces: Ints
    handling_s: Ints
    storage_ml: Ints
    compartments: Ints
    danger_g: Ints


class May(NamedTuple):
    """What may be used, and what is dangerous: fields of `question.Question`, the same for many asks."""

    board: Flags
    alight: Flags
    carrier: Flags
    begin: Flags
    end: Flags
    longest_wait_s: Ints
    danger: Ints


class Ask(NamedTuple):
    """The rest of a question, and when to stop looking."""

    origin: int
    destination: int
    volume_ml: int
    weight_g: int
    pieces: int
    longest_side_mm: int
    parcels: int
    largest_volume_ml: int
    largest_weight_g: int
    hand_in_from: int
    available_by: int
    enough_wait_s: int
    """A journey that waits no longer than this is not beaten by one with more legs; LOOK_ON = none is enough."""
    start_call: int
    """The call at a hub where a parcel is that is on its way; -1 = it starts at its origin."""
    start_legs: int
    """How many legs it has behind it."""
    start_wait_s: int
    start_size: int
    """The size of its compartment at that hub, which it keeps; ANY_SIZE = it has none yet."""
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
    size_since: Ints
    """By size of the locker of the hub that is looked at: since when it has been free."""


def new_labels(trips: int, calls: int, places: int, sizes: int) -> Labels:
    """Labels for a network of that size with at most so many sizes of a locker, all unreached."""
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
        size_since=np.zeros(sizes, dtype=np.int64),
    )
