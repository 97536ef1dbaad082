"""Decisions as they are published: the JSON of event bodies, written without making the bodies first.

The area's clock is read for each leg of each parcel, so instants are texts that are kept at hand. What
is written is what the body itself would write; `Said.body` reads it back.
"""

from dataclasses import dataclass
from typing import Any

from pydantic_core import to_json

from contracts.instants import local_text
from contracts.match import ParcelMatched
from contracts.reasons import Cause, UnmatchedReason
from contracts.unmatched import Limit, ParcelUnmatched, Remedy
from matcher.agenda import Item
from matcher.journeys.journey import Journey, RideLeg
from matcher.journeys.network import Network
from matcher.moment import Moment
from matcher.resources.lockers import NO_LOCKER
from matcher.state.decisions import LiveDecision, LiveLeg, LiveMatch, LiveRefusal

Decision = ParcelMatched | ParcelUnmatched


@dataclass(frozen=True, slots=True)
class Said:
    """A decision on a parcel: the kind of its body, the body as JSON, and what the fold keeps of it."""

    kind: type[Decision]
    parcel_id: str
    value: bytes
    live: LiveDecision

    @property
    def body(self) -> Decision:
        """The body."""
        return self.kind.model_validate_json(self.value)


def live_match(item: Item, journey: Journey, network: Network, now: int) -> LiveMatch:
    """The next revision of a parcel's decision: this journey."""
    match = LiveMatch(
        revision=item.revision,
        request_id=item.request.request_id,
        legs=tuple([_live_leg(leg, network) for leg in journey.legs]),
        hand_in_by=journey.hand_in_by(network),
        available_at=journey.available_at(network),
        value_millis=item.request.value_millis,
        cost_millis=journey.cost_millis,
        lockers=_live_lockers(journey, network),
    )
    return match.committed_at(now)


def say_match(item: Item, live: LiveMatch, moment: Moment, cause: Cause) -> Said:
    """A match; `live` has the revision under which it is published."""
    document = {
        **_head(item, live, moment, cause),
        "legs": [_leg(leg, moment) for leg in live.legs],
        "hand_in_by": local_text(live.hand_in_by, moment.zone),
        "available_at": local_text(live.available_at, moment.zone),
        "value_millis": live.value_millis,
        "cost_millis": live.cost_millis,
        "lockers": [{"stop_id": stop_id, "size": size} for stop_id, size in live.lockers],
    }
    return Said(ParcelMatched, item.request.parcel_id, to_json(document), live)


def say_refusal(
    item: Item,
    moment: Moment,
    cause: Cause,
    *,
    reason: UnmatchedReason,
    sentence: str,
    limits: tuple[Limit, ...],
    remedy: Remedy | None = None,
) -> Said:
    """A reason, and what would help."""
    rest = {"sentence": sentence, "limits": limits}
    live = LiveRefusal(item.revision, item.request.request_id, reason, to_json(rest).decode())
    document = {**_head(item, live, moment, cause), "reason": reason, **rest, "remedy": remedy}
    return Said(ParcelUnmatched, item.request.parcel_id, to_json(document), live)


def _head(item: Item, live: LiveMatch | LiveRefusal, moment: Moment, cause: Cause) -> dict[str, Any]:
    """What all decisions begin with."""
    return {
        "parcel_id": item.request.parcel_id,
        "revision": live.revision,
        "cause": cause,
        "request_id": live.request_id,
        "plan_id": moment.plan_id,
        "decided_at": local_text(moment.now, moment.zone),
    }


def _leg(leg: LiveLeg, moment: Moment) -> dict[str, Any]:
    return {
        "trip_key": leg.trip_key,
        "trip_id": leg.trip_id,
        "service_date": leg.service_date,
        "operator_id": leg.operator_id,
        "compartment": leg.compartment,
        "committed": leg.committed,
        "board_call": leg.board_call,
        "board_stop_id": leg.board_stop_id,
        "board_at": local_text(leg.board_at, moment.zone),
        "alight_call": leg.alight_call,
        "alight_stop_id": leg.alight_stop_id,
        "alight_at": local_text(leg.alight_at, moment.zone),
    }


def _live_lockers(journey: Journey, network: Network) -> tuple[tuple[str, str], ...]:
    """Where a journey waits in a locker, and in a compartment of which size."""
    calls = (journey.legs[0].board, *(leg.alight for leg in journey.legs))
    stays: list[tuple[str, str]] = []
    for call, size in zip(calls, journey.lockers, strict=False):
        number = network.call_place.item(call)
        locker = network.place(number).locker
        if locker is not None and size != NO_LOCKER:
            stays.append((network.place_ids[number], locker.sizes[size].name))
    return tuple(stays)


def _live_leg(leg: RideLeg, network: Network) -> LiveLeg:
    number = network.call_trip.item(leg.board)
    trip, first = network.trips[number], network.trip_first.item(number)
    return LiveLeg(
        trip_key=trip.trip_key,
        trip_id=trip.trip_id,
        service_date=trip.service_date,
        operator_id=trip.operator_id,
        compartment=network.carriers[leg.carrier].name,
        board_call=leg.board - first,
        board_stop_id=network.place_ids[network.call_place.item(leg.board)],
        board_at=network.departure.item(leg.board),
        alight_call=leg.alight - first,
        alight_stop_id=network.place_ids[network.call_place.item(leg.alight)],
        alight_at=network.arrival.item(leg.alight),
        committed=False,
    )
