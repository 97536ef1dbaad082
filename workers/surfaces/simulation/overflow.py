"""How often passengers and parcels together take more than a trip has."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from contracts.unmatched import Dimension
from workers.errors import InputError
from workers.sources.forecast.bind import BoundPassengers
from workers.sources.forecast.reserve import reserve
from workers.sources.forecast.row import ForecastRow
from workers.sources.freight.bind import FreightArea
from workers.sources.publication.covered import covered_trips
from workers.sources.publication.trips import trip_key
from workers.surfaces.report.facts import PlanFacts
from workers.surfaces.report.loads import TripLoad, empty_load, trip_loads
from workers.surfaces.simulation.draw import Dice, Loads

_TOLERANCE = 3.0
"""Standard errors by which chance may miss the promise."""


@dataclass(frozen=True, slots=True)
class TripOverflow:
    """One trip, drawn many times: how often it overflowed on some segment."""

    trip_key: str
    stretches: int
    promised: float
    """The share of its runs that may overflow."""
    planned: int
    """Times with the parcels of the plan."""
    sold_out: int
    """Times if all that is offered were taken, whatever the plan took."""


@dataclass(frozen=True, slots=True)
class Overflow:
    """All trips of a plan whose offer keeps room for passengers."""

    trips: list[TripOverflow]
    times: int
    """How often each was drawn."""

    @property
    def simulated(self) -> int:
        """Trips drawn, all together."""
        return len(self.trips) * self.times

    @property
    def promised(self) -> float:
        """The share of trips that may overflow."""
        return sum(trip.promised for trip in self.trips) / len(self.trips)

    @property
    def planned(self) -> float:
        """The share that overflowed with the parcels of the plan."""
        return sum(trip.planned for trip in self.trips) / self.simulated

    @property
    def sold_out(self) -> float:
        """The share that overflows if all that is offered is taken."""
        return sum(trip.sold_out for trip in self.trips) / self.simulated

    @property
    def tolerance(self) -> float:
        """By how much chance alone may miss the promise: three standard errors."""
        return _TOLERANCE * float(np.sqrt(self.promised * (1 - self.promised) / self.simulated))

    @property
    def within(self) -> bool:
        """Whether the promise held, with the parcels of the plan and with all that is offered taken."""
        return max(self.planned, self.sold_out) <= self.promised + self.tolerance

    @property
    def worst(self) -> TripOverflow:
        """The trip furthest above its promise, or least below it, if all is taken."""
        return max(self.trips, key=lambda trip: trip.sold_out / self.times - trip.promised)


def simulate(area: FreightArea, facts: PlanFacts, dice: Dice, times: int) -> Overflow:
    """Draw each trip of a plan so many times. Raises InputError when none keeps room for passengers."""
    trips = [_trip(stage, dice, times) for stage in _stages(area, facts)]
    if not trips:
        sentence = "none of the plan's trips has an offer with `passengers:`, so there is no promise to test."
        raise InputError(sentence, file=area.freight.file, field="offers")
    return Overflow(trips, times)


@dataclass(frozen=True, slots=True)
class _Stage:
    """A trip with what it has, what is known of its passengers, and what the plan loads."""

    load: TripLoad
    bound: BoundPassengers
    rows: tuple[ForecastRow | None, ...]
    capacity: Mapping[str, Mapping[Dimension, int | None]]


def _stages(area: FreightArea, facts: PlanFacts) -> Iterator[_Stage]:
    loads = trip_loads(facts)
    for service_date in facts.service_dates:
        for feed in area.feeds:
            for trip, bound in covered_trips(area, feed, service_date):
                published = facts.trips.get(trip_key(feed, trip))
                if bound.passengers is None or published is None:
                    continue
                load = loads.get(published.trip_key) or empty_load(published)
                has = {
                    each.name: {dim: getattr(each, dim.value) for dim in Dimension} for each in bound.offer.compartments
                }
                yield _Stage(load, bound.passengers, reserve(bound.passengers, feed, trip).rows, has)


def _trip(stage: _Stage, dice: Dice, times: int) -> TripOverflow:
    known = {row.line: row for row in stage.rows if row is not None}
    drawn = dice.loads([row.quantiles for row in known.values()], times)
    columns = {line: index for index, line in enumerate(known)}
    stretch_of = [None if row is None else columns[row.line] for row in stage.rows]
    planned = np.zeros(times, dtype=bool)
    sold_out = np.zeros(times, dtype=bool)
    for name, dimension in _shared(stage):
        need = _need(stage.bound, name, dimension, drawn)
        load = stage.load.compartments[name]
        capacity = stage.capacity[name][dimension]
        planned |= _over(need, stretch_of, capacity, load.used[dimension])
        sold_out |= _over(need, stretch_of, capacity, load.offered[dimension])
    level = stage.bound.rule.service_level
    return TripOverflow(stage.load.trip.trip_key, len(known), float(1 - level), int(planned.sum()), int(sold_out.sum()))


def _shared(stage: _Stage) -> Iterator[tuple[str, Dimension]]:
    """What passengers and parcels both take."""
    for name, each in stage.bound.rule.per_passenger.items():
        for dimension in Dimension:
            if getattr(each, dimension.value) is not None and name in stage.load.compartments:
                yield name, dimension


def _need(bound: BoundPassengers, name: str, dimension: Dimension, drawn: Loads) -> Loads:
    """What the passengers need, in the wire unit, rounded up as in the reserve."""
    thousandths = getattr(bound.rule.per_passenger[name], dimension.value)
    need: Loads = -(-thousandths * drawn // 1000)
    return need


def _over(
    need: Loads, stretch_of: list[int | None], capacity: int | None, parcels: list[int] | list[int | None]
) -> npt.NDArray[np.bool_]:
    """In which draws some segment with parcels on it overflows. Where no row speaks of one, in all of them.

    A segment without parcels never does: whatever passengers bring there, no parcel was in their way.
    """
    over = np.zeros(len(need), dtype=bool)
    if capacity is None:
        return over
    for stretch, taken in set(zip(stretch_of, parcels, strict=True)):
        if taken is None or taken == 0:
            continue
        over |= True if stretch is None else need[:, stretch] > capacity - taken
    return over
