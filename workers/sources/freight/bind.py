"""freight.yaml resolved against the feeds of its area: every name found, every stop a place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from contracts.area import AreaPublished
from workers.errors import InputError
from workers.sources.forecast.bind import Forecasts
from workers.sources.freight.bound_offer import BoundOffer, bind_offer
from workers.sources.freight.lookup import find, not_here
from workers.sources.freight.model import Freight, PlaceTerms
from workers.sources.freight.places import Places, places_of
from workers.sources.freight.source_feed import SourceFeed, source_feeds
from workers.sources.gtfs.feed import Feed, ScheduledTrip


@dataclass(frozen=True, slots=True)
class FreightArea:
    """What an area offers to parcels. Terms, fallbacks, zones and parcel stops by place id."""

    freight: Freight
    feeds: tuple[SourceFeed, ...]
    settings: AreaPublished
    zone: ZoneInfo
    places: Places
    terms: Mapping[str, PlaceTerms]
    """Hubs, stops with terms of their own, stops where people meet the bus."""
    hubs: Mapping[str, PlaceTerms]
    """Those of `terms` that are hubs."""
    fallbacks: Mapping[str, str]
    """Where a parcel rides on to, for meetings that name a place."""
    zone_ids: Mapping[str, str]
    exempt_operators: Mapping[str, tuple[str, ...]]
    """By zone id."""
    parcel_stops: frozenset[str] | None
    """Named in `parcel_stops`; None = all places."""
    offers: tuple[BoundOffer, ...]

    def accepts(self, place_id: str) -> bool:
        """Whether parcels are loaded and unloaded at a place. Where the file has terms for it they always are."""
        return self.parcel_stops is None or place_id in self.parcel_stops or place_id in self.terms

    def offer_of(self, feed: SourceFeed, trip: ScheduledTrip) -> BoundOffer | None:
        """The first offer that covers a trip; None = it carries nothing."""
        return next((bound for bound in self.offers if bound.covers(feed, trip)), None)


def bind(freight: Freight, feeds: Mapping[str | None, Feed]) -> FreightArea:
    """Resolve every name. Raises InputError, with its line, for what no feed has."""
    named = source_feeds(feeds)
    places = places_of(named, groups=freight.places, same_place_m=freight.same_place_m, file=freight.file)
    forecasts = Forecasts(named, places, freight.file)
    time_zone = freight.time_zone or _common_time_zone(named, freight.file)
    terms = _terms(freight, places)
    return FreightArea(
        freight=freight,
        feeds=named,
        settings=AreaPublished(
            area=freight.area,
            time_zone=time_zone,
            notice_s=freight.defaults.notice_s,
            costs=freight.costs,
            tariff=freight.tariff,
            goods=freight.goods,
            language=freight.language,
        ),
        zone=ZoneInfo(time_zone),
        places=places,
        terms=terms,
        hubs={place_id: each for place_id, each in terms.items() if each.hub is not None},
        fallbacks=_fallbacks(freight, places, terms),
        zone_ids=_zone_ids(freight, places),
        exempt_operators=_exempt_operators(freight, named),
        parcel_stops=_parcel_stops(freight, places),
        offers=tuple(bind_offer(offer, named, freight.file, forecasts) for offer in freight.offers),
    )


def _common_time_zone(feeds: Sequence[SourceFeed], file: str) -> str:
    zones = sorted({feed.feed.time_zone for feed in feeds})
    if len(zones) != 1:
        raise InputError(f"the feeds have several ({', '.join(zones)}): name the area's.", file=file, field="time_zone")
    return zones[0]


def _terms(freight: Freight, places: Places) -> dict[str, PlaceTerms]:
    terms: dict[str, PlaceTerms] = {}
    for each in (*freight.hubs, *freight.stops, *freight.meetings):
        place = places.named(each.stop, freight.file)
        if place.stop_id in terms:
            first = terms[place.stop_id]
            what = "which is a hub already" if first.hub is not None else "which has its terms already"
            sentence = f"is the same place as {first.stop.id!r} in line {first.stop.line}, {what}"
            raise not_here(each.stop, sentence, freight.file)
        terms[place.stop_id] = each
    return terms


def _fallbacks(freight: Freight, places: Places, terms: Mapping[str, PlaceTerms]) -> dict[str, str]:
    fallbacks: dict[str, str] = {}
    for place_id, each in terms.items():
        if each.ride_on is None or each.ride_on.fallback is None:
            continue
        fallback = places.named(each.ride_on.fallback, freight.file).stop_id
        if fallback in terms and terms[fallback].ride_on is not None:
            raise not_here(
                each.ride_on.fallback, "is a meeting itself: nobody is there to keep the parcel", freight.file
            )
        fallbacks[place_id] = fallback
    return fallbacks


def _zone_ids(freight: Freight, places: Places) -> dict[str, str]:
    zone_ids: dict[str, str] = {}
    for rule in freight.zones:
        for stop in rule.stops:
            place = places.named(stop, freight.file)
            if zone_ids.setdefault(place.stop_id, rule.zone_id) != rule.zone_id:
                raise not_here(stop, f"is already in the zone {zone_ids[place.stop_id]!r}", freight.file)
    return zone_ids


def _exempt_operators(freight: Freight, feeds: Sequence[SourceFeed]) -> dict[str, tuple[str, ...]]:
    agencies = {feed.operator_id(key): agency.name for feed in feeds for key, agency in feed.feed.agencies.items()}
    return {
        rule.zone_id: tuple(
            dict.fromkeys(find(named, "agency", feeds, agencies, freight.file) for named in rule.exempt_agencies)
        )
        for rule in freight.zones
    }


def _parcel_stops(freight: Freight, places: Places) -> frozenset[str] | None:
    if freight.parcel_stops == "all":
        return None
    if freight.parcel_stops == "hubs":
        return frozenset()
    return frozenset(places.named(stop, freight.file).stop_id for stop in freight.parcel_stops)
