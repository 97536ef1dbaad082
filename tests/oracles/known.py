"""What is known from input events, folded the plain way."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from contracts.area import AreaPublished
from contracts.event import Event
from contracts.parcel import ParcelRequested, ParcelWithdrawn
from contracts.stop import StopPublished
from contracts.timetable import TimetablePublished
from contracts.trip import TripPublished
from contracts.zone import ZonePublished

_Publication = tuple[str, date, str]


@dataclass
class Known:
    """The newest facts of one area. Every event has an id of its own, and every parcel one shipper."""

    area: AreaPublished | None = None
    stops: dict[str, StopPublished] = field(default_factory=dict)
    zones: dict[str, ZonePublished] = field(default_factory=dict)
    trips: list[TripPublished] = field(default_factory=list)
    dates: set[date] = field(default_factory=set)
    parcels: dict[str, ParcelRequested] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    """By parcel_id, who asks for it."""
    withdrawn: set[str] = field(default_factory=set)

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the area."""
        return ZoneInfo("UTC" if self.area is None else self.area.time_zone)


def known_from(events: Iterable[Event]) -> Known:
    """Fold input events."""
    known = Known()
    events = list(events)
    log = [event.data for event in events]
    for event, body in zip(events, log, strict=True):
        if isinstance(body, AreaPublished):
            known.area = body
        elif isinstance(body, StopPublished):
            known.stops[body.stop_id] = body
        elif isinstance(body, ZonePublished):
            known.zones[body.zone_id] = body
        elif isinstance(body, ParcelRequested):
            if body.parcel_id in known.parcels:  # else a withdrawal has been waiting for it
                known.withdrawn.discard(body.parcel_id)
            known.parcels[body.parcel_id] = body
            known.sources[body.parcel_id] = event.source
        elif isinstance(body, ParcelWithdrawn):
            known.withdrawn.add(body.parcel_id)
    if known.area is None:
        known.stops = {}
    for (_, service_date), trips in _complete([b for b in log if isinstance(b, TripPublished | TimetablePublished)]):
        known.trips.extend(trips)
        known.dates.add(service_date)
    return known


def _complete(log: list[TripPublished | TimetablePublished]) -> list[tuple[tuple[str, date], list[TripPublished]]]:
    """The trips of the newest complete publication of each feed and date."""
    told: dict[_Publication, int] = {}
    markers: dict[_Publication, int] = {}
    trips: dict[_Publication, dict[str, TripPublished]] = defaultdict(dict)
    sealed: set[_Publication] = set()
    for position, body in enumerate(log):
        key = (body.feed_id, body.service_date, body.publication_id)
        if key in sealed:
            continue
        if isinstance(body, TripPublished):
            trips[key][body.trip_key] = body
        else:
            told[key] = body.trips
            markers[key] = position
        if told.get(key) == len(trips[key]):
            sealed.add(key)
    newest: dict[tuple[str, date], _Publication] = {}
    for key in sorted(sealed, key=lambda each: markers[each]):
        newest[key[0], key[1]] = key
    return [(feed_and_date, list(trips[key].values())) for feed_and_date, key in newest.items()]
