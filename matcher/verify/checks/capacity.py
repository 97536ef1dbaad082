"""No compartment is overfull on any segment."""

from collections import defaultdict

from contracts.trip import Compartment
from contracts.unmatched import Dimension
from matcher.verify.checks.finding import Findings
from matcher.verify.picture import Picture


def capacity(picture: Picture) -> Findings:
    """On each segment the parcels in a compartment keep to its volume, weight and pieces."""
    loads: dict[tuple[str, str, int, Dimension], int] = defaultdict(int)
    compartments: dict[tuple[str, str], Compartment] = {}
    for journey, ride in picture.rides():
        if ride.compartment is not None:
            trip_key, name = ride.trip.trip_key, ride.compartment.name
            compartments[trip_key, name] = ride.compartment
            for segment in range(ride.leg.board_call, ride.leg.alight_call):
                for dimension in Dimension:
                    loads[trip_key, name, segment, dimension] += getattr(journey.request, dimension)
    for (trip_key, name, segment, dimension), load in loads.items():
        offered = _offered(compartments[trip_key, name], segment, dimension)
        if offered is not None and load > offered:
            sentence = f"From call {segment} to {segment + 1} {name!r} carries {load} {dimension} of {offered}."
            yield trip_key, sentence


def _offered(compartment: Compartment, segment: int, dimension: Dimension) -> int | None:
    """What the compartment offers from call `segment` to the next; None = not limited."""
    offered: int | None = getattr(compartment, dimension)
    for part in compartment.segments:
        if part.from_call <= segment < part.to_call and dimension in part.model_fields_set:
            offered = getattr(part, dimension)
    return offered
