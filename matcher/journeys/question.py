"""What the search is asked for one parcel: each rule narrows it, in the order of the reasons."""

from dataclasses import dataclass
from typing import NamedTuple

from matcher.journeys.journey import RideLeg
from matcher.journeys.network import Flags
from matcher.state.hours import NEVER_AFTER, NEVER_BEFORE


@dataclass(frozen=True, slots=True)
class Ridden:
    """Legs behind a parcel: it is at the hub where the last one ends."""

    legs: tuple[RideLeg, ...]
    waited_s: int
    """Seconds between them."""


class Question(NamedTuple):
    """Where from and to, what may be used, how much room it takes, by when."""

    origin: int
    destination: int
    board: Flags
    """(N) calls at which it may be loaded."""
    alight: Flags
    """(N) calls at which it may be unloaded."""
    carrier: Flags
    """(C) compartments it may ride in."""
    volume_ml: int = 0
    weight_g: int = 0
    pieces: int = 0
    longest_side_mm: int = 0
    """0 = fits into every compartment."""
    parcels: int = 0
    """1 once handling seconds count, else 0."""
    hand_in_from: int = NEVER_BEFORE
    available_by: int = NEVER_AFTER
    ridden: Ridden | None = None
    """None = it starts at its origin."""
