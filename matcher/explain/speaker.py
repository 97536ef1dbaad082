"""Speaks of an area's facts as its people do: places and lines by name, local times, in its language."""

from dataclasses import dataclass
from datetime import UTC, datetime

from contracts.area import Language
from contracts.instants import local_instant
from matcher.explain.messages.catalogue import Catalogue
from matcher.explain.messages.languages import CATALOGUES
from matcher.state.area_state import AreaState
from matcher.state.timetable import Publication, Trip


@dataclass(frozen=True, slots=True)
class Speaker:
    """What an area's people call things."""

    state: AreaState
    words: Catalogue

    def place(self, stop_id: str) -> str:
        """The name of a place; its id while that is not published."""
        place = self.state.places.get(stop_id)
        return place.name if place is not None and place.name else stop_id

    def local(self, instant: int) -> datetime:
        """An instant on the area's clock."""
        settings = self.state.settings
        return local_instant(instant, UTC if settings is None else settings.time_zone)

    def time(self, instant: int, beside: int | None = None) -> str:
        """`Mon 23 Nov 12:00`; beside an instant of the same date `12:00`."""
        return self.words.time(self.local(instant), None if beside is None else self.local(beside))

    def at(self, instant: int, beside: int | None = None) -> str:
        """`on Mon 23 Nov 12:00`; beside an instant of the same date `at 12:00`."""
        return self.words.time(self.local(instant), None if beside is None else self.local(beside), when="at")

    def line(self, trip: Trip) -> str:
        """The route's name."""
        return trip.route_name or trip.trip_id

    def trip(self, trip_key: str) -> tuple[Publication, Trip]:
        """A trip in force and the columns of its calls. Raises KeyError."""
        for publication in self.state.timetable.publications():
            trip = publication.trips.get(trip_key)
            if trip is not None:
                return publication, trip
        raise KeyError(trip_key)


def speaker_of(state: AreaState) -> Speaker:
    """In the area's language; English until it is published."""
    language = Language.ENGLISH if state.settings is None else state.settings.language
    return Speaker(state, CATALOGUES[language])
