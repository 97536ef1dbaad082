"""Later due, earlier ready, a shorter gap: the instants that matter are those of calls."""

import numpy as np

from matcher.explain.remedies.change import Change, Field
from matcher.explain.remedies.residual import Residual
from matcher.explain.remedies.trial import Trial, bisected
from matcher.explain.remedies.unmet import Unmet
from matcher.journeys.network import Ints
from matcher.state.hours import NEVER_AFTER, NEVER_BEFORE


def later_due(residual: Residual, unmet: Unmet) -> Trial:
    """The earliest `due_at` that helps: an instant at which something is available at the destination."""
    network, request = residual.bench.network, unmet.request
    number = network.place_number.get(request.destination)
    if number is None:
        return None
    instants = _some(network.available_at[network.arrivals.at(number)], request.due_at + 1, NEVER_AFTER - 1)
    return (yield from bisected(len(instants), lambda index: Change(Field.DUE_AT, int(instants[index]))))


def earlier_ready(residual: Residual, unmet: Unmet) -> Trial:
    """The latest `ready_at` that helps: a latest hand-in at the origin that is still to come."""
    network, request = residual.bench.network, unmet.request
    number = network.place_number.get(request.origin)
    if number is None:
        return None
    earliest = max(residual.bench.rules.earliest, unmet.not_before, NEVER_BEFORE + 1)
    instants = _some(network.hand_in_by[network.departures.at(number)], earliest, request.ready_at - 1)[::-1]
    return (yield from bisected(len(instants), lambda index: Change(Field.READY_AT, int(instants[index]))))


def shorter_gap(_: Residual, unmet: Unmet) -> Trial:
    """The longest gap after the parcel before it that helps, in seconds."""
    if unmet.request.after_parcel_id is None:
        return None
    gap_s = unmet.request.after_gap_s
    return (yield from bisected(gap_s, lambda index: Change(Field.AFTER_GAP, gap_s - 1 - index)))


def _some(instants: Ints, first: int, last: int) -> Ints:
    """Those from `first` to `last`, each once, in order."""
    return np.unique(instants[(instants >= first) & (instants <= last)])
