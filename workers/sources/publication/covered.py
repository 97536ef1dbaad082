"""Which trips carry parcels, which places are published because of them, and which offers cover none."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from workers.sources.freight.bind import FreightArea
from workers.sources.freight.bound_offer import BoundOffer
from workers.sources.freight.model import Offer
from workers.sources.freight.source_feed import SourceFeed
from workers.sources.gtfs.feed import ScheduledTrip


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the offers cover on some dates.

    `place_ids`: places that a trip with parcel space serves, and those that freight.yaml names one by one.
    """

    place_ids: list[str]
    idle_offers: list[Offer]


def covered_trips(
    area: FreightArea, feed: SourceFeed, service_date: date
) -> Iterator[tuple[ScheduledTrip, BoundOffer]]:
    """The trips of a date that some offer covers, each with that offer. An offer without compartments
    takes the trips it covers out of this.
    """
    for trip in feed.feed.trips_on(service_date):
        bound = area.offer_of(feed, trip)
        if bound is not None and bound.offer.compartments:
            yield trip, bound


def coverage(area: FreightArea, dates: Iterable[date]) -> Coverage:
    """Look through the trips of these dates."""
    place_ids = set(area.terms) | set(area.fallbacks.values()) | (area.parcel_stops or frozenset())
    used: set[int] = set()
    for service_date in dates:
        for feed in area.feeds:
            served: set[str] = set()
            for trip, bound in covered_trips(area, feed, service_date):
                served.update(call.stop_id for call in trip.calls)
                used.add(id(bound))
            place_ids.update(area.places.place_id(feed.wire_id(stop_id)) for stop_id in served)
    idle = [bound.offer for bound in area.offers if bound.offer.compartments and id(bound) not in used]
    return Coverage([place_id for place_id in area.places.by_id if place_id in place_ids], idle)
