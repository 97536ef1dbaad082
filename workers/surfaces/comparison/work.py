"""What the vehicles of a plan carry and offer, in litre-kilometres."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from contracts.trip import TripPublished
from contracts.unmatched import Dimension
from workers.surfaces.report.facts import PlanFacts
from workers.surfaces.report.loads import TripLoad, empty_load

_ML_M_PER_L_KM = 1_000_000


@dataclass(frozen=True, slots=True)
class Work:
    """Over all segments of all trips whose lengths are known."""

    carried_l_km: float
    """Litres on board times kilometres."""
    offered_l_km: float
    """Litres offered times kilometres, where the volume is limited."""
    unmeasured_trips: int
    """Trips that carry parcels and have no known distances: not counted."""


def work_of(facts: PlanFacts, loads: Mapping[str, TripLoad]) -> Work:
    """Sum it up; `loads` are those of the trips that carry parcels."""
    carried = offered = 0
    unmeasured = 0
    for key, trip in facts.trips.items():
        metres = _segment_metres(trip)
        if metres is None:
            unmeasured += key in loads
            continue
        load = loads.get(key) or empty_load(trip)
        for segment, length in enumerate(metres):
            carried += length * load.used(segment, Dimension.VOLUME)
            offered += length * _offered_ml(load, segment)
    return Work(round(carried / _ML_M_PER_L_KM, 1), round(offered / _ML_M_PER_L_KM, 1), unmeasured)


def _segment_metres(trip: TripPublished) -> list[int] | None:
    along = [call.distance_m for call in trip.calls]
    known = [metres for metres in along if metres is not None]
    if len(known) < len(along):
        return None
    return [following - before for before, following in pairwise(known)]


def _offered_ml(load: TripLoad, segment: int) -> int:
    offers = (compartment.offered[Dimension.VOLUME][segment] for compartment in load.compartments.values())
    return sum(offer for offer in offers if offer is not None)
