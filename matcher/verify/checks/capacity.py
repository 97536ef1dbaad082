"""No compartment is overfull on any segment."""

from collections import defaultdict
from collections.abc import Sequence

from contracts.trip import Compartment, TripPublished
from contracts.unmatched import Dimension
from matcher.verify.checks.finding import Findings
from matcher.verify.room import Aboard, Load, Room


def capacity(room: Room) -> Findings:
    """On each segment the parcels in a compartment keep to its volume, weight and pieces.

    Where all of them are aboard already, it is the trip that shrank.
    """
    for trip_key, aboard in room.aboard.items():
        trip = room.facts.trips.get(trip_key)
        if trip is not None:
            yield from _overfull(trip, aboard)


def _overfull(trip: TripPublished, aboard: Sequence[Aboard]) -> Findings:
    compartments = {compartment.name: compartment for compartment in trip.compartments}
    loads: dict[tuple[str, int, Dimension], Load] = defaultdict(Load)
    for each in aboard:
        if each.leg.compartment in compartments:
            for segment in range(each.leg.board_call, each.kept_until):
                for dimension in Dimension:
                    loads[each.leg.compartment, segment, dimension].add(getattr(each.request, dimension), each)
    for (name, segment, dimension), load in loads.items():
        offered = _offered(compartments[name], segment, dimension)
        if offered is not None and load.taken > offered and not load.settled:
            sentence = f"From call {segment} to {segment + 1} {name!r} carries {load.taken} {dimension} of {offered}."
            yield trip.trip_key, sentence


def _offered(compartment: Compartment, segment: int, dimension: Dimension) -> int | None:
    """What the compartment offers from call `segment` to the next; None = not limited."""
    offered: int | None = getattr(compartment, dimension)
    for part in compartment.segments:
        if part.from_call <= segment < part.to_call and dimension in part.model_fields_set:
            offered = getattr(part, dimension)
    return offered
