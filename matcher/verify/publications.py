"""Which trips are in force: a date counts as soon as all its trips and its marker are there."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from contracts.timetable import TimetablePublished
from contracts.trip import TripPublished


@dataclass
class Publication:
    """One publication of one service date of a feed."""

    told: int | None = None
    """How many trips its newest marker names."""
    marked: int = -1
    """When that marker came; the count of events before it."""
    trips: dict[str, TripPublished] = field(default_factory=dict)
    complete: bool = False


class Publications:
    """All publications seen, in the order of the log."""

    def __init__(self) -> None:
        self._of_date: dict[tuple[str, date], dict[str, Publication]] = {}

    def add_trip(self, trip: TripPublished) -> None:
        """A trip belongs to its publication until that is complete; later ones change nothing."""
        publication = self._publication(trip.feed_id, trip.service_date, trip.publication_id)
        if not publication.complete:
            publication.trips[trip.trip_key] = trip
            _seal(publication)

    def add_marker(self, marker: TimetablePublished, position: int) -> None:
        """The marker says how many trips there are, before or after the last of them came."""
        publication = self._publication(marker.feed_id, marker.service_date, marker.publication_id)
        if publication.complete and marker.trips != publication.told:
            return
        publication.told = marker.trips
        publication.marked = position
        _seal(publication)

    def in_force(self) -> Iterator[tuple[date, Publication]]:
        """The newest complete publication of each feed and date."""
        for (_, service_date), publications in self._of_date.items():
            complete = [publication for publication in publications.values() if publication.complete]
            if complete:
                yield service_date, max(complete, key=lambda publication: publication.marked)

    def _publication(self, feed_id: str, service_date: date, publication_id: str) -> Publication:
        publications = self._of_date.setdefault((feed_id, service_date), {})
        return publications.setdefault(publication_id, Publication())


def _seal(publication: Publication) -> None:
    publication.complete = publication.complete or publication.told == len(publication.trips)
