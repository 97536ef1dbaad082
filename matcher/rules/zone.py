"""ZONE_CLOSED: in a zone, only allowed powertrains load and unload, and only inside its windows.

A stop whose zone is not published is closed by it: nobody knows yet what it allows.
"""

import numpy as np

from contracts.reasons import UnmatchedReason
from matcher.journeys.network import Flags, Ints, Network
from matcher.rules.rule import Masks, Rule
from matcher.state.hours import hours_of
from matcher.state.places import Zone


def zone_rule(zones: dict[str, Zone]) -> Rule:
    """The rule for the zones published now."""

    def masks(network: Network, _: str) -> Masks:
        board = _allowed(network, zones, network.departure)
        return Masks(board=board, alight=_allowed(network, zones, network.arrival))

    return Rule(UnmatchedReason.ZONE_CLOSED, masks=masks)


def _allowed(network: Network, zones: dict[str, Zone], instant: Ints) -> Flags:
    allowed = np.ones(network.calls, dtype=np.bool_)
    for number, place in enumerate(network.places):
        calls = network.departures.at(number)
        if place is None or place.zone_id is None or len(calls) == 0:
            continue
        zone = zones.get(place.zone_id)
        allowed[calls] = False if zone is None else _in_zone(network, zone, calls, instant[calls])
    return allowed


def _in_zone(network: Network, zone: Zone, calls: np.ndarray[tuple[int], np.dtype[np.int32]], instant: Ints) -> Flags:
    hours = hours_of(zone.windows, network.settings.time_zone, int(instant.min()), int(instant.max()))
    inside = hours.contain(instant)
    if zone.powertrains is not None:
        trips = network.call_trip[calls]
        inside &= np.array([network.trips[trip].powertrain in zone.powertrains for trip in trips], dtype=np.bool_)
    return inside
