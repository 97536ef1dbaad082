"""Another origin or destination: the nearest that helps, whichever of the two ends it replaces."""

from collections.abc import Iterator

from contracts.reasons import UnmatchedReason
from matcher.explain.remedies.change import Change, Field
from matcher.explain.remedies.near import near, nearest_of
from matcher.explain.remedies.residual import Residual
from matcher.explain.remedies.trial import Trial, first
from matcher.explain.remedies.unmet import Unmet

MOST_ORIGINS = 3
"""So many are tried, each with a search of its own; where all that is missing is room, more."""
MOST_ORIGINS_FOR_ROOM = 24
MOST_DESTINATIONS = 24
"""So many of those that one search from the origin reaches."""


def another_place(residual: Residual, unmet: Unmet) -> Trial:
    """The nearest that helps; of two equally far away the smaller stop id."""
    sold_out = unmet.reason == UnmatchedReason.CAPACITY_SOLD_OUT
    origins = _origins(residual, unmet, MOST_ORIGINS_FOR_ROOM if sold_out else MOST_ORIGINS)
    nearest = sorted([*origins, *_destinations(residual, unmet)])
    return (yield from first([Change(field, stop_id) for _, stop_id, field in nearest]))


def _origins(residual: Residual, unmet: Unmet, most: int) -> Iterator[tuple[float, str, Field]]:
    """With how far away they are. None while nobody knows where it goes."""
    network, request = residual.bench.network, unmet.request
    if request.destination in residual.state.places:
        others = near(network, request.origin, network.departures)
        others[network.place_number[request.destination]] = float("inf")
        for number in nearest_of(others, most):
            yield float(others[number]), network.place_ids[number], Field.ORIGIN


def _destinations(residual: Residual, unmet: Unmet) -> Iterator[tuple[float, str, Field]]:
    network, request = residual.bench.network, unmet.request
    if request.origin in residual.state.places:
        others = near(network, request.destination, network.arrivals)
        others[~residual.reached(unmet)] = float("inf")
        others[network.place_number[request.origin]] = float("inf")
        for number in nearest_of(others, MOST_DESTINATIONS):
            yield float(others[number]), network.place_ids[number], Field.DESTINATION
