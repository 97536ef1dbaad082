"""What live matches take of the capacity, kept from one decision to the next.

It belongs to one network: when facts change it starts empty, everything is looked at again, and only
time is lost. So it is no part of the fold.
"""

from dataclasses import dataclass, field

from contracts.reasons import UnmatchedReason
from matcher.agenda import Agenda, Item
from matcher.resources.capacity import Free
from matcher.resources.use import Use
from matcher.state.area_state import AreaState
from matcher.state.decisions import LiveMatch, LiveRefusal
from matcher.workbench import Workbench


@dataclass(frozen=True, slots=True)
class Kept:
    """A live match that stands, and what it takes."""

    live: LiveMatch
    uses: list[Use]

    @property
    def net_millis(self) -> int:
        """Its value minus its cost."""
        return self.live.value_millis - self.live.cost_millis


@dataclass(slots=True)
class Ledger:
    """By parcel id: matches that stand, and refusals that nothing has helped since."""

    bench: Workbench
    free: Free
    kept: dict[str, Kept] = field(default_factory=dict)
    settled: dict[str, int] = field(default_factory=dict)
    """The revision of a refusal that need not be looked at again: room only shrank since."""
    alone: dict[str, int] = field(default_factory=dict)
    """By request id: the most it could bring if it were alone."""

    def keep(self, parcel_id: str, live: LiveMatch, uses: list[Use]) -> None:
        """Reserve what a match takes."""
        self.free.take(uses)
        self.kept[parcel_id] = Kept(live, uses)

    def book(self, item: Item, live: LiveMatch, uses: list[Use], alone_millis: int) -> None:
        """Note a match made just now; the solve has reserved what it takes."""
        self.kept[item.request.parcel_id] = Kept(live, uses)
        self.alone[item.request.request_id] = alone_millis

    def settle(self, item: Item, revision: int, alone_millis: int) -> None:
        """Note a refusal; `revision` is the one that is live now."""
        self.settled[item.request.parcel_id] = revision
        self.alone[item.request.request_id] = alone_millis

    def release_all_but(self, agenda: Agenda) -> None:
        """Give back what closed, withdrawn and changed matches took."""
        live = {item.request.parcel_id: live for item, live in agenda.matched}
        given_back = False
        for parcel_id, kept in list(self.kept.items()):
            now = live.get(parcel_id)
            if now is not None and _same_journey(now, kept.live):
                self.kept[parcel_id] = Kept(now, kept.uses)
            else:
                self.free.give_back(kept.uses)
                del self.kept[parcel_id]
                given_back = True
        if given_back:
            self._look_again_at_sold_out(agenda)

    def is_settled(self, item: Item) -> bool:
        """Whether a refusal still holds: same request, same facts, no room given back since."""
        live = item.live
        return (
            isinstance(live, LiveRefusal)
            and live.request_id == item.request.request_id
            and self.settled.get(item.request.parcel_id) == live.revision
        )

    def _look_again_at_sold_out(self, agenda: Agenda) -> None:
        for item in agenda.unmatched:
            if isinstance(item.live, LiveRefusal) and item.live.reason == UnmatchedReason.CAPACITY_SOLD_OUT:
                self.settled.pop(item.request.parcel_id, None)


def ledger_of(state: AreaState, bench: Workbench) -> Ledger:
    """The area's ledger on the bench's network."""
    known = state.cache.get("ledger")
    if isinstance(known, Ledger) and known.bench.network is bench.network:
        known.bench = bench
        return known
    ledger = Ledger(bench, Free(bench.capacity))
    state.cache["ledger"] = ledger
    return ledger


def _same_journey(one: LiveMatch, other: LiveMatch) -> bool:
    """Whether two revisions speak of the same journey of the same request: only flags may differ."""
    return one is other or (
        one.request_id == other.request_id
        and one.hand_in_by == other.hand_in_by
        and [leg.ride for leg in one.legs] == [leg.ride for leg in other.legs]
    )
