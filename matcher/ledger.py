"""What live matches take of the capacity, kept from one decision to the next.

It belongs to one network: when facts change it starts empty, everything is looked at again, and only
time is lost. So it is no part of the fold.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field

from matcher.agenda import Agenda, Item
from matcher.resources.capacity import Free
from matcher.resources.use import Uses
from matcher.state.area_state import AreaState
from matcher.state.decisions import LiveMatch, LiveRefusal
from matcher.state.parcels import Request
from matcher.sums import Sum
from matcher.workbench import Workbench


@dataclass(frozen=True, slots=True)
class Kept:
    """A live match that stands, and what it takes."""

    live: LiveMatch
    uses: Uses

    @property
    def net_millis(self) -> int:
        """Its value minus its cost."""
        return self.live.value_millis - self.live.cost_millis


@dataclass(slots=True)
class Ledger:
    """By parcel id: matches that stand, and refusals that nothing has helped since."""

    bench: Workbench
    free: Free
    plan: int
    """Number of the plan that comes next; one that was lost comes again."""
    kept: dict[str, Kept] = field(default_factory=dict)
    uncollected: dict[str, Uses] = field(default_factory=dict)
    """What closed parcels took: of that the compartment where they were to be collected may still be taken."""
    settled: dict[str, tuple[int, Hashable, int]] = field(default_factory=dict)
    """The revision of a refusal that need not be looked at again, as room only shrank since; what else it
    depends on (`bonds.ties.Ties.context`); and the plan it is of."""
    alone: dict[str, int] = field(default_factory=dict)
    """By request id: the most it could bring if it were alone."""
    value_millis: Sum = field(default_factory=Sum)
    """What the kept matches bring."""
    bound_millis: Sum = field(default_factory=Sum)
    """The most that open parcels could bring."""

    def keep(self, parcel_id: str, live: LiveMatch, uses: Uses) -> None:
        """Reserve what a match takes."""
        self.free.take(uses)
        self._enter(parcel_id, Kept(live, uses))

    def book(self, item: Item, live: LiveMatch, uses: Uses, alone_millis: int) -> None:
        """Note a match made just now; the solve has reserved what it takes."""
        self._enter(item.request.parcel_id, Kept(live, uses))
        self.alone[item.request.request_id] = alone_millis

    def settle(self, item: Item, revision: int, alone_millis: int, context: Hashable = None) -> None:
        """Note a refusal; `revision` is the one that is live now."""
        self.settled[item.request.parcel_id] = (revision, context, self.plan)
        self.alone[item.request.request_id] = alone_millis

    def release(self, parcel_id: str, agenda: Agenda) -> None:
        """Give back what a match took that has to be decided again."""
        self._give_back(parcel_id, self.kept[parcel_id])
        self._look_again_at_sold_out(agenda)

    def release_what_ended(self, agenda: Agenda) -> None:
        """Give back what closed, withdrawn and changed matches took."""
        given_back = False
        for parcel_id in agenda.look_at:
            if parcel_id in self.uncollected and parcel_id not in agenda.uncollected:
                self.free.give_back(self.uncollected.pop(parcel_id))
                given_back = True
            kept = self.kept.get(parcel_id)
            if kept is None:
                continue
            _, now = agenda.matched.get(parcel_id, (None, None))
            if now is kept.live:
                continue
            if now is not None and _same_journey(now, kept.live):
                self._enter(parcel_id, Kept(now, kept.uses))
            elif parcel_id in agenda.uncollected:
                self.leave_uncollected(parcel_id, kept.uses)
            else:
                self._give_back(parcel_id, kept)
                given_back = True
        if given_back:
            self._look_again_at_sold_out(agenda)

    def leave_uncollected(self, parcel_id: str, uses: Uses) -> None:
        """A parcel is closed, but what it took, and has been taken, stays so."""
        self.uncollected[parcel_id] = uses
        if self.kept.pop(parcel_id, None) is not None:
            self.value_millis.put(parcel_id, 0)

    def is_settled(self, item: Item, context: Hashable = None) -> bool:
        """Whether a refusal still holds: same request, same facts, same context, no room given back since."""
        live, settled = item.live, self.settled.get(item.request.parcel_id)
        return (
            isinstance(live, LiveRefusal)
            and live.request_id == item.request.request_id
            and settled is not None
            and settled[:2] == (live.revision, context)
            and settled[2] < self.plan
        )

    def count(self, agenda: Agenda, parcel_ids: Iterable[str]) -> None:
        """Bring the bound up to date for parcels that were looked at."""
        for parcel_id in parcel_ids:
            request = agenda.open_request(parcel_id)
            self.bound_millis.put(parcel_id, 0 if request is None else self._most_millis(request))

    def _most_millis(self, request: Request) -> int:
        """The most an open parcel could bring; what has begun is a constant.

        Where the cheapest journey has not been looked for on this network, one leg without waiting is
        the least that any costs.
        """
        kept = self.kept.get(request.parcel_id)
        if kept is not None and kept.live.has_begun:
            return kept.net_millis
        alone = self.alone.get(request.request_id, request.value_millis - self.bench.settings.leg_millis)
        return max(0 if kept is None else kept.net_millis, alone)

    def _enter(self, parcel_id: str, kept: Kept) -> None:
        self.kept[parcel_id] = kept
        self.value_millis.put(parcel_id, kept.net_millis)

    def _give_back(self, parcel_id: str, kept: Kept) -> None:
        self.free.give_back(kept.uses)
        del self.kept[parcel_id]
        self.value_millis.put(parcel_id, 0)

    def _look_again_at_sold_out(self, agenda: Agenda) -> None:
        agenda.look_at |= agenda.sold_out
        for parcel_id in agenda.sold_out:
            self.settled.pop(parcel_id, None)


def ledger_of(state: AreaState, agenda: Agenda, bench: Workbench) -> Ledger:
    """The area's ledger on the bench's network; with a new one all parcels are to be looked at."""
    known = state.cache.get("ledger")
    if isinstance(known, Ledger) and known.bench.network is bench.network:
        known.bench, known.plan = bench, state.plans + 1
        return known
    agenda.look_at_all()
    ledger = state.cache["ledger"] = Ledger(bench, Free(bench.capacity), plan=state.plans + 1)
    return ledger


def _same_journey(one: LiveMatch, other: LiveMatch) -> bool:
    """Whether two revisions speak of the same journey of the same request: only flags may differ."""
    return (
        one.request_id == other.request_id
        and one.hand_in_by == other.hand_in_by
        and one.lockers == other.lockers
        and [leg.ride for leg in one.legs] == [leg.ride for leg in other.legs]
    )
