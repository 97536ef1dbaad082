"""The events that say where and how: area, zones, places."""

from contracts.stop import StopPublished
from contracts.zone import ZonePublished
from workers.sources.freight.bind import FreightArea


def zone_bodies(area: FreightArea) -> list[ZonePublished]:
    """The zones of freight.yaml, in its order."""
    return [
        ZonePublished(zone_id=rule.zone_id, name=rule.name, powertrains=rule.powertrains, windows=rule.windows)
        for rule in area.freight.zones
    ]


def stop_body(area: FreightArea, place_id: str) -> StopPublished:
    """A place as freight.yaml and the feed describe it."""
    place = area.places.by_id[place_id]
    defaults = area.freight.defaults
    hub = area.hubs.get(place_id)
    return StopPublished(
        stop_id=place.stop_id,
        name=place.name,
        lat=place.lat,
        lon=place.lon,
        zone_id=area.zone_ids.get(place_id),
        accepts=area.accepts(place_id),
        cut_off_s=defaults.cut_off_s,
        release_s=defaults.release_s,
        handling_s_per_parcel=defaults.handling_s_per_parcel,
        handling_classes=(hub.handling_classes if hub else None) or defaults.handling_classes,
        open=hub.open if hub else None,
        hub=hub.hub if hub else None,
    )
