"""Parcels that are decided on as one: a parcel by itself, or those of a consignment that are open."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from contracts.parcel import Bond
from contracts.reasons import UnmatchedReason
from matcher.agenda import Item
from matcher.assignment.problem import Ask
from matcher.bonds.ties import Ties


@dataclass(slots=True)
class Unit:
    """One or more parcels, and what is asked for them."""

    items: tuple[Item, ...]
    bond: Bond | None = None
    """What holds a complete consignment together; None = nothing to hold."""
    is_whole: bool = True
    """Whether nothing but a journey is missing. Of an incomplete consignment nothing travels."""
    asks: list[Ask] = field(default_factory=list)
    """One for each item, or one for all that travel together."""

    @property
    def may_travel(self) -> bool:
        """Whether each would get a journey if it were alone; of an incomplete consignment none does."""
        return self.is_whole and all([ask.cheapest is not None for ask in self.asks])  # noqa: C419 - of most there is one; a generator takes twice as long

    def ask_of(self, number: int) -> Ask:
        """What is asked for one of the items."""
        return self.asks[number if len(self.asks) > 1 else 0]

    def reason(self, ask: Ask) -> UnmatchedReason:
        """Why one of it that got no journey has none."""
        if ask.reason_without is not None and ask.cheapest is None:
            return ask.reason_without
        return UnmatchedReason.CAPACITY_SOLD_OUT if self.may_travel else UnmatchedReason.CONSIGNMENT_INCOMPLETE


def units_of(ties: Ties, items: Sequence[Item]) -> list[Unit]:
    """Each parcel once, in the order of the first of each unit."""
    if not ties.state.bonds.in_use:
        return [Unit((item,)) for item in items]
    by_id = {item.request.parcel_id: item for item in items}
    units: dict[str, Unit] = {}
    for item in items:
        if item.request.parcel_id not in units:
            unit = _unit(ties, item, by_id)
            units.update((each.request.parcel_id, unit) for each in unit.items)
    return _once(units.values())


def _unit(ties: Ties, item: Item, asked: dict[str, Item]) -> Unit:
    members = ties.members(item)
    membership = item.request.consignment
    if not members or membership is None:
        return Unit((item,))
    here = tuple(asked[each.request.parcel_id] for each in members if each.request.parcel_id in asked)
    is_whole = len(here) == len(members) and ties.is_complete(members)
    return Unit(here, membership.bond if is_whole else None, is_whole)


def _once(units: Iterable[Unit]) -> list[Unit]:
    return list({id(unit): unit for unit in units}.values())
