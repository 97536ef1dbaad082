"""Reasons as sentences, with the names of places and lines and local times."""

from contracts.reasons import UnmatchedReason
from contracts.unmatched import DangerLimit, HandlingLimit, Limit, LockerLimit, SegmentLimit, StorageLimit
from matcher.explain.speaker import Speaker, speaker_of
from matcher.state.area_state import AreaState
from matcher.state.parcels import Request


def sentence_of(state: AreaState, request: Request, reason: UnmatchedReason, limits: tuple[Limit, ...]) -> str:
    """A reason as a shop reads it."""
    speaker = speaker_of(state)
    consignment = request.consignment
    return speaker.words.say(
        _key(state, request, reason),
        stops=speaker.words.listed(
            [stop for stop in (request.origin, request.destination) if stop not in state.places]
        ),
        origin=speaker.place(request.origin),
        destination=speaker.place(request.destination),
        ready=speaker.time(request.ready_at),
        due=speaker.time(request.due_at),
        handling=speaker.words.goods_name(request.handling_class),
        danger=speaker.words.listed([danger.danger_class for danger in request.dangerous]),
        after="" if request.after_parcel_id is None else request.after_parcel_id,
        consignment="" if consignment is None else consignment.consignment_id,
        where=_where(speaker, request, limits),
    )


def _key(state: AreaState, request: Request, reason: UnmatchedReason) -> str:
    """The message; a few reasons have more than one."""
    if reason == UnmatchedReason.UNKNOWN_STOP and {request.origin, request.destination} <= state.places.keys():
        return "reason.UNKNOWN_AREA"
    if reason == UnmatchedReason.HANDLING_NOT_OFFERED:
        if state.settings is not None and state.settings.goods_of(request.handling_class).excluded:
            return "reason.EXCLUDED"
        if request.dangerous:
            return "reason.DANGER_NOT_OFFERED"
    return f"reason.{reason}"


def _where(speaker: Speaker, request: Request, limits: tuple[Limit, ...]) -> str:
    """What of the cheapest journey is full first."""
    if not limits:
        return speaker.words.say("where.nothing")
    match limits[0]:
        case SegmentLimit(trip_key=trip_key, call=call):
            return _on_the_way(speaker, "where.segment", request, trip_key, call)
        case DangerLimit(trip_key=trip_key, call=call):
            return _on_the_way(speaker, "where.danger", request, trip_key, call)
        case HandlingLimit(trip_key=trip_key, call=call):
            return _on_the_way(speaker, "where.handling", request, trip_key, call)
        case StorageLimit(stop_id=stop_id, at=at) | LockerLimit(stop_id=stop_id, at=at):
            full = speaker.at(int(at.timestamp()), beside=request.due_at)
            return speaker.words.say(f"where.{limits[0].kind}", place=speaker.place(stop_id), at=full)


def _on_the_way(speaker: Speaker, key: str, request: Request, trip_key: str, call: int) -> str:
    """A trip at a call, and at the one after it if there is one."""
    publication, trip = speaker.trip(trip_key)
    row, last = trip.first + call, trip.first + trip.calls - 1
    before, after = (
        speaker.place(speaker.state.place_ids[publication.place[number]]) for number in (row, min(row + 1, last))
    )
    departs = speaker.at(publication.departure[row], beside=request.due_at)
    return speaker.words.say(key, line=speaker.line(trip), departs=departs, before=before, after=after, place=before)
