"""An area with a forecast, published, and its trips drawn many times."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from numpy.random import default_rng

from contracts.event import Event
from tests.workers.sources.forecast.forecasts import forecast_area
from tests.workers.sources.gtfs.small_feed import MONDAY
from tests.workers.sources.publication.published import publish
from workers.sources.freight.bind import FreightArea
from workers.surfaces.report.facts import read_facts
from workers.surfaces.simulation.draw import Dice
from workers.surfaces.simulation.overflow import Overflow, TripOverflow, simulate

TIMES = 10_000

ONE_STRETCH = "p50,p80,p90,p95,p99\n2,3,4,5,7\n"
THREE_STRETCHES = """\
from_stop_id,p50,p80,p90,p95,p98,p99
V,2,3,4,5,6,7
S,1,2,3,4,5,6
P,0,1,1,2,3,4
A,3,4,5,6,7,8
"""


def simulated(
    folder: Path,
    forecast: str,
    outputs: Sequence[Event] = (),
    *,
    correlation: float = 0.8,
    seed: int = 1,
    **keys: object,
) -> Overflow:
    """Each of the two trips of Monday, so often."""
    return judged(forecast_area(folder, forecast, None, **keys), None, outputs, correlation=correlation, seed=seed)


def judged(
    area: FreightArea,
    published_as: FreightArea | None = None,
    outputs: Sequence[Event] = (),
    *,
    correlation: float = 0.8,
    seed: int = 1,
) -> Overflow:
    """A timetable, published with other offers perhaps, by the promise of this area."""
    events = publish(published_as or area, MONDAY).events
    return simulate(area, read_facts(events, outputs), Dice(default_rng(seed), correlation), TIMES)


def without_reserve(area: FreightArea) -> FreightArea:
    """The same offers, with nothing kept free."""
    return replace(area, offers=tuple(replace(bound, passengers=None) for bound in area.offers))


def trip(overflow: Overflow, trip_id: str) -> TripOverflow:
    """One of the trips."""
    (found,) = [each for each in overflow.trips if each.trip_key.startswith(trip_id)]
    return found
