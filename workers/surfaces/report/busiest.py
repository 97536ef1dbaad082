"""The fullest stretch of each trip and compartment, fullest first."""

from collections.abc import Iterable
from dataclasses import dataclass

from contracts.trip import TripPublished
from contracts.unmatched import Dimension
from workers.surfaces.report.loads import CompartmentLoad, TripLoad, share_of


@dataclass(frozen=True, slots=True)
class Stretch:
    """Neighbouring segments of one trip on which one compartment is equally full."""

    trip: TripPublished
    compartment: str
    dimension: Dimension
    from_call: int
    to_call: int
    used: int
    offered: int | None

    @property
    def share(self) -> float:
        """Used of offered; 0 where nothing limits it."""
        return share_of(self.used, self.offered)


def busiest_stretches(loads: Iterable[TripLoad], count: int) -> list[Stretch]:
    """At most `count`, by share used, then by what is carried."""
    stretches = [
        _fullest(load.trip, compartment)
        for load in loads
        for compartment in load.compartments.values()
        if not compartment.is_empty
    ]
    stretches.sort(key=lambda s: (-s.share, -s.used, s.trip.calls[s.from_call].departure, s.trip.trip_key))
    return stretches[:count]


def _fullest(trip: TripPublished, load: CompartmentLoad) -> Stretch:
    dimension = max(Dimension, key=lambda dim: load.peak(dim).share)
    peak = load.peak(dimension)
    used, offered = load.used[dimension], load.offered[dimension]

    def same(segment: int) -> bool:
        return used[segment] == peak.used and offered[segment] == peak.offered

    first, last = peak.segment, peak.segment
    while first > 0 and same(first - 1):
        first -= 1
    while last + 1 < len(used) and same(last + 1):
        last += 1
    return Stretch(trip, load.name, dimension, first, last + 1, peak.used, peak.offered)
