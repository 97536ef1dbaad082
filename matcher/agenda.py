"""What there is to decide now: which parcels are open, whose match stands, who must be looked at.

It is kept beside the state, because sorting all open parcels at every decision would cost more than
deciding on the few that something happened to. A parcel is sorted again when something was folded
about it and when an instant has come at which time alone may sort it elsewhere; so at any time the
agenda is what sorting all parcels anew would give.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from contracts.reasons import Cause, UnmatchedReason
from matcher.diary import Diary
from matcher.state.area_state import AreaState
from matcher.state.decisions import LiveDecision, LiveMatch, LiveRefusal
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

    @property
    def is_sold_out(self) -> bool:
        """Whether it was refused for want of room: any room given back may be for it."""
        return isinstance(self.live, LiveRefusal) and self.live.reason == UnmatchedReason.CAPACITY_SOLD_OUT

    def cause(self, *, matched: bool) -> Cause:
        """Why its next decision is made: by default because it, or its request, is new."""
        if self.live is None or self.live.request_id != self.request.request_id:
            return Cause.NEW
        if isinstance(self.live, LiveMatch):
            return Cause.DISRUPTION
        return Cause.IMPROVED if matched else Cause.NEW


@dataclass(slots=True)
class Agenda:
    """All open parcels, by parcel id, by whether they have a match to their request; and the withdrawn."""

    now: int
    """For when it is sorted, seconds since 1970."""
    matched: dict[str, tuple[Item, LiveMatch]] = field(default_factory=dict)
    unmatched: dict[str, Item] = field(default_factory=dict)
    withdrawn: dict[str, Item] = field(default_factory=dict)
    uncollected: dict[str, tuple[Item, LiveMatch]] = field(default_factory=dict)
    """Closed ones that travelled and waited in lockers: the last compartment may still be taken."""
    sold_out: set[str] = field(default_factory=set)
    """Those of the unmatched that wait for room."""
    look_at: set[str] = field(default_factory=set)
    """What a decision has to look at: all that was sorted anew since the one before."""
    closes: Diary = field(default_factory=Diary)
    """Until when each parcel stays where it was sorted, unless something is folded about it."""
    begins: Diary = field(default_factory=Diary)
    """When the next leg of each match becomes committed, if that is still waited for."""

    def look_at_all(self) -> None:
        """Nothing is known of what was decided before."""
        self.look_at.update(self.matched, self.unmatched, self.withdrawn, self.uncollected)

    def open_item(self, parcel_id: str) -> Item | None:
        """An open parcel, None of any other."""
        return self.matched[parcel_id][0] if parcel_id in self.matched else self.unmatched.get(parcel_id)

    def open_request(self, parcel_id: str) -> Request | None:
        """The request in force of an open parcel, None of any other."""
        item = self.open_item(parcel_id)
        return None if item is None else item.request

    def decided(self, parcel_ids: Iterable[str]) -> None:
        """All was looked at. What was decided on is looked at once more, whether or not that gets folded."""
        self.look_at = set(parcel_ids)

    def go_on(self, state: AreaState, now: int) -> None:
        """Sort anew what was folded since, and what time may have put elsewhere."""
        self.now = now
        anew = {*state.touched, *self.closes.take_until(now - 1), *self.begins.take_until(now)}
        self.sort(state, anew)
        self.look_at |= anew
        if state.bonds.in_use:
            self.look_at |= state.bonds.related(state.parcels, anew)

    def sort(self, state: AreaState, parcel_ids: Iterable[str]) -> None:
        """Put parcels where they belong."""
        for parcel_id in parcel_ids:
            self._remove(parcel_id)
            parcel, live = state.parcels.get(parcel_id), state.decisions.get(parcel_id)
            self.begins.put(parcel_id, begins_at(state, parcel_id))
            self.closes.put(parcel_id, None if parcel is None else parcel.next_due(self.now))
            if parcel is not None:
                self._add(parcel, live)

    def _remove(self, parcel_id: str) -> None:
        for group in (self.matched, self.unmatched, self.withdrawn, self.uncollected):
            group.pop(parcel_id, None)
        self.sold_out.discard(parcel_id)

    def _add(self, parcel: Parcel, live: LiveDecision | None) -> None:
        """One past due is closed, or, if it was never decided, nobody's concern; but a shop that withdraws
        what was decided is always told so.
        """
        request = request_in_force(parcel, live, self.now)
        if request is None:
            return
        parcel_id, past_due = request.parcel_id, request.due_at < self.now
        item = Item(request, live, parcel.revisions_before)
        match = live if isinstance(live, LiveMatch) and live.request_id == request.request_id else None
        if past_due and (live is None or not parcel.withdrawn):
            if match is not None and match.lockers:
                self.uncollected[parcel_id] = (item, match)
            return
        if parcel.withdrawn:
            self.withdrawn[parcel_id] = item
        elif match is not None:
            self.matched[parcel_id] = (item, match)
        else:
            self.unmatched[parcel_id] = item
            if item.is_sold_out:
                self.sold_out.add(parcel_id)


def agenda_of(state: AreaState, now: int) -> Agenda:
    """The area's agenda at `now`; kept in the state's cache."""
    agenda = state.cache.get("agenda")
    if isinstance(agenda, Agenda) and agenda.now <= now:
        agenda.go_on(state, now)
    else:
        missed = agenda.look_at if isinstance(agenda, Agenda) else set()
        agenda = state.cache["agenda"] = sorted_anew(state, now)
        agenda.look_at |= missed | state.touched
    state.touched.clear()
    return agenda


def agenda_as_it_was(state: AreaState) -> Agenda:
    """The agenda with what was folded since, as at the last time it was asked for."""
    agenda = state.cache.get("agenda")
    if isinstance(agenda, Agenda):
        return agenda_of(state, agenda.now)
    return agenda_of(state, 0 if state.decided_at is None else state.decided_at)


def sorted_anew(state: AreaState, now: int) -> Agenda:
    """All parcels sorted, all to be looked at."""
    agenda = Agenda(now, look_at=set(state.parcels))
    agenda.sort(state, state.parcels)
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


def begins_at(state: AreaState, parcel_id: str) -> int | None:
    """When the next leg of a parcel's match becomes committed, seconds since 1970; None if nothing is waited for.

    A match that was past due when last looked at is not waited for.
    """
    parcel, live = state.parcels.get(parcel_id), state.decisions.get(parcel_id)
    if parcel is None or parcel.withdrawn or not isinstance(live, LiveMatch):
        return None
    request = None if state.looked_at is None else request_in_force(parcel, live, state.looked_at)
    over = request is not None and state.looked_at is not None and request.due_at < state.looked_at
    return None if over else live.next_start
