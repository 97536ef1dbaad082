"""How an event changes the state: one table from body to function. Nothing here decides anything.

`evolve` owns the state it is given and changes it in place: it is the accumulator of a fold, and a
copy per event would cost more than the decision. It reads no clock and depends on nothing but its
arguments, so a replay of the same log gives the same state.
"""

from collections.abc import Callable, Hashable, Mapping
from datetime import date
from typing import Any

from contracts.area import AreaPublished
from contracts.event import Event
from contracts.instants import epoch_s
from contracts.match import ParcelMatched
from contracts.parcel import ParcelRequested, ParcelWithdrawn
from contracts.plan import PlanCertified
from contracts.stop import StopPublished
from contracts.timetable import TimetablePublished
from contracts.trip import TripPublished
from contracts.units import Body
from contracts.unmatched import ParcelUnmatched
from contracts.zone import ZonePublished
from matcher.state.area_state import AreaState
from matcher.state.decisions import LiveDecision, LiveMatch, match_from, refusal_from
from matcher.state.parcels import Parcel, reopened, request_from
from matcher.state.places import place_from, zone_from
from matcher.state.seen import REMEMBERED
from matcher.state.settings import settings_from

_ABOUT_PARCELS = (ParcelRequested, ParcelWithdrawn)


def evolve(state: AreaState, event: Event) -> AreaState:
    """Fold one event of the state's area. A repeated event id changes nothing."""
    if parcel_owner(state, event) in {None, event.source} and not _is_repeat(state, event):
        _TABLE[type(event.data)](state, event.data, event)
        state.folded += 1
    return state


def adopt(
    state: AreaState, plan: PlanCertified | None, decisions: Mapping[str, LiveDecision], decided_at: int
) -> AreaState:
    """Fold what was decided just now, by parcel id: the same as evolving the events that say so."""
    if plan is not None:
        _planned(state, plan)
    for parcel_id, decision in decisions.items():
        _decided(state, parcel_id, decision, decided_at)
    state.folded += (plan is not None) + len(decisions)
    return state


def parcel_owner(state: AreaState, event: Event) -> str | None:
    """Whose parcel an event speaks of: the source of the first fact about it; None = nobody's yet."""
    if not isinstance(event.data, _ABOUT_PARCELS):
        return None
    parcel = state.parcels.get(event.data.parcel_id) or state.stubs.get(event.data.parcel_id)
    return parcel.owner if parcel is not None else None


def _is_repeat(state: AreaState, event: Event) -> bool:
    """Own decisions may be folded twice: the highest revision counts. Everything else is remembered."""
    body = event.data
    if isinstance(body, _ABOUT_PARCELS):
        return state.seen.is_repeat(parcel_scope(body.parcel_id), event.source, event.id)
    if isinstance(body, TripPublished | TimetablePublished):
        return state.seen.is_repeat(date_scope(body.feed_id, body.service_date), event.source, event.id)
    if isinstance(body, AreaPublished | StopPublished | ZonePublished):
        return state.seen.is_repeat((event.kind.name, event.subject), event.source, event.id, REMEMBERED)
    return False


def parcel_scope(parcel_id: str) -> Hashable:
    """What the events of a parcel are remembered with."""
    return ("parcel", parcel_id)


def date_scope(feed_id: str, service_date: date) -> Hashable:
    """What the events of a feed's service date are remembered with."""
    return ("date", feed_id, service_date)


def _area_published(state: AreaState, body: AreaPublished, _: Event) -> None:
    state.settings = settings_from(body)
    state.facts_version += 1


def _stop_published(state: AreaState, body: StopPublished, _: Event) -> None:
    state.places[body.stop_id] = place_from(body)
    state.place_number(body.stop_id)
    state.facts_version += 1


def _zone_published(state: AreaState, body: ZonePublished, _: Event) -> None:
    state.zones[body.zone_id] = zone_from(body)
    state.facts_version += 1


def _trip_published(state: AreaState, body: TripPublished, _: Event) -> None:
    state.timetable.trip_published(body, [state.place_number(call.stop_id) for call in body.calls])


def _timetable_published(state: AreaState, body: TimetablePublished, _: Event) -> None:
    state.timetable.timetable_published(body)


def _parcel_requested(state: AreaState, body: ParcelRequested, event: Event) -> None:
    parcel = _parcel(state, body.parcel_id, event)
    waiting_withdrawal = parcel.withdrawn and not parcel.requests
    state.requests += 1
    request = request_from(body, event.id, state.requests)
    parcel.requests[event.id] = request
    state.bonds.add(request)
    parcel.withdrawn = waiting_withdrawal


def _parcel_withdrawn(state: AreaState, body: ParcelWithdrawn, event: Event) -> None:
    _parcel(state, body.parcel_id, event).withdrawn = True


def _parcel(state: AreaState, parcel_id: str, event: Event) -> Parcel:
    """The parcel an event is about; a former life goes on counting."""
    parcel = state.parcels.get(parcel_id)
    if parcel is None:
        stub = state.stubs.pop(parcel_id, None)
        parcel = Parcel(event.source) if stub is None else reopened(stub)
        state.parcels[parcel_id] = parcel
    parcel.told_at = max(parcel.told_at, epoch_s(event.time))
    state.touched.add(parcel_id)
    return parcel


def _parcel_matched(state: AreaState, body: ParcelMatched, _: Event) -> None:
    _decided(state, body.parcel_id, match_from(body), epoch_s(body.decided_at))


def _parcel_unmatched(state: AreaState, body: ParcelUnmatched, _: Event) -> None:
    _decided(state, body.parcel_id, refusal_from(body), epoch_s(body.decided_at))


def _decided(state: AreaState, parcel_id: str, decision: LiveDecision, decided_at: int) -> None:
    known = state.decisions.get(parcel_id)
    if known is None or decision.revision > known.revision:
        state.decisions[parcel_id] = decision
        state.touched.add(parcel_id)
        if isinstance(known, LiveMatch) and known.has_begun and not _goes_on(known, decision):
            state.bonds.once_begun.add((parcel_id, known.request_id))
    state.note_decided_at(decided_at)


def _goes_on(known: LiveMatch, decision: LiveDecision) -> bool:
    """Whether a journey that has begun is live still, be it another one."""
    return isinstance(decision, LiveMatch) and decision.request_id == known.request_id and decision.has_begun


def _plan_certified(state: AreaState, body: PlanCertified, _: Event) -> None:
    _planned(state, body)


def _planned(state: AreaState, plan: PlanCertified) -> None:
    state.plans = max(state.plans, int(plan.plan_id.rpartition("/")[2]))
    state.note_decided_at(epoch_s(plan.decided_at))


_Change = Callable[[AreaState, Any, Event], None]
_TABLE: dict[type[Body], _Change] = {
    AreaPublished: _area_published,
    StopPublished: _stop_published,
    ZonePublished: _zone_published,
    TripPublished: _trip_published,
    TimetablePublished: _timetable_published,
    ParcelRequested: _parcel_requested,
    ParcelWithdrawn: _parcel_withdrawn,
    ParcelMatched: _parcel_matched,
    ParcelUnmatched: _parcel_unmatched,
    PlanCertified: _plan_certified,
}
