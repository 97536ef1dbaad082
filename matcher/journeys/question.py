"""What the search is asked for one parcel: each rule narrows it, in the order of the reasons."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from matcher.journeys.journey import RideLeg
from matcher.journeys.network import Flags, Ints
from matcher.resources.lockers import Contents
from matcher.state.hours import NEVER_AFTER, NEVER_BEFORE
from matcher.state.timetable import UNLIMITED

NO_DANGER: Ints = np.empty((0, 2), dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Ridden:
    """Legs behind a parcel: it is at the hub where the last one ends."""

    legs: tuple[RideLeg, ...]
    waited_s: int
    """Seconds between them."""
    lockers: tuple[int, ...] = ()
    """Of its stays that have begun, as in `journey.Journey`: where one is the stay at that hub, it keeps its size."""


class Usable(NamedTuple):
    """What may be used: the first fields of a question."""

    board: Flags
    alight: Flags
    carrier: Flags
    begin: Flags
    end: Flags
    longest_wait_s: Ints


class Question(NamedTuple):
    """What may be used, where from and to, how much room it takes, by when."""

    board: Flags
    """(N) calls at which it may be loaded."""
    alight: Flags
    """(N) calls at which it may be unloaded."""
    carrier: Flags
    """(C) compartments it may ride in."""
    begin: Flags
    """(N) of the calls at which it may be loaded, those at which its journey may begin."""
    end: Flags
    """(N) of the calls at which it may be unloaded, those at which its journey may end."""
    longest_wait_s: Ints
    """(P) how long it may wait between two legs."""
    origin: int
    destination: int
    volume_ml: int = 0
    weight_g: int = 0
    pieces: int = 0
    longest_side_mm: int = 0
    """0 = fits into every compartment."""
    parcels: int = 0
    """How many there are, once handling seconds and lockers count, else 0."""
    largest_volume_ml: int = 0
    """Of one of them, as `largest_weight_g`: what a compartment of a locker must hold."""
    largest_weight_g: int = 0
    danger: Ints = NO_DANGER
    """(D, 2) classes of dangerous goods, as numbers of the network, and how much of each, in grams."""
    hand_in_from: int = NEVER_BEFORE
    available_by: int = NEVER_AFTER
    longest_total_s: int = UNLIMITED
    """From hand-in to collection."""
    not_before: int = NEVER_BEFORE
    """The earliest hand-in that the parcel it comes after allows."""
    handed_in_at: int | None = None
    """When it was handed in, if it was: the longest total time counts from then. None = when its journey says."""
    ridden: Ridden | None = None
    """None = it starts at its origin."""

    @property
    def contents(self) -> Contents:
        """What goes into lockers."""
        return Contents(self.parcels, self.largest_volume_ml, self.largest_weight_g, self.longest_side_mm)
