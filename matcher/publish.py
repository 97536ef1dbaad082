"""Decisions as event bodies."""

from contracts.instants import local_instant
from contracts.match import Leg, ParcelMatched
from contracts.reasons import Cause, UnmatchedReason
from contracts.unmatched import Limit, ParcelUnmatched
from matcher.agenda import Item
from matcher.journeys.journey import Journey, RideLeg
from matcher.journeys.network import Network
from matcher.moment import Moment


def matched(item: Item, journey: Journey, network: Network, moment: Moment, cause: Cause) -> ParcelMatched:
    """A journey as it is published. A leg is committed from hand_in_by (the first) or its departure on."""
    hand_in_by = journey.hand_in_by(network)
    starts = (hand_in_by, *(int(network.departure[leg.board]) for leg in journey.legs[1:]))
    return ParcelMatched(
        parcel_id=item.request.parcel_id,
        revision=item.revision,
        cause=cause,
        request_id=item.request.request_id,
        plan_id=moment.plan_id,
        decided_at=moment.decided_at,
        legs=tuple(
            _leg(leg, network, moment, committed=moment.now >= start)
            for leg, start in zip(journey.legs, starts, strict=True)
        ),
        hand_in_by=local_instant(hand_in_by, moment.zone),
        available_at=local_instant(journey.available_at(network), moment.zone),
        value_millis=item.request.value_millis,
        cost_millis=journey.cost_millis,
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


def _leg(leg: RideLeg, network: Network, moment: Moment, *, committed: bool) -> Leg:
    number = int(network.call_trip[leg.board])
    trip, first = network.trips[number], int(network.trip_first[number])
    return Leg(
        trip_key=trip.trip_key,
        trip_id=trip.trip_id,
        service_date=trip.service_date,
        operator_id=trip.operator_id,
        compartment=network.carriers[leg.carrier].name,
        committed=committed,
        board_call=leg.board - first,
        board_stop_id=network.place_ids[network.call_place[leg.board]],
        board_at=local_instant(int(network.departure[leg.board]), moment.zone),
        alight_call=leg.alight - first,
        alight_stop_id=network.place_ids[network.call_place[leg.alight]],
        alight_at=local_instant(int(network.arrival[leg.alight]), moment.zone),
    )
