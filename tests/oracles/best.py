"""The best of all plans: each load in turn takes each of its journeys, or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.parcel import Bond
from tests.oracles.load import Load
from tests.oracles.use import Use, fits

if TYPE_CHECKING:
    from tests.oracles.brute_force import BruteForce


def best_value(oracle: BruteForce) -> int:
    """The greatest sum of value minus cost of a plan in which nothing has begun yet.

    Forerunners come before their followers; a circle of them never travels.
    """
    loads = _in_order(_loads(oracle))
    gains = [max((option.gain for option in oracle.options(load)), default=0) for load in loads]
    hopes = [sum(gains[index:]) for index in range(len(gains) + 1)]
    best = 0

    def choose(index: int, value: int, taken: list[Use], there: dict[str, int], all_of: dict[str, bool]) -> None:
        nonlocal best
        if value + hopes[index] <= best:
            return
        if index == len(loads):
            best = value
            return
        load = loads[index]
        name = _all_or_none(load)
        after = load.first.after_parcel_id
        if all_of.get(name, True) and (after is None or after in there):
            not_before = 0 if after is None else there[after] + load.first.after_gap_s
            for option in oracle.options(load):
                if option.hand_in >= not_before and fits(option.use, taken):
                    now_there = there | dict.fromkeys(load.names, option.available)
                    travels = all_of | {name: True} if name else all_of
                    choose(index + 1, value + option.gain, [*taken, option.use], now_there, travels)
        if not all_of.get(name, False):
            choose(index + 1, value, taken, there, all_of | {name: False} if name else all_of)

    choose(0, 0, [], {}, {})
    return best


def _loads(oracle: BruteForce) -> list[Load]:
    """What may travel: single parcels, complete groups as one load, members of complete all-or-none groups."""
    loads: dict[tuple[str, ...], Load] = {}
    for parcel in oracle.open_parcels():
        group = oracle.group_of(parcel.parcel_id, {})
        if group is None or (group.is_complete and group.bond is Bond.ALL_OR_NONE):
            loads[parcel.parcel_id,] = Load((parcel,))
        elif group.is_complete:
            load = Load(tuple(group.members))
            loads[load.names] = load
    return list(loads.values())


def _in_order(loads: list[Load]) -> list[Load]:
    """Each after what it comes after; what is left comes after nothing that travels."""
    ordered: list[Load] = []
    names: set[str] = set()
    left = loads
    while left:
        ready = [load for load in left if load.first.after_parcel_id is None or load.first.after_parcel_id in names]
        if not ready:
            break
        ordered += ready
        names |= {name for load in ready for name in load.names}
        left = [load for load in left if load not in ready]
    return _without_the_incomplete(ordered, left)


def _without_the_incomplete(ordered: list[Load], left: list[Load]) -> list[Load]:
    """Without those that go with one that never does."""
    never = {_all_or_none(load) for load in left} - {""}
    return [load for load in ordered if _all_or_none(load) not in never]


def _all_or_none(load: Load) -> str:
    """The consignment of which a parcel travels only if all others do; empty = none."""
    consignment = load.first.consignment
    return consignment.consignment_id if consignment and consignment.bond is Bond.ALL_OR_NONE else ""
