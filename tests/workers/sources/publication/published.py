"""What publishing a text of freight.yaml beside the small feed gives."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar

from contracts.event import Event
from contracts.stop import StopPublished
from contracts.timetable import TimetablePublished
from contracts.trip import TripPublished
from contracts.units import Body
from tests.workers.sources.freight.small_area import MINIMAL, area_of
from tests.workers.sources.gtfs.small_feed import MONDAY, Changes
from workers.sources.findings import Finding, Findings
from workers.sources.freight.bind import FreightArea
from workers.sources.publication.publish import publish_timetable
from workers.sources.publication.stamp import Stamp, numbered_ids

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)

B = TypeVar("B", bound=Body)


@dataclass(frozen=True)
class Published:
    """One act of publishing."""

    events: list[Event]
    findings: list[Finding]

    def bodies(self, kind: type[B]) -> list[B]:
        """The bodies of one kind, in order."""
        return [event.data for event in self.events if isinstance(event.data, kind)]

    @property
    def trips(self) -> dict[str, TripPublished]:
        """By trip key."""
        return {trip.trip_key: trip for trip in self.bodies(TripPublished)}

    @property
    def stops(self) -> dict[str, StopPublished]:
        """By stop id."""
        return {stop.stop_id: stop for stop in self.bodies(StopPublished)}

    @property
    def counts(self) -> dict[str, int]:
        """Trips told by feed and date: `feed@2026-11-23` -> 2."""
        told = self.bodies(TimetablePublished)
        return {f"{body.feed_id}@{body.service_date}": body.trips for body in told}


def publish(area: FreightArea, *dates: date) -> Published:
    """Publish these dates."""
    findings = Findings()
    stamp = Stamp(area.settings.area, NOW, numbered_ids("test"))
    events = list(publish_timetable(area, dates, stamp=stamp, findings=findings))
    return Published(events, findings.all())


def published(
    folder: Path,
    freight: str = MINIMAL,
    changes: Changes | None = None,
    dates: Sequence[date] = (MONDAY,),
    **named: Changes,
) -> Published:
    """Publish the small feed with changes, or several feeds by name."""
    return publish(area_of(folder, freight, changes, **named), *dates)


def wall_clock(trip: TripPublished) -> list[str]:
    """`23T07:10+02:00`: arrival at each call."""
    return [call.arrival.isoformat(timespec="minutes")[8:] for call in trip.calls]
