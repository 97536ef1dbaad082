"""Reasons as sentences, with the names of places and local times."""

from datetime import UTC, tzinfo

from contracts.instants import local_instant
from contracts.reasons import UnmatchedReason
from contracts.unmatched import HandlingLimit, Limit, SegmentLimit
from matcher.state.area_state import AreaState
from matcher.state.parcels import Request

_TEXTS = {
    UnmatchedReason.NO_TIMETABLE: "No timetable is published for the days between {ready} and {due}.",
    UnmatchedReason.NO_JOURNEY: "No bus, and no change at a hub, leads from {origin} to {destination}.",
    UnmatchedReason.TOO_LARGE: "It is too large for the vehicles and hubs between {origin} and {destination}.",
    UnmatchedReason.HANDLING_NOT_OFFERED: "Nobody between {origin} and {destination} takes {handling} goods.",
    UnmatchedReason.ZONE_CLOSED: (
        "The rules of a zone between {origin} and {destination} do not let these vehicles load or unload then."
    ),
    UnmatchedReason.STOP_CLOSED: (
        "Between {origin} and {destination} nobody is there to give or take it when the buses call."
    ),
    UnmatchedReason.CUT_OFF_MISSED: "It is ready at {ready}, too late to be handed in at {origin} for any bus.",
    UnmatchedReason.DUE_TOO_EARLY: "No bus brings it to {destination} by {due}.",
    UnmatchedReason.NOT_WORTH_ITS_COST: "Every journey from {origin} to {destination} costs more than it brings.",
    UnmatchedReason.CAPACITY_SOLD_OUT: "Every journey from {origin} to {destination} by {due} is sold out{where}.",
    UnmatchedReason.WITHDRAWN: "The shipper withdrew it.",
}


def sentence_of(state: AreaState, request: Request, reason: UnmatchedReason, limits: tuple[Limit, ...]) -> str:
    """A reason as a shop reads it."""
    if reason == UnmatchedReason.UNKNOWN_STOP:
        unknown = [stop for stop in (request.origin, request.destination) if stop not in state.places]
        return f"The stop {' and '.join(unknown)} is not published." if unknown else "The area is not published yet."
    return _TEXTS[reason].format(
        origin=_name(state, request.origin),
        destination=_name(state, request.destination),
        ready=_clock(state, request.ready_at),
        due=_clock(state, request.due_at),
        handling=request.handling_class,
        where=_where(state, limits),
    )


def _where(state: AreaState, limits: tuple[Limit, ...]) -> str:
    """` : full between ...` for the first limit of the cheapest journey."""
    if not limits:
        return ""
    first = limits[0]
    if isinstance(first, SegmentLimit):
        before, after = _segment(state, first)
        return f"; the first one is full between {before} and {after}"
    if isinstance(first, HandlingLimit):
        return "; the driver of the first one has no time left for parcels"
    return f"; the hub {_name(state, first.stop_id)} is full"


def _segment(state: AreaState, limit: SegmentLimit) -> tuple[str, str]:
    for publication in state.timetable.publications():
        trip = publication.trips.get(limit.trip_key)
        if trip is not None:
            row = trip.first + limit.call
            numbers = (publication.place[row], publication.place[row + 1])
            before, after = (_name(state, state.place_ids[number]) for number in numbers)
            return before, after
    raise KeyError(limit.trip_key)


def _name(state: AreaState, stop_id: str) -> str:
    place = state.places.get(stop_id)
    return place.name if place is not None and place.name else stop_id


def _clock(state: AreaState, instant: int) -> str:
    zone: tzinfo = state.settings.time_zone if state.settings is not None else UTC
    return f"{local_instant(instant, zone):%a %d %b %H:%M}"
