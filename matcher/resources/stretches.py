"""Stretches of time at a place: between two instants at which anything can start or stop waiting there.

What is limited over stays has one row per stretch, so its limit holds at every instant, without buckets.
"""

from typing import NamedTuple

import numpy as np

from matcher.journeys.network import Flags, Index, Ints, Network
from matcher.state.hours import NEVER_AFTER, NEVER_BEFORE

ARRIVAL, DEPARTURE, HAND_IN, COLLECTION = range(4)
"""Columns of `Stretches.at`."""


class Stretches(NamedTuple):
    """Row r covers the instants from `begins[r]` to the next row's begin, at one place."""

    begins: Ints
    first: Index
    """(P + 1) first row of each place; the others have none."""
    at: Index
    """(N, 4) the row that begins at a call's arrival, at its departure, at its hand_in_by and when a parcel that
    came with it is gone; -1 at other places, and where there is no such instant."""


def stretches_of(network: Network, places: Flags, gone_at: Ints, copies: Ints) -> Stretches:
    """Find the instants of these places (P) and number the rows between them.

    `gone_at` (N): when a parcel that came with a call is gone. `copies` (P): so many times the rows of a place
    are laid out one after the other; the columns name those of the first.
    """
    at = np.full((network.calls, 4), -1, dtype=np.int32)
    instants = (network.arrival, network.departure, network.hand_in_by, gone_at)
    begins: list[Ints] = [np.empty(0, dtype=np.int64)]
    counts = np.zeros(len(places), dtype=np.int64)
    for place in np.flatnonzero(places):
        calls = network.departures.at(int(place))
        here = np.stack([column[calls] for column in instants], axis=1)
        real = (here > NEVER_BEFORE) & (here < NEVER_AFTER)
        times = np.unique(here[real])
        at[calls] = np.where(real, np.searchsorted(times, here) + counts.sum(), -1)
        begins.append(np.tile(times, copies[place]))
        counts[place] = len(begins[-1])
    first = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
    return Stretches(np.concatenate(begins), first, at)
