"""What the input events say, folded once: newest wins, repeated events count once."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from contracts.area import AreaPublished
from contracts.event import Event
from contracts.instants import epoch_s
from contracts.parcel import ParcelRequested, ParcelWithdrawn
from contracts.stop import StopPublished
from contracts.timetable import TimetablePublished
from contracts.trip import TripPublished
from contracts.zone import ZonePublished
from matcher.verify.clock import LocalClock
from matcher.verify.publications import Publications


@dataclass
class Shipment:
    """A parcel as its shipper told it: the requests by event id, oldest first."""

    source: str
    requests: dict[str, ParcelRequested] = field(default_factory=dict)
    withdrawn: bool = False

    @property
    def newest_id(self) -> str:
        """The event id of the newest request."""
        return next(reversed(self.requests))


@dataclass(frozen=True)
class Facts:
    """One area at the end of its input events."""

    area: AreaPublished | None
    clock: LocalClock
    stops: dict[str, StopPublished]
    """By stop_id; empty until the area is published."""
    zones: dict[str, ZonePublished]
    trips: dict[str, TripPublished]
    """Trips in force, by trip_key."""
    dates: frozenset[date]
    """Service dates with a complete publication."""
    parcels: dict[str, Shipment]
    """Parcels with a request, by parcel_id."""
    told_at: int
    """When the newest event was published: nothing was decided on all of them before."""


def facts_of(inputs: Iterable[Event]) -> Facts:
    """Fold the input events of one area."""
    fold = _Fold()
    seen: set[tuple[str, str]] = set()
    for position, event in enumerate(inputs):
        if (event.source, event.id) not in seen:
            seen.add((event.source, event.id))
            fold.add(event, position)
    return fold.facts()


class _Fold:
    def __init__(self) -> None:
        self._area: AreaPublished | None = None
        self._stops: dict[str, StopPublished] = {}
        self._zones: dict[str, ZonePublished] = {}
        self._publications = Publications()
        self._parcels: dict[str, Shipment] = {}
        self._told_at = 0
        self._table: dict[type, Callable[[Any, Event, int], None]] = {
            AreaPublished: self._add_area,
            StopPublished: self._add_stop,
            ZonePublished: self._add_zone,
            TripPublished: lambda trip, _event, _position: self._publications.add_trip(trip),
            TimetablePublished: lambda marker, _event, position: self._publications.add_marker(marker, position),
            ParcelRequested: self._add_request,
            ParcelWithdrawn: self._add_withdrawal,
        }

    def add(self, event: Event, position: int) -> None:
        self._told_at = max(self._told_at, epoch_s(event.time))
        take = self._table.get(type(event.data))
        if take is not None:
            take(event.data, event, position)

    def facts(self) -> Facts:
        in_force = list(self._publications.in_force())
        return Facts(
            area=self._area,
            clock=LocalClock("UTC" if self._area is None else self._area.time_zone),
            stops={} if self._area is None else self._stops,
            zones=self._zones,
            trips={key: trip for _, publication in in_force for key, trip in publication.trips.items()},
            dates=frozenset(service_date for service_date, _ in in_force),
            parcels={name: shipment for name, shipment in self._parcels.items() if shipment.requests},
            told_at=self._told_at,
        )

    def _add_area(self, area: AreaPublished, _event: Event, _position: int) -> None:
        self._area = area

    def _add_stop(self, stop: StopPublished, _event: Event, _position: int) -> None:
        self._stops[stop.stop_id] = stop

    def _add_zone(self, zone: ZonePublished, _event: Event, _position: int) -> None:
        self._zones[zone.zone_id] = zone

    def _add_request(self, request: ParcelRequested, event: Event, _position: int) -> None:
        """A new request reopens a withdrawn parcel, unless the withdrawal was waiting for its first one."""
        shipment = self._parcels.setdefault(request.parcel_id, Shipment(event.source))
        if shipment.source != event.source:
            return
        if shipment.requests:
            shipment.withdrawn = False
        shipment.requests[event.id] = request

    def _add_withdrawal(self, withdrawal: ParcelWithdrawn, event: Event, _position: int) -> None:
        shipment = self._parcels.setdefault(withdrawal.parcel_id, Shipment(event.source))
        if shipment.source == event.source:
            shipment.withdrawn = True
