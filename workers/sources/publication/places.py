"""The events that say where and how: area, zones, places."""

from collections.abc import Sequence
from datetime import date

from contracts.stop import Meeting, StopPublished
from contracts.zone import ZonePublished
from workers.sources.freight.bind import FreightArea
from workers.sources.freight.dated_opening import opened
from workers.sources.freight.model import Named, PlaceTerms


def zone_bodies(area: FreightArea) -> list[ZonePublished]:
    """The zones of freight.yaml, in its order."""
    return [
        ZonePublished(
            zone_id=rule.zone_id,
            name=rule.name,
            powertrains=rule.powertrains,
            windows=rule.windows,
            holds_from=rule.holds_from,
            exempt_operator_ids=area.exempt_operators[rule.zone_id],
        )
        for rule in area.freight.zones
    ]


def stop_body(area: FreightArea, place_id: str, dates: Sequence[date]) -> StopPublished:
    """A place as freight.yaml and the feed describe it, with what its hours say around the published dates."""
    place = area.places.by_id[place_id]
    defaults = area.freight.defaults
    terms = area.terms.get(place_id) or PlaceTerms(Named(place_id, 0, ""))
    hours = opened(terms.open, dates)
    return StopPublished(
        stop_id=place.stop_id,
        name=place.name,
        lat=place.lat,
        lon=place.lon,
        zone_id=area.zone_ids.get(place_id),
        accepts=area.accepts(place_id),
        cut_off_s=defaults.cut_off_s if terms.cut_off_s is None else terms.cut_off_s,
        release_s=defaults.release_s if terms.release_s is None else terms.release_s,
        handling_s_per_parcel=defaults.handling_s_per_parcel,
        handling_classes=terms.handling_classes or defaults.handling_classes,
        open=hours.week,
        hub=terms.hub,
        open_exceptions=hours.exceptions,
        locker=terms.locker,
        meeting=_meeting(area, place_id, terms),
    )


def _meeting(area: FreightArea, place_id: str, terms: PlaceTerms) -> Meeting | None:
    if terms.ride_on is None:
        return None
    return Meeting(fallback_stop_id=area.fallbacks.get(place_id), reserves=terms.ride_on.reserves)
