"""What there is to decide now: which parcels are open, whose match stands, who must be looked at."""

from dataclasses import dataclass, field

from contracts.reasons import Cause
from matcher.state.area_state import AreaState
from matcher.state.decisions import LiveDecision, LiveMatch
from matcher.state.parcels import Parcel, Request


@dataclass(frozen=True, slots=True)
class Item:
    """An open parcel: the request in force and its live decision, if it has one."""

    request: Request
    live: LiveDecision | None
    revisions_before: int = 0

    @property
    def revision(self) -> int:
        """The revision of its next decision."""
        return 1 + (self.revisions_before if self.live is None else self.live.revision)

    def cause(self, *, matched: bool) -> Cause:
        """Why its next decision is made: by default because it, or its request, is new."""
        if self.live is None or self.live.request_id != self.request.request_id:
            return Cause.NEW
        if isinstance(self.live, LiveMatch):
            return Cause.DISRUPTION
        return Cause.IMPROVED if matched else Cause.NEW


@dataclass(slots=True)
class Agenda:
    """All open parcels by whether they have a match to their request; withdrawn ones to be told so."""

    matched: list[tuple[Item, LiveMatch]] = field(default_factory=list)
    unmatched: list[Item] = field(default_factory=list)
    withdrawn: list[Item] = field(default_factory=list)


def agenda_of(state: AreaState, now: int) -> Agenda:
    """Sort the area's parcels.

    One past due is closed, or, if it was never decided, nobody's concern; but a shop that withdraws
    what was decided is always told so.
    """
    agenda = Agenda()
    for parcel_id in sorted(state.parcels):
        parcel, live = state.parcels[parcel_id], state.decisions.get(parcel_id)
        request = request_in_force(parcel, live, now)
        if request is None:
            continue
        past_due = request.due_at < now
        item = Item(request, live, parcel.revisions_before)
        if past_due and live is None:
            continue
        if parcel.withdrawn:
            agenda.withdrawn.append(item)
        elif past_due:
            continue
        elif isinstance(live, LiveMatch) and live.request_id == request.request_id:
            agenda.matched.append((item, live))
        else:
            agenda.unmatched.append(item)
    return agenda


def request_in_force(parcel: Parcel, live: LiveDecision | None, now: int) -> Request | None:
    """The request named by a decision with a committed leg, else the newest.

    One that was past due before it was decided on counts nowhere: the one decided on stays in force.
    """
    newest = parcel.newest
    if live is None or newest is None:
        return newest
    begun = isinstance(live, LiveMatch) and live.has_begun
    return parcel.requests.get(live.request_id, newest) if begun or newest.due_at < now else newest
