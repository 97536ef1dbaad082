"""One row of a forecast: about which trips and which of their segments it speaks, and what it says."""

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from workers.sources.forecast.quantiles import Quantiles


@dataclass(frozen=True, slots=True)
class ForecastRow:
    """`quantiles` are of the highest load on the segments the row covers, of one trip.

    None = any. Ids are wire ids and place ids; `trip_id` may be a glob.
    """

    line: int
    route_id: str | None
    trip_id: str | None
    from_place: str | None
    to_place: str | None
    """None with `from_place`: only the segment that begins there."""
    hours: range | None
    """Of service time, in which the trip leaves its first call."""
    weekdays: frozenset[int] | None
    """Monday is 0."""
    quantiles: Quantiles

    @property
    def rank(self) -> tuple[bool, ...]:
        """The higher, the more specific."""
        named = (self.trip_id, self.from_place, self.route_id, self.hours, self.weekdays)
        return tuple(part is not None for part in named)

    def is_about(self, trip_id: str, route_id: str, hour: int, weekday: int) -> bool:
        """Whether it speaks of a trip at all."""
        return (
            (self.route_id is None or self.route_id == route_id)
            and (self.trip_id is None or self.trip_id == trip_id or fnmatchcase(trip_id, self.trip_id))
            and (self.hours is None or hour in self.hours)
            and (self.weekdays is None or weekday in self.weekdays)
        )

    def segments(self, place_ids: Sequence[str]) -> list[int]:
        """Which segments of a trip with these calls it covers. From a place to one that does not follow: none."""
        last = len(place_ids) - 1
        if self.from_place is None:
            return list(range(last))
        starts = [call for call in range(last) if place_ids[call] == self.from_place]
        if self.to_place is None:
            return starts
        covered: dict[int, None] = {}
        for start in starts:
            end = next((call for call in range(start + 1, last + 1) if place_ids[call] == self.to_place), start)
            covered.update(dict.fromkeys(range(start, end)))
        return list(covered)
