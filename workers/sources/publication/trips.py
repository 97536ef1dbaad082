"""One scheduled trip as an event body."""

from contracts.trip import Call, Compartment, TripPublished
from workers.sources.freight.bind import FreightArea
from workers.sources.freight.bound_offer import BoundOffer
from workers.sources.freight.source_feed import SourceFeed
from workers.sources.gtfs.feed import ScheduledCall, ScheduledTrip
from workers.sources.publication.service_clock import ServiceClock

_ALLOWED = 0
_ON_REQUEST = frozenset({2, 3})
"""pickup_type and drop_off_type: 0 regular, 1 none, 2 by phone, 3 by arrangement with the driver."""


def trip_key(feed: SourceFeed, trip: ScheduledTrip) -> str:
    """`{trip_id}@{service_date}`, and `@HH:MM:SS` for one run of a frequency."""
    scheduled = f"{feed.wire_id(trip.trip_id)}@{trip.service_date.isoformat()}"
    return scheduled if trip.run_start is None else f"{scheduled}@{trip.run_start}"


def trip_body(
    area: FreightArea,
    feed: SourceFeed,
    trip: ScheduledTrip,
    bound: BoundOffer,
    compartments: tuple[Compartment, ...],
    *,
    publication_id: str,
    clock: ServiceClock,
) -> TripPublished:
    """A trip that leaves these compartments to parcels. Raises pydantic's ValidationError for one that cannot be an event."""
    offer = bound.offer
    return TripPublished(
        trip_key=trip_key(feed, trip),
        trip_id=feed.wire_id(trip.trip_id),
        service_date=trip.service_date,
        feed_id=feed.feed_id,
        publication_id=publication_id,
        operator_id=feed.operator_id(trip.agency_id),
        route_id=feed.wire_id(trip.route_id),
        route_name=feed.feed.routes[trip.route_id].name,
        headsign=trip.headsign,
        powertrain=offer.powertrain,
        capacity_assumed=bound.assumed,
        calls=_calls(area, feed, trip, on_request=offer.on_request, clock=clock),
        compartments=compartments,
        danger_budgets=offer.danger_budgets,
    )


def _calls(
    area: FreightArea, feed: SourceFeed, trip: ScheduledTrip, *, on_request: bool, clock: ServiceClock
) -> tuple[Call, ...]:
    allowed = _ON_REQUEST | {_ALLOWED} if on_request else {_ALLOWED}
    last = len(trip.calls) - 1
    calls = []
    for index, call in enumerate(trip.calls):
        place_id = area.places.place_id(feed.wire_id(call.stop_id))
        unlimited = index in {0, last} or place_id in area.hubs
        calls.append(
            Call(
                stop_id=place_id,
                stop_sequence=call.stop_sequence,
                arrival=clock.at(call.arrival_s),
                departure=clock.at(call.departure_s),
                pickup=call.pickup_type in allowed,
                drop_off=call.drop_off_type in allowed,
                distance_m=call.distance_m,
                handling_budget_s=None if unlimited else _budget_s(area, call),
            )
        )
    return tuple(calls)


def _budget_s(area: FreightArea, call: ScheduledCall) -> int:
    return call.departure_s - call.arrival_s + area.freight.defaults.dwell_allowance_s
