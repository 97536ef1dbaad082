"""Which trips are in force: the rule of `timetable.published`, one publication at a time.

A publication is sealed as soon as as many trips as its newest marker says are there; what comes later
changes nothing. Of the sealed ones of a feed's date, that with the newest marker is in force.
"""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Publication:
    """How far a publication has come."""

    trips: int = 0
    """Different trips so far."""
    told: int | None = None
    """How many its newest marker says."""
    marked: int = -1
    """Offset of that marker."""
    sealed: bool = False

    def with_trip(self) -> "Publication":
        """One more trip."""
        return _sealed_if_whole(replace(self, trips=self.trips + 1))

    def with_marker(self, told: int, offset: int) -> "Publication":
        """A marker."""
        return _sealed_if_whole(replace(self, told=told, marked=offset))


def _sealed_if_whole(publication: Publication) -> Publication:
    return replace(publication, sealed=publication.trips == publication.told)
