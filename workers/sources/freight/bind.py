"""freight.yaml resolved against the feeds of its area: every name found, every stop a place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from contracts.area import AreaPublished
from workers.errors import InputError
from workers.sources.freight.bound_offer import BoundOffer, bind_offer
from workers.sources.freight.lookup import not_here
from workers.sources.freight.model import Freight, HubRule
from workers.sources.freight.places import Places, places_of
from workers.sources.freight.source_feed import SourceFeed, source_feeds
from workers.sources.gtfs.feed import Feed, ScheduledTrip


@dataclass(frozen=True, slots=True)
class FreightArea:
    """What an area offers to parcels. Hubs, zones and parcel stops by place id."""

    freight: Freight
    feeds: tuple[SourceFeed, ...]
    settings: AreaPublished
    zone: ZoneInfo
    places: Places
    hubs: Mapping[str, HubRule]
    zone_ids: Mapping[str, str]
    parcel_stops: frozenset[str] | None
    """Named in `parcel_stops`; None = all places."""
    offers: tuple[BoundOffer, ...]

    def accepts(self, place_id: str) -> bool:
        """Whether parcels are loaded and unloaded at a place. At hubs they always are."""
        return self.parcel_stops is None or place_id in self.parcel_stops or place_id in self.hubs

    def offer_of(self, feed: SourceFeed, trip: ScheduledTrip) -> BoundOffer | None:
        """The first offer that covers a trip; None = it carries nothing."""
        return next((bound for bound in self.offers if bound.covers(feed, trip)), None)


def bind(freight: Freight, feeds: Mapping[str | None, Feed]) -> FreightArea:
    """Resolve every name. Raises InputError, with its line, for what no feed has."""
    named = source_feeds(feeds)
    places = places_of(named, groups=freight.places, same_place_m=freight.same_place_m, file=freight.file)
    time_zone = freight.time_zone or _common_time_zone(named, freight.file)
    return FreightArea(
        freight=freight,
        feeds=named,
        settings=AreaPublished(
            area=freight.area,
            time_zone=time_zone,
            notice_s=freight.defaults.notice_s,
            costs=freight.costs,
            tariff=freight.tariff,
        ),
        zone=ZoneInfo(time_zone),
        places=places,
        hubs=_hubs(freight, places),
        zone_ids=_zone_ids(freight, places),
        parcel_stops=_parcel_stops(freight, places),
        offers=tuple(bind_offer(offer, named, freight.file) for offer in freight.offers),
    )


def _common_time_zone(feeds: Sequence[SourceFeed], file: str) -> str:
    zones = sorted({feed.feed.time_zone for feed in feeds})
    if len(zones) != 1:
        raise InputError(f"the feeds have several ({', '.join(zones)}): name the area's.", file=file, field="time_zone")
    return zones[0]


def _hubs(freight: Freight, places: Places) -> dict[str, HubRule]:
    hubs: dict[str, HubRule] = {}
    for rule in freight.hubs:
        place = places.named(rule.stop, freight.file)
        if place.stop_id in hubs:
            first = hubs[place.stop_id].stop
            sentence = f"is the same place as {first.id!r} in line {first.line}, which is a hub already"
            raise not_here(rule.stop, sentence, freight.file)
        hubs[place.stop_id] = rule
    return hubs


def _zone_ids(freight: Freight, places: Places) -> dict[str, str]:
    zone_ids: dict[str, str] = {}
    for rule in freight.zones:
        for stop in rule.stops:
            place = places.named(stop, freight.file)
            if zone_ids.setdefault(place.stop_id, rule.zone_id) != rule.zone_id:
                raise not_here(stop, f"is already in the zone {zone_ids[place.stop_id]!r}", freight.file)
    return zone_ids


def _parcel_stops(freight: Freight, places: Places) -> frozenset[str] | None:
    if freight.parcel_stops == "all":
        return None
    if freight.parcel_stops == "hubs":
        return frozenset()
    return frozenset(places.named(stop, freight.file).stop_id for stop in freight.parcel_stops)
