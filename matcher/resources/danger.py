"""Rows of dangerous goods: how much of some classes a vehicle carries, one row per budget and segment.

As with compartments, the row of a segment is that of the call it starts at, so a budget has as many
rows as its trip has calls.
"""
# ruff: noqa: PLR0917 - compiled functions take their state one by one

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from matcher.journeys.network import Flags, Index, Ints, Network
from matcher.resources.use import Calls, Uses
from matcher.state.parcels import Danger


class Budgets(NamedTuple):
    """Budgets (B) by trip, and what counts in them."""

    first_row: int
    """Where the rows of this family begin in the capacity vector."""
    budget_first: Index
    """(T + 1) first budget of each trip."""
    budget_row: Index
    """(B) row of its trip's first call, within the rows of this family."""
    counts: NDArray[np.bool_]
    """(B, K) whether a class, by number, counts in it."""


class DangerBudgets(NamedTuple):
    """The budgets of a network and the classes they name. Their rows begin at 0 until capacity lays them out."""

    budgets: Budgets
    class_number: dict[str, int]
    offered: Ints
    """By row."""
    most_per_trip: int

    def carry(self, danger_classes: Sequence[str]) -> Flags:
        """(T) the trips with a budget for each of these classes."""
        trips = len(self.budgets.budget_first) - 1
        every = np.ones(trips, dtype=np.bool_)
        trip_of = np.repeat(np.arange(trips), np.diff(self.budgets.budget_first))
        for name in danger_classes:
            number = self.class_number.get(name)
            some = np.zeros(trips, dtype=np.bool_)
            if number is not None:
                some[trip_of[self.budgets.counts[:, number]]] = True
            every &= some
        return every

    def amounts(self, dangerous: Sequence[Danger]) -> Ints:
        """(D, 2) class numbers and grams; number -1 for a class that no budget names."""
        known = [(self.class_number.get(goods.danger_class, -1), goods.gross_g) for goods in dangerous]
        return np.array(known, dtype=np.int64).reshape(-1, 2)


def danger_of(network: Network) -> DangerBudgets:
    """Number classes, budgets and rows; kept in the network's cache."""
    known = network.cache.get("danger")
    if isinstance(known, DangerBudgets):
        return known
    danger = network.cache["danger"] = _danger_budgets(network)
    return danger


def _danger_budgets(network: Network) -> DangerBudgets:
    specs = [spec for trip in network.trips for spec in trip.danger_budgets]
    per_trip = np.array([len(trip.danger_budgets) for trip in network.trips], dtype=np.int64)
    calls = np.repeat(np.diff(network.trip_first), per_trip)
    names = sorted({name for spec in specs for name in spec.danger_classes})
    counts = np.array([[name in spec.danger_classes for name in names] for spec in specs], dtype=np.bool_)
    budgets = Budgets(
        first_row=0,
        budget_first=np.concatenate([[0], np.cumsum(per_trip)]).astype(np.int32),
        budget_row=(np.cumsum(calls) - calls).astype(np.int32),
        counts=counts.reshape(len(specs), len(names)),
    )
    gross_g = np.array([spec.gross_g for spec in specs], dtype=np.int64)
    numbers = {name: number for number, name in enumerate(names)}
    return DangerBudgets(budgets, numbers, np.repeat(gross_g, calls), int(per_trip.max(initial=0)))


@njit(cache=True, nogil=True)
def counted_g(budgets: Budgets, budget: int, danger: Ints) -> int:
    """How much of what is dangerous counts in a budget. `danger` (D, 2): class numbers and grams."""
    grams = 0
    for index in range(len(danger)):
        if danger[index, 0] >= 0 and budgets.counts[budget, danger[index, 0]]:
            grams += danger[index, 1]
    return grams


@njit(cache=True, nogil=True)
def has_room(budgets: Budgets, free_g: Ints, danger: Ints, trip: int, segment: int) -> bool:
    """Whether all budgets of a trip have room on a segment, counted from the trip's first call."""
    for budget in range(budgets.budget_first[trip], budgets.budget_first[trip + 1]):
        grams = counted_g(budgets, budget, danger)
        if grams > 0 and free_g[budgets.budget_row[budget] + segment] < grams:
            return False
    return True


@njit(cache=True, nogil=True)
def write_uses(budgets: Budgets, calls: Calls, legs: Index, danger: Ints, uses: Uses, used: int) -> int:
    """Every segment on which its compartment is taken, in each budget that counts it.

    `legs` (L, 3) as in `Travels`, `danger` as in `counted_g`. Returns how many uses there are now.
    """
    for leg in legs:
        trip = calls.trip[leg[1]]
        for budget in range(budgets.budget_first[trip], budgets.budget_first[trip + 1]):
            grams = counted_g(budgets, budget, danger)
            if grams > 0:
                row = budgets.first_row + budgets.budget_row[budget] - calls.trip_first[trip]
                uses[used, 0] = row + leg[1]
                uses[used, 1] = row + max(leg[2], calls.reserved_until[leg[2]])
                uses[used, 2] = grams
                used += 1
    return used
