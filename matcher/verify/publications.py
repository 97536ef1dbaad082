"""Which trips are in force, and since when: a date counts as soon as all its trips and its marker are there."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from contracts.timetable import TimetablePublished
from contracts.trip import TripPublished
from matcher.verify.timeline import Timeline

_FeedDate = tuple[date, str]


@dataclass
class Publication:
    """One publication of one service date of a feed."""

    told: int | None = None
    """How many trips its newest marker names."""
    marked: int = -1
    """The tick of that marker."""
    trips: dict[str, TripPublished] = field(default_factory=dict)
    complete: bool = False


class Publications:
    """All publications seen, in the order of the log. `trips` has the trips in force by trip_key."""

    def __init__(self) -> None:
        self.trips: Timeline[TripPublished] = Timeline(_same_run)
        self._of_date: dict[_FeedDate, dict[str, Publication]] = {}
        self._in_force: dict[_FeedDate, Publication] = {}
        self._dates: list[_FeedDate] = []
        """Those that ever were complete, sorted."""
        self._sizes: dict[_FeedDate, list[tuple[int, int]]] = {}
        """The tick of each change of what is in force, and how many trips it has."""
        self._complete: dict[date, int] = {}
        """The tick at which a date first was complete."""
        self._changes: list[tuple[int, _FeedDate]] = []

    def add_trip(self, trip: TripPublished, tick: int) -> None:
        """A trip belongs to its publication until that is complete; later ones change nothing."""
        key = (trip.service_date, trip.feed_id)
        publication = self._publication(key, trip.publication_id)
        if not publication.complete:
            publication.trips[trip.trip_key] = trip
            self._seal(key, publication, tick)

    def add_marker(self, marker: TimetablePublished, tick: int) -> None:
        """The marker says how many trips there are, before or after the last of them came."""
        key = (marker.service_date, marker.feed_id)
        publication = self._publication(key, marker.publication_id)
        if not publication.complete:
            publication.told, publication.marked = marker.trips, tick
            self._seal(key, publication, tick)

    def dates(self, tick: int) -> set[date]:
        """Service dates that were complete by a tick."""
        return {service_date for service_date, since in self._complete.items() if since <= tick}

    def has_date(self, first: date, last: date, tick: int) -> bool:
        """Whether any date from `first` to `last` was complete by a tick."""
        return any(self._complete[service_date] <= tick for service_date in self._between(first, last))

    def completions(self, first: date, last: date) -> list[int]:
        """The ticks at which dates from `first` to `last` first were complete."""
        return [self._complete[service_date] for service_date in self._between(first, last)]

    def changes(self) -> Sequence[int]:
        """The ticks at which what is in force changes."""
        return [tick for tick, _ in self._changes]

    def count(self, tick: int, oldest: date, forgotten: int) -> range:
        """How many trips may be said to be in force at a tick.

        Of dates before `oldest` nobody needs to know, and those in force by the tick `forgotten` nobody does.
        """
        recent = sum(self._size(key, tick) for key in self._dates[bisect_left(self._dates, (oldest, "")) :])
        first = bisect_right(self._changes, forgotten, key=lambda change: change[0])
        last = bisect_right(self._changes, tick, key=lambda change: change[0])
        late = {key for _, key in self._changes[first:last] if key[0] < oldest}
        return range(recent, recent + sum(self._size(key, tick) for key in late) + 1)

    def _between(self, first: date, last: date) -> set[date]:
        start, end = bisect_left(self._dates, (first, "")), bisect_left(self._dates, (last, chr(0x10FFFF)))
        return {service_date for service_date, _ in self._dates[start:end]}

    def _size(self, key: _FeedDate, tick: int) -> int:
        sizes = self._sizes[key]
        index = bisect_right(sizes, tick, key=lambda size: size[0])
        return sizes[index - 1][1] if index > 0 else 0

    def _publication(self, key: _FeedDate, publication_id: str) -> Publication:
        return self._of_date.setdefault(key, {}).setdefault(publication_id, Publication())

    def _seal(self, key: _FeedDate, publication: Publication, tick: int) -> None:
        if publication.told != len(publication.trips):
            return
        publication.complete = True
        former = self._in_force.get(key)
        if former is None:
            insort(self._dates, key)
            self._complete[key[0]] = min(tick, self._complete.get(key[0], tick))
        elif former.marked > publication.marked:
            return
        self._put_in_force(key, publication, tick)

    def _put_in_force(self, key: _FeedDate, publication: Publication, tick: int) -> None:
        former = self._in_force.get(key, Publication())
        self._in_force[key] = publication
        self._sizes.setdefault(key, []).append((tick, len(publication.trips)))
        self._changes.append((tick, key))
        for trip_key in former.trips.keys() - publication.trips.keys():
            self.trips.say(trip_key, None, tick)
        for trip_key, trip in publication.trips.items():
            self.trips.say(trip_key, trip, tick)


def _same_run(one: TripPublished, other: TripPublished) -> bool:
    """Whether two publications of a trip say the same of all that a journey depends on."""
    return (
        one.calls == other.calls
        and one.compartments == other.compartments
        and one.danger_budgets == other.danger_budgets
        and one.powertrain is other.powertrain
        and one.operator_id == other.operator_id
    )
