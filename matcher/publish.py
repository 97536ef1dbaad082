"""Decisions as event bodies. A journey becomes a live match first, so that the two are compared as one."""

from contracts.instants import local_instant
from contracts.match import Leg, ParcelMatched
from contracts.reasons import Cause, UnmatchedReason
from contracts.unmatched import Limit, ParcelUnmatched
from matcher.agenda import Item
from matcher.journeys.journey import Journey, RideLeg
from matcher.journeys.network import Network
from matcher.moment import Moment
from matcher.state.decisions import LiveLeg, LiveMatch


def live_match(item: Item, journey: Journey, network: Network, now: int) -> LiveMatch:
    """The next revision of a parcel's decision: this journey."""
    match = LiveMatch(
        revision=item.revision,
        request_id=item.request.request_id,
        legs=tuple(_live_leg(leg, network) for leg in journey.legs),
        hand_in_by=journey.hand_in_by(network),
        available_at=journey.available_at(network),
        value_millis=item.request.value_millis,
        cost_millis=journey.cost_millis,
    )
    return match.committed_at(now)


def matched(item: Item, live: LiveMatch, moment: Moment, cause: Cause) -> ParcelMatched:
    """A match as it is published."""
    return ParcelMatched(
        parcel_id=item.request.parcel_id,
        revision=item.revision,
        cause=cause,
        request_id=live.request_id,
        plan_id=moment.plan_id,
        decided_at=moment.decided_at,
        legs=tuple(_leg(leg, moment) for leg in live.legs),
        hand_in_by=local_instant(live.hand_in_by, moment.zone),
        available_at=local_instant(live.available_at, moment.zone),
        value_millis=live.value_millis,
        cost_millis=live.cost_millis,
    )


def unmatched(
    item: Item, moment: Moment, cause: Cause, *, reason: UnmatchedReason, sentence: str, limits: tuple[Limit, ...]
) -> ParcelUnmatched:
    """A reason as it is published."""
    return ParcelUnmatched(
        parcel_id=item.request.parcel_id,
        revision=item.revision,
        cause=cause,
        request_id=item.request.request_id,
        plan_id=moment.plan_id,
        decided_at=moment.decided_at,
        reason=reason,
        sentence=sentence,
        limits=limits,
    )


def _live_leg(leg: RideLeg, network: Network) -> LiveLeg:
    number = int(network.call_trip[leg.board])
    trip, first = network.trips[number], int(network.trip_first[number])
    return LiveLeg(
        trip_key=trip.trip_key,
        trip_id=trip.trip_id,
        service_date=trip.service_date,
        operator_id=trip.operator_id,
        compartment=network.carriers[leg.carrier].name,
        board_call=leg.board - first,
        board_stop_id=network.place_ids[network.call_place[leg.board]],
        board_at=int(network.departure[leg.board]),
        alight_call=leg.alight - first,
        alight_stop_id=network.place_ids[network.call_place[leg.alight]],
        alight_at=int(network.arrival[leg.alight]),
        committed=False,
    )


def _leg(leg: LiveLeg, moment: Moment) -> Leg:
    return Leg(
        trip_key=leg.trip_key,
        trip_id=leg.trip_id,
        service_date=leg.service_date,
        operator_id=leg.operator_id,
        compartment=leg.compartment,
        committed=leg.committed,
        board_call=leg.board_call,
        board_stop_id=leg.board_stop_id,
        board_at=local_instant(leg.board_at, moment.zone),
        alight_call=leg.alight_call,
        alight_stop_id=leg.alight_stop_id,
        alight_at=local_instant(leg.alight_at, moment.zone),
    )
