"""Rows of lockers: compartments of one size, one row per size and stretch of time at a place.

A parcel takes one compartment for the whole of a stay, of the smallest size that it fits and that is
free throughout. A place's sizes are counted from 0, the smallest one.
"""
# ruff: noqa: PLR0917 - compiled functions take their state one by one

from typing import NamedTuple

import numpy as np
from numba import njit

from matcher.journeys.network import Index, Ints, Network
from matcher.resources.stretches import ARRIVAL, COLLECTION, DEPARTURE, HAND_IN, stretches_of
from matcher.resources.use import Uses
from matcher.state.hours import NEVER_AFTER
from matcher.state.places import LockerSize

NO_LOCKER = -1
"""Instead of a size: there is no locker at the place."""
ANY_SIZE = -1
NOTHING_FREE = -2
UNDECIDED = -3


class Lockers(NamedTuple):
    """At places with a locker; the last three as in `Stretches`, the rows of a place's sizes one after the other."""

    first_row: int
    """Where the rows of this family begin in the capacity vector."""
    size_first: Index
    """(P + 1) the first of each place's sizes among those of all places."""
    holds: Ints
    """(S, 3) by size of all places: volume, weight and longest side of a parcel that still fits in."""
    begins: Ints
    first: Index
    at: Index


class Stay(NamedTuple):
    """The rows of a stay in the first size of its place; where one is -1 it is no stay, and takes nothing."""

    place: int
    begin: int
    end: int


class Contents(NamedTuple):
    """What goes into compartments of one size: so many parcels, one into each, and the largest of each measure."""

    parcels: int
    volume_ml: int
    weight_g: int
    longest_side_mm: int


@njit(cache=True, nogil=True)
def sizes_at(lockers: Lockers, place: int) -> int:
    """How many sizes there are at a place; 0 = it has no locker."""
    return int(lockers.size_first[place + 1] - lockers.size_first[place])


@njit(cache=True, nogil=True)
def fits_in(lockers: Lockers, place: int, size: int, contents: Contents) -> bool:
    """Whether each parcel fits into a compartment of a place's size."""
    number = lockers.size_first[place] + size
    return bool(
        lockers.holds[number, 0] >= contents.volume_ml
        and lockers.holds[number, 1] >= contents.weight_g
        and lockers.holds[number, 2] >= contents.longest_side_mm
    )


@njit(cache=True, nogil=True)
def rows_at(lockers: Lockers, place: int) -> int:
    """How many rows each size has at a place with a locker."""
    return int(lockers.first[place + 1] - lockers.first[place]) // sizes_at(lockers, place)


@njit(cache=True, nogil=True)
def smallest_free(lockers: Lockers, free: Ints, stay: Stay, contents: Contents, only: int) -> int:
    """The smallest size that fits and is free throughout a stay, or, unless it is ANY_SIZE, `only` that one.

    `free`: the rows of this family. NO_LOCKER where the place has none, NOTHING_FREE where no size will do.
    """
    sizes = sizes_at(lockers, stay.place)
    if sizes == 0:
        return NO_LOCKER
    for size in range(sizes):
        if (only in (ANY_SIZE, size)) and fits_in(lockers, stay.place, size, contents):
            offset = size * rows_at(lockers, stay.place)
            if _is_free(free, stay.begin, stay.end, offset, contents.parcels):
                return size
    return NOTHING_FREE


@njit(cache=True, nogil=True)
def _is_free(free: Ints, begin: int, end: int, offset: int, parcels: int) -> bool:
    if begin >= 0:
        for row in range(begin + offset, end + offset):
            if free[row] < parcels:
                return False
    return True


@njit(cache=True, nogil=True)
def stay_of(lockers: Lockers, call_place: Index, legs: Index, number: int) -> Stay:
    """A journey's stay by number: 0 at its origin, then one after each leg. `legs` (L, 3) as in `Travels`."""
    last = len(legs)
    call = legs[number, 1] if number < last else legs[number - 1, 2]
    begin = lockers.at[call, HAND_IN] if number == 0 else lockers.at[legs[number - 1, 2], ARRIVAL]
    end = lockers.at[call, DEPARTURE] if number < last else lockers.at[call, COLLECTION]
    return Stay(call_place[call], begin, end)


@njit(cache=True, nogil=True)
def write_sizes(lockers: Lockers, free: Ints, call_place: Index, legs: Index, contents: Contents, sizes: Index) -> None:
    """By stay of a journey, where `sizes` (L + 1) has UNDECIDED, the smallest size that is free throughout."""
    for number in range(len(sizes)):
        if sizes[number] == UNDECIDED:
            stay = stay_of(lockers, call_place, legs, number)
            sizes[number] = smallest_free(lockers, free, stay, contents, ANY_SIZE)


@njit(cache=True, nogil=True)
def write_uses(
    lockers: Lockers, call_place: Index, legs: Index, sizes: Index, parcels: int, uses: Uses, used: int
) -> int:
    """What the stays of a journey take. Returns how many uses there are now."""
    for number in range(len(legs) + 1):
        if sizes[number] >= 0:
            stay = stay_of(lockers, call_place, legs, number)
            if 0 <= stay.begin < stay.end:
                offset = sizes[number] * rows_at(lockers, stay.place)
                uses[used, 0] = lockers.first_row + stay.begin + offset
                uses[used, 1] = lockers.first_row + stay.end + offset
                uses[used, 2] = parcels
                used += 1
    return used


def lockers_of(network: Network, first_row: int) -> tuple[Lockers, Ints]:
    """Number the sizes and their rows; and what they offer."""
    sizes_by_place = [_sizes(network, place) for place in range(len(network.places))]
    sizes = [size for here in sizes_by_place for size in here]
    counts = np.array([len(here) for here in sizes_by_place], dtype=np.int64)
    stretches = stretches_of(network, counts > 0, _free_again_at(network), counts)
    size_first = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
    holds = np.array([(size.volume_ml, size.weight_g, size.longest_side_mm) for size in sizes], dtype=np.int64)
    rows_by_size = np.repeat(np.diff(stretches.first) // np.maximum(counts, 1), counts)
    offered = np.repeat(np.array([size.count for size in sizes], dtype=np.int64), rows_by_size)
    return Lockers(first_row, size_first, holds.reshape(-1, 3), *stretches), offered


def _sizes(network: Network, place: int) -> tuple[LockerSize, ...]:
    published = network.places[place]
    return () if published is None or published.locker is None else published.locker.sizes


def _free_again_at(network: Network) -> Ints:
    """(N) when the compartment is free again of a parcel that is collected after a call."""
    lockers = [None if place is None else place.locker for place in network.places]
    collect_s = np.array([0 if locker is None else locker.collect_s for locker in lockers], dtype=np.int64)
    instants: Ints = np.minimum(network.available_at + collect_s[network.call_place], NEVER_AFTER)
    return instants
