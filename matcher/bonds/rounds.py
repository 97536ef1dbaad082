"""In which order units are decided on: whoever comes after another one waits until that one has its journey."""

from collections.abc import Sequence

from matcher.bonds.ties import Ties
from matcher.bonds.unit import Unit


def rounds_of(ties: Ties, units: Sequence[Unit]) -> list[list[Unit]]:
    """The units round by round. A circle comes last, with all that waits for it: it waits for itself.

    So does a consignment of which one comes after another one of it.
    """
    if not ties.state.bonds.in_use:
        return [list(units)]
    number_of = {item.request.parcel_id: number for number, unit in enumerate(units) for item in unit.items}
    waits_for = [_forerunners(ties, unit, number_of) for unit in units]
    rounds: list[list[Unit]] = []
    left = set(range(len(units)))
    while left:
        ready = {number for number in left if not waits_for[number] & left} or left
        rounds.append([units[number] for number in sorted(ready)])
        left = left - ready
    return rounds


def _forerunners(ties: Ties, unit: Unit, number_of: dict[str, int]) -> set[int]:
    """The units that a unit waits for, by number."""
    after = [item.request.after_parcel_id for item in unit.items if not ties.is_under_way(item)]
    return {number_of[parcel_id] for parcel_id in after if parcel_id in number_of}
