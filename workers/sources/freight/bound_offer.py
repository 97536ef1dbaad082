"""An offer whose names are found in the feeds, ready to be held against trips."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from contracts.trip import Compartment
from workers.sources.findings import Findings
from workers.sources.forecast.bind import BoundPassengers, Forecasts
from workers.sources.forecast.offered import offered_compartments
from workers.sources.freight.lookup import find, not_here
from workers.sources.freight.model import Named, Offer
from workers.sources.freight.source_feed import SourceFeed
from workers.sources.gtfs.feed import ScheduledTrip


@dataclass(frozen=True, slots=True)
class BoundOffer:
    """Every condition that is given must hold; an empty one holds for any trip. Ids are wire ids."""

    offer: Offer
    feed_id: str | None
    operator_ids: frozenset[str]
    route_ids: frozenset[str]
    trip_globs: tuple[str, ...]
    passengers: BoundPassengers | None

    @property
    def assumed(self) -> bool:
        """Whether nobody has confirmed the compartments, or what passengers bring."""
        return self.offer.assumed or (self.passengers is not None and self.passengers.rule.assumed)

    def compartments_of(self, feed: SourceFeed, trip: ScheduledTrip, findings: Findings) -> tuple[Compartment, ...]:
        """What the trip offers to parcels, which is what its passengers leave."""
        if self.passengers is None:
            return self.offer.compartments
        return offered_compartments(self.passengers, self.offer.compartments, feed, trip, findings)

    def covers(self, feed: SourceFeed, trip: ScheduledTrip) -> bool:
        """Whether the offer is about this trip."""
        route_types = self.offer.match.route_types
        return (
            (self.feed_id is None or self.feed_id == feed.feed_id)
            and _any(self.operator_ids, feed.operator_id(trip.agency_id))
            and _any(self.route_ids, feed.wire_id(trip.route_id))
            and (not route_types or feed.feed.routes[trip.route_id].route_type in route_types)
            and (not self.trip_globs or _globbed(self.trip_globs, feed, trip.trip_id))
        )


def bind_offer(offer: Offer, feeds: Sequence[SourceFeed], file: str, forecasts: Forecasts) -> BoundOffer:
    """Find what the offer names; with `feed` its ids may be that feed's own. Raises InputError."""
    match = offer.match
    among = feeds if match.feed is None else [_feed(match.feed, feeds, file)]
    agencies = {feed.operator_id(key): agency.name for feed in among for key, agency in feed.feed.agencies.items()}
    routes = {feed.wire_id(key): route.name for feed in among for key, route in feed.feed.routes.items()}
    for glob in match.trip_globs:
        if not any(_globbed((glob.id,), feed, trip_id) for feed in among for trip_id in feed.feed.trip_ids):
            raise not_here(glob, f"no trip_id of the feed is like {glob.id!r}", file)
    return BoundOffer(
        offer=offer,
        feed_id=None if match.feed is None else match.feed.id,
        operator_ids=frozenset(find(named, "agency", among, agencies, file) for named in match.agency_ids),
        route_ids=frozenset(find(named, "route", among, routes, file) for named in match.route_ids),
        trip_globs=tuple(glob.id for glob in match.trip_globs),
        passengers=forecasts.bind(offer.passengers),
    )


def _feed(named: Named, feeds: Iterable[SourceFeed], file: str) -> SourceFeed:
    for feed in feeds:
        if feed.feed_id == named.id:
            return feed
    known = ", ".join(feed.feed_id for feed in feeds)
    raise not_here(named, f"there is no feed {named.id!r}, only {known}", file)


def _any(wanted: Collection[str], wire_id: str) -> bool:
    return not wanted or wire_id in wanted


def _globbed(globs: Iterable[str], feed: SourceFeed, trip_id: str) -> bool:
    """A glob may be written for the feed's own id or for the one in events."""
    return any(fnmatchcase(trip_id, glob) or fnmatchcase(feed.wire_id(trip_id), glob) for glob in globs)
