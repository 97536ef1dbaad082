"""What holds after a plan, read from its events alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from zoneinfo import ZoneInfo

from contracts.area import AreaPublished
from contracts.event import Event
from contracts.match import Leg, ParcelMatched
from contracts.parcel import ParcelRequested
from contracts.plan import PlanCertified
from contracts.stop import StopPublished
from contracts.timetable import TimetablePublished
from contracts.trip import TripPublished
from contracts.unmatched import ParcelUnmatched
from contracts.zone import ZonePublished
from workers.errors import RidealongError


@dataclass(frozen=True, slots=True)
class Match:
    """A parcel and the journey it got."""

    parcel: ParcelRequested
    decision: ParcelMatched


@dataclass(frozen=True, slots=True)
class Miss:
    """A parcel and why it got none."""

    parcel: ParcelRequested
    decision: ParcelUnmatched


@dataclass(frozen=True)
class PlanFacts:
    """One area: the newest facts, the trips in force and the live decisions, by parcel id."""

    area: AreaPublished | None
    stops: dict[str, StopPublished]
    zones: dict[str, ZonePublished]
    trips: dict[str, TripPublished]
    """By trip_key; of the newest complete publication of each feed and service date."""
    matches: list[Match]
    misses: list[Miss]
    certificate: PlanCertified | None

    @property
    def parcels(self) -> list[ParcelRequested]:
        """Every parcel that has a live decision."""
        return [match.parcel for match in self.matches] + [miss.parcel for miss in self.misses]

    @cached_property
    def zone(self) -> ZoneInfo | None:
        """The area's time zone."""
        return None if self.area is None else ZoneInfo(self.area.time_zone)

    @cached_property
    def service_dates(self) -> list[date]:
        """Of the trips in force."""
        return sorted({trip.service_date for trip in self.trips.values()})

    def place_name(self, stop_id: str) -> str:
        """Its published name; its id when it has none or is unknown."""
        stop = self.stops.get(stop_id)
        return stop.name if stop is not None and stop.name else stop_id

    def trip_of(self, leg: Leg) -> TripPublished:
        """The trip a leg rides on. Raises RidealongError when it is not in force."""
        trip = self.trips.get(leg.trip_key)
        if trip is None:
            raise RidealongError(
                f"The plan uses trip {leg.trip_key}, which is in no complete publication; run `ridealong verify`."
            )
        return trip


def read_facts(inputs: Iterable[Event], outputs: Iterable[Event]) -> PlanFacts:
    """Index the events of one area. Raises RidealongError when the two do not belong together."""
    area: AreaPublished | None = None
    stops: dict[str, StopPublished] = {}
    zones: dict[str, ZonePublished] = {}
    trips: list[TripPublished] = []
    markers: list[TimetablePublished] = []
    requests: dict[tuple[str, str], ParcelRequested] = {}
    for event in inputs:
        match event.data:
            case TripPublished() as trip:
                trips.append(trip)
            case ParcelRequested() as parcel:
                requests[parcel.parcel_id, event.id] = parcel
            case StopPublished() as stop:
                stops[stop.stop_id] = stop
            case TimetablePublished() as marker:
                markers.append(marker)
            case ZonePublished() as zone:
                zones[zone.zone_id] = zone
            case AreaPublished() as published:
                area = published
    live, certificate = _decisions(outputs)
    matches: list[Match] = []
    misses: list[Miss] = []
    for _, decision in sorted(live.items()):
        parcel = _request(requests, decision)
        if isinstance(decision, ParcelMatched):
            matches.append(Match(parcel, decision))
        else:
            misses.append(Miss(parcel, decision))
    return PlanFacts(area, stops, zones, _in_force(trips, markers), matches, misses, certificate)


def _decisions(
    outputs: Iterable[Event],
) -> tuple[dict[str, ParcelMatched | ParcelUnmatched], PlanCertified | None]:
    """The decision of the highest revision of each parcel, and the newest certificate."""
    live: dict[str, ParcelMatched | ParcelUnmatched] = {}
    certificate: PlanCertified | None = None
    for event in outputs:
        data = event.data
        if isinstance(data, PlanCertified):
            certificate = data
        elif isinstance(data, ParcelMatched | ParcelUnmatched):
            known = live.get(data.parcel_id)
            if known is None or known.revision <= data.revision:
                live[data.parcel_id] = data
    return live, certificate


def _request(
    requests: dict[tuple[str, str], ParcelRequested], decision: ParcelMatched | ParcelUnmatched
) -> ParcelRequested:
    parcel = requests.get((decision.parcel_id, decision.request_id))
    if parcel is None:
        raise RidealongError(
            f"The decision on parcel {decision.parcel_id} names request {decision.request_id}, which is not in the events."
        )
    return parcel


def _in_force(trips: list[TripPublished], markers: list[TimetablePublished]) -> dict[str, TripPublished]:
    published: dict[tuple[str, date, str], dict[str, TripPublished]] = {}
    for trip in trips:
        published.setdefault((trip.feed_id, trip.service_date, trip.publication_id), {})[trip.trip_key] = trip
    newest: dict[tuple[str, date], dict[str, TripPublished]] = {}
    for marker in markers:
        found = published.get((marker.feed_id, marker.service_date, marker.publication_id), {})
        if len(found) == marker.trips:
            newest[marker.feed_id, marker.service_date] = found
    return {key: trip for found in newest.values() for key, trip in found.items()}
