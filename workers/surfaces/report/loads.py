"""What each trip carries on each segment, against what it offers there."""

from dataclasses import dataclass

from contracts.parcel import ParcelRequested
from contracts.trip import Compartment, TripPublished
from contracts.unmatched import Dimension
from workers.errors import RidealongError
from workers.surfaces.report.facts import PlanFacts


@dataclass(frozen=True, slots=True)
class Peak:
    """The segment of one compartment, in one dimension, with the highest share used."""

    segment: int
    """From call `segment` to the next."""
    used: int
    offered: int | None
    """None = not limited."""

    @property
    def share(self) -> float:
        """Used of offered; 0 where nothing limits it."""
        return share_of(self.used, self.offered)


@dataclass(frozen=True, slots=True)
class CompartmentLoad:
    """Per dimension and segment: what is offered and what is used (ml, g, pieces)."""

    name: str
    offered: dict[Dimension, list[int | None]]
    used: dict[Dimension, list[int]]

    def peak(self, dimension: Dimension) -> Peak:
        """Of several equal segments the first; where nothing is limited the one with most in it."""
        used, offered = self.used[dimension], self.offered[dimension]
        if not any(used):
            return Peak(0, 0, offered[0])
        at = max(range(len(used)), key=lambda segment: (share_of(used[segment], offered[segment]), used[segment]))
        return Peak(at, used[at], offered[at])

    @property
    def is_empty(self) -> bool:
        """Whether it carries nothing on any segment."""
        return not any(any(used) for used in self.used.values())

    def share(self, segment: int) -> float:
        """The highest share of the three dimensions on a segment."""
        return max(share_of(self.used[dim][segment], self.offered[dim][segment]) for dim in Dimension)


@dataclass(frozen=True, slots=True)
class TripLoad:
    """A trip, the parcels it carries on some segment, and the loads of its compartments."""

    trip: TripPublished
    parcel_ids: set[str]
    on_board: list[int]
    """Parcels per segment."""
    compartments: dict[str, CompartmentLoad]

    def share(self, segment: int) -> float:
        """The highest share of all compartments on a segment."""
        return max((load.share(segment) for load in self.compartments.values()), default=0.0)

    def used(self, segment: int, dimension: Dimension) -> int:
        """What is on board on a segment, all compartments together."""
        return sum(load.used[dimension][segment] for load in self.compartments.values())


def share_of(used: int, offered: int | None) -> float:
    """Used of offered; 0 where nothing limits it, infinite where nothing is offered but used."""
    if offered is None or used == 0:
        return 0.0
    return used / offered if offered > 0 else float("inf")


def empty_load(trip: TripPublished) -> TripLoad:
    """The load of a trip that carries nothing."""
    segments = len(trip.calls) - 1
    return TripLoad(trip, set(), [0] * segments, {each.name: _empty(each, segments) for each in trip.compartments})


def trip_loads(facts: PlanFacts) -> dict[str, TripLoad]:
    """By trip_key, the trips that carry parcels. Raises RidealongError when a leg fits no trip in force."""
    loads: dict[str, TripLoad] = {}
    for match in facts.matches:
        for leg in match.decision.legs:
            load = loads.get(leg.trip_key)
            if load is None:
                load = loads[leg.trip_key] = empty_load(facts.trip_of(leg))
            compartment = load.compartments.get(leg.compartment)
            if compartment is None or leg.alight_call >= len(load.trip.calls):
                raise RidealongError(f"The leg of parcel {match.parcel.parcel_id} does not fit trip {leg.trip_key}.")
            load.parcel_ids.add(match.parcel.parcel_id)
            for segment in range(leg.board_call, leg.alight_call):
                load.on_board[segment] += 1
            _add(compartment, match.parcel, leg.board_call, leg.alight_call)
    return loads


def _empty(compartment: Compartment, segments: int) -> CompartmentLoad:
    offered: dict[Dimension, list[int | None]] = {
        Dimension.VOLUME: [compartment.volume_ml] * segments,
        Dimension.WEIGHT: [compartment.weight_g] * segments,
        Dimension.PIECES: [compartment.pieces] * segments,
    }
    for override in compartment.segments:
        for dimension in Dimension:
            if dimension.value in override.model_fields_set:
                replaced = getattr(override, dimension.value)
                for segment in range(override.from_call, override.to_call):
                    offered[dimension][segment] = replaced
    return CompartmentLoad(compartment.name, offered, {dimension: [0] * segments for dimension in Dimension})


def _add(load: CompartmentLoad, parcel: ParcelRequested, board_call: int, alight_call: int) -> None:
    for dimension in Dimension:
        quantity = getattr(parcel, dimension.value)
        used = load.used[dimension]
        for segment in range(board_call, alight_call):
            used[segment] += quantity
