"""A parcel's whole story in sentences."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic_core import from_json

from contracts.parcel import Bond
from contracts.reasons import Cause, UnmatchedReason
from workers.surfaces.report import wording
from workers.surfaces.report.aboard import dangerous, locker_sizes, nobody_comes
from workers.surfaces.report.rules import duration
from workers.surfaces.telling.wire import as_json
from workers.surfaces.telling.words import day_of, goods, rides, when, who
from workers.views.names import Names
from workers.views.parcel import ParcelStory, Status
from workers.views.rows import DecisionRow, RequestRow


@dataclass(frozen=True, slots=True)
class Told:
    """Something that happened."""

    at: int
    sentence: str


def headline(story: ParcelStory) -> str:
    """What it is, from where to where."""
    request, names = story.facts.request, story.names
    if request is None:
        return f"{story.parcel_id} ({story.area})"
    way = f"{names.place(request.origin_stop_id)} → {names.place(request.destination_stop_id)}"
    return f"{story.parcel_id} ({story.area}): {way}, {goods(request)}"


def standing(story: ParcelStory, now: int) -> str:
    """How it stands, and where and when to bring and to collect it."""
    said = _STANDING[story.facts.status(now)](story, now)
    return f"{said} Something newer waits for its decision." if story.facts.is_waiting and story.facts.live else said


def chapters(story: ParcelStory, now: int) -> list[Told]:
    """Everything that happened, in the order of time."""
    told = [*_requests(story), *_withdrawals(story), *_decisions(story)]
    request = story.facts.request
    if story.facts.status(now) is Status.PAST_DUE and request is not None:
        told.append(Told(request.due_at, "Its time is over: nothing more is decided about it."))
    return sorted(told, key=lambda each: each.at)


def story_json(story: ParcelStory, now: int) -> dict[str, Any]:
    """The story for programs."""
    facts, names = story.facts, story.names
    return {
        "area": story.area,
        "parcel_id": story.parcel_id,
        "status": str(facts.status(now)),
        "waiting": facts.is_waiting,
        "requests": as_json(facts.requests, names),
        "withdrawals": as_json(facts.withdrawals, names),
        "decisions": as_json(facts.decisions, names),
    }


def _requested(_story: ParcelStory, _now: int) -> str:
    return "Requested; nothing is decided yet."


def _matched(story: ParcelStory, _now: int) -> str:
    return f"Matched: {_bring_and_collect(story)}"


def _committed(story: ParcelStory, now: int) -> str:
    match, names = story.facts.live, story.names
    if match is None or match.hand_in_by is None or match.available_at is None:
        return "Committed."
    origin, destination = match.legs[0].board_stop_id, match.legs[-1].alight_stop_id
    collect = f"{'can be collected' if match.available_at <= now else 'collect it'} at {names.place(destination)}"
    return (
        f"Committed: hand-in at {names.place(origin)} closed {when(names, match.hand_in_by)};"
        f" {collect} from {when(names, match.available_at)}."
    )


def _unmatched(story: ParcelStory, _now: int) -> str:
    live = story.facts.live
    return "No journey." if live is None else f"No journey so far. {_reason(live)}"


def _withdrawn(_story: ParcelStory, _now: int) -> str:
    return "Withdrawn: the shop took it back."


def _past_due(story: ParcelStory, _now: int) -> str:
    live, names = story.facts.live, story.names
    if live is None or live.available_at is None:
        return "Past due: it never had a journey." if live is None else "Past due, without a journey."
    place = names.place(live.legs[-1].alight_stop_id)
    return f"Past due: by plan it could be collected at {place} from {when(names, live.available_at)}."


_STANDING = {
    Status.REQUESTED: _requested,
    Status.MATCHED: _matched,
    Status.COMMITTED: _committed,
    Status.UNMATCHED: _unmatched,
    Status.WITHDRAWN: _withdrawn,
    Status.PAST_DUE: _past_due,
}


def _bring_and_collect(story: ParcelStory) -> str:
    match, names = story.facts.live, story.names
    if match is None or match.hand_in_by is None or match.available_at is None:
        return ""
    origin, destination = match.legs[0].board_stop_id, match.legs[-1].alight_stop_id
    day = day_of(names, match.hand_in_by)
    sizes = [f", locker {size}" if size else "" for size in locker_sizes(match.stays, match.lockers)]
    if origin in names.meetings:
        bring = f"give it to the driver at {names.place(origin)} {when(names, match.legs[0].board_at)}"
    else:
        bring = f"hand it in at {names.place(origin)} by {when(names, match.hand_in_by)}{sizes[0]}"
    if (meeting := names.meetings.get(destination)) is not None:
        fallback = None if meeting.fallback_stop_id is None else names.place(meeting.fallback_stop_id)
        arrives = when(names, match.legs[-1].alight_at, day)
        return f"{bring}; meet the bus at {names.place(destination)} {arrives} ({nobody_comes(meeting, fallback)})."
    return f"{bring}; collect it at {names.place(destination)} from {when(names, match.available_at, day)}{sizes[-1]}."


def _requests(story: ParcelStory) -> Iterator[Told]:
    for number, request in enumerate(story.facts.requests):
        verb = "asks for a journey" if number == 0 else "asks anew"
        yield Told(
            request.said_at, " ".join([f"{who(request)} {verb}: {_wish(story.names, request)}.", *_terms(request)])
        )


def _wish(names: Names, request: RequestRow) -> str:
    way = f"{names.place(request.origin_stop_id)} → {names.place(request.destination_stop_id)}"
    due = when(names, request.due_at, day_of(names, request.ready_at))
    worth = wording.euros(request.value_millis)
    return f"{way}, {goods(request)}, ready {when(names, request.ready_at)}, due {due}, worth {worth}"


def _terms(request: RequestRow) -> Iterator[str]:
    """A sentence for each thing that binds it beyond size and time."""
    if request.dangerous is not None:
        yield f"It is dangerous goods: {dangerous(request.dangerous)}."
    if request.after_parcel_id is not None:
        gap = f" at least {duration(request.after_gap_s)}" if request.after_gap_s > 0 else ""
        yield f"It is handed in{gap} after {request.after_parcel_id} is available."
    if request.consignment is not None:
        mates = f"one of the {request.consignment.parcels} parcels of consignment {request.consignment.consignment_id}"
        if request.consignment.bond is Bond.TOGETHER:
            yield f"It is {mates}, which ride the same vehicles."
        else:
            yield f"It is {mates}, which all travel or none."


def _withdrawals(story: ParcelStory) -> Iterator[Told]:
    for withdrawal in story.facts.withdrawals:
        reason = f": {withdrawal.reason}" if withdrawal.reason else ""
        yield Told(withdrawal.said_at, f"The shop takes it back{reason}.")


def _decisions(story: ParcelStory) -> Iterator[Told]:
    before: DecisionRow | None = None
    for decision in story.facts.decisions:
        tell = _match_told if decision.is_match else _refusal_told
        yield Told(decision.decided_at, tell(story.names, decision, before))
        before = decision


_WHY = {
    Cause.NEW: "A journey is found",
    Cause.IMPROVED: "A better journey is found",
    Cause.COMMITTED: "A cut-off has passed and the leg is committed",
    Cause.DISRUPTION: "A trip does not run as published, so there is another journey",
    Cause.OPERATOR: "The control room gives it this journey",
    Cause.WITHDRAWN: "Another parcel was withdrawn, which leaves room for this journey",
}
_COMMITTED_NOW = {True: "committed", False: "still open"}


def _match_told(names: Names, match: DecisionRow, before: DecisionRow | None) -> str:
    if match.cause == Cause.COMMITTED and before is not None and _same_journey(match, before):
        legs = ", ".join(
            f"{names.route(leg.trip_key)} {when(names, leg.board_at)} is {_COMMITTED_NOW[leg.committed]}"
            for leg in match.legs
        )
        return f"A cut-off has passed: {legs}."
    if match.hand_in_by is None or match.available_at is None:
        return f"{_WHY[Cause(match.cause)]}."
    day = day_of(names, match.legs[0].board_at)
    return (
        f"{_WHY[Cause(match.cause)]}: {rides(names, match.legs)}."
        f" Hand in by {when(names, match.hand_in_by, day)}, collect from {when(names, match.available_at, day)}."
    )


def _same_journey(match: DecisionRow, before: DecisionRow) -> bool:
    return [(leg.trip_key, leg.board_call) for leg in match.legs] == [
        (leg.trip_key, leg.board_call) for leg in before.legs
    ]


def _refusal_told(_names: Names, refusal: DecisionRow, before: DecisionRow | None) -> str:
    if refusal.reason == UnmatchedReason.WITHDRAWN:
        return "It is closed: the shop took it back."
    lost = "Its journey is lost" if before is not None and before.is_match else "There is no journey"
    return f"{lost}. {_reason(refusal)}"


def _reason(refusal: DecisionRow) -> str:
    remedy = (from_json(refusal.particulars) if refusal.particulars else {}).get("remedy")
    help_ = f" {remedy['sentence']}" if remedy else ""
    return f"{refusal.sentence} ({refusal.reason}){help_}"
