"""What the input events say, folded once: newest wins, repeated events count once, nothing is forgotten."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from contracts.area import AreaPublished
from contracts.event import Event
from contracts.goods import GoodsClass
from contracts.instants import epoch_s
from contracts.parcel import ParcelRequested, ParcelWithdrawn
from contracts.stop import StopPublished
from contracts.timetable import TimetablePublished
from contracts.topics import Topic
from contracts.trip import TripPublished
from contracts.zone import ZonePublished
from matcher.verify.clock import LocalClock
from matcher.verify.publications import Publications
from matcher.verify.shipments import Shipments
from matcher.verify.timeline import AsOf, Timeline

_AREA = ""
"""The key of the one entity in the timeline of the area itself."""


@dataclass(frozen=True)
class Facts:
    """One area as of one tick of its timetables topic."""

    area: AreaPublished | None
    clock: LocalClock
    stops: AsOf[StopPublished]
    """By stop_id; empty until the area is published."""
    zones: AsOf[ZonePublished]
    trips: AsOf[TripPublished]
    """Trips in force, by trip_key."""
    publications: Publications
    tick: int

    def goods(self, request: ParcelRequested) -> GoodsClass:
        """What the area says of a parcel's kind of goods; without a word nothing is special about it."""
        said = () if self.area is None else self.area.goods
        named = (each for each in said if each.handling_class == request.handling_class)
        return next(named, GoodsClass(handling_class=request.handling_class))

    def carried_as(self, request: ParcelRequested) -> str:
        """What places and compartments must offer for a parcel."""
        goods = self.goods(request)
        return goods.handling_class if goods.carried_as is None else goods.carried_as

    def has_date(self, first: date, last: date) -> bool:
        """Whether any service date from `first` to `last` has a complete publication."""
        return self.publications.has_date(first, last, self.tick)


@dataclass
class History:
    """One area at every tick, and its parcels."""

    area: Timeline[AreaPublished] = field(default_factory=Timeline)
    stops: Timeline[StopPublished] = field(default_factory=Timeline)
    zones: Timeline[ZonePublished] = field(default_factory=Timeline)
    publications: Publications = field(default_factory=Publications)
    shipments: Shipments = field(default_factory=Shipments)
    end: int = 0
    """The newest tick."""
    told_at: int = 0
    """When the newest event was published."""

    def at(self, tick: int) -> Facts:
        """The facts as of a tick."""
        area = self.area.at(_AREA, tick)
        return Facts(
            area=area,
            clock=_clock("UTC" if area is None else area.time_zone),
            stops=self.stops.as_of(-1 if area is None else tick),
            zones=self.zones.as_of(tick),
            trips=self.publications.trips.as_of(tick),
            publications=self.publications,
            tick=tick,
        )

    def area_ticks(self) -> Iterable[int]:
        """When the area was published, and published otherwise."""
        return self.area.ticks(_AREA)

    def add(self, event: Event) -> None:
        """Fold one event."""
        self.told_at = max(self.told_at, epoch_s(event.time))
        if event.kind.topic is Topic.TIMETABLES:
            self.end += 1
        match event.data:
            case AreaPublished() as area:
                self.area.say(_AREA, area, self.end)
            case StopPublished() as stop:
                self.stops.say(stop.stop_id, stop, self.end)
            case ZonePublished() as zone:
                self.zones.say(zone.zone_id, zone, self.end)
            case TripPublished() as trip:
                self.publications.add_trip(trip, self.end)
            case TimetablePublished() as marker:
                self.publications.add_marker(marker, self.end)
            case ParcelRequested() | ParcelWithdrawn() as told:
                self.shipments.add(event, told)


def history_of(inputs: Iterable[Event]) -> History:
    """Fold the input events of one area. Within a topic their order counts, between topics it does not."""
    history = History()
    seen: set[tuple[str, str]] = set()
    for event in inputs:
        if (event.source, event.id) not in seen:
            seen.add((event.source, event.id))
            history.add(event)
    return history


@lru_cache(maxsize=64)
def _clock(time_zone: str) -> LocalClock:
    return LocalClock(time_zone)
