"""Where a parcel lies on its journey: at its origin, at each transfer, at its destination."""

from dataclasses import dataclass
from itertools import pairwise

from contracts.instants import epoch_s
from contracts.match import ParcelMatched
from contracts.stop import StopPublished


@dataclass(frozen=True, slots=True)
class Stay:
    """From `start` until before `end`, in seconds since 1970."""

    stop_id: str
    start: int
    end: int
    leg: int
    """Which leg ends it, counted from 0; at the destination the number of legs."""
    size: str | None
    """That of its compartment, if the match names one."""


def stays_of(match: ParcelMatched) -> list[Stay]:
    """All stays in the order of travel.

    Compartments are given to the stays from the last on: a place may have got or lost its locker since
    the parcel left it, and what is named of that is at the beginning.
    """
    first, last = match.legs[0], match.legs[-1]
    lain = [(first.board_stop_id, match.hand_in_by, first.board_at)]
    lain += [(come.alight_stop_id, come.alight_at, go.board_at) for come, go in pairwise(match.legs)]
    lain.append((last.alight_stop_id, last.alight_at, match.available_at))
    named = list(match.lockers)
    stays: list[Stay] = []
    for leg in reversed(range(len(lain))):
        stop_id, start, end = lain[leg]
        size = named.pop().size if named and named[-1].stop_id == stop_id else None
        stays.append(Stay(stop_id, epoch_s(start), epoch_s(end), leg, size))
    return stays[::-1]


def collected_by(stay: Stay, legs: int, stop: StopPublished | None) -> int:
    """Until before when a stay takes its compartment: at the destination until somebody has come for it."""
    collect_s = 0 if stop is None or stop.locker is None or stay.leg < legs else stop.locker.collect_s
    return stay.end + collect_s
