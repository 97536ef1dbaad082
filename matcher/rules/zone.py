"""ZONE_CLOSED: in a zone, only allowed powertrains load and unload, and only inside its windows.

That holds from a date on, if the zone names one, and never for the operators that it exempts. A stop
whose zone is not published is closed by it: nobody knows yet what it allows.
"""

from datetime import date, datetime, time
from typing import Literal
from zoneinfo import ZoneInfo

import numpy as np

from contracts.reasons import UnmatchedReason
from matcher.journeys.network import Flags, Index, Ints, Network
from matcher.rules.rule import Kind, Masks, Rule
from matcher.state.hours import hours_of
from matcher.state.places import Zone


def zone_rule(zones: dict[str, Zone]) -> Rule:
    """The rule for the zones published now."""

    def masks(network: Network, _: Kind) -> Masks:
        return Masks(board=_kept(network, zones, "departure"), alight=_kept(network, zones, "arrival"))

    return Rule(UnmatchedReason.ZONE_CLOSED, masks=masks)


def _kept(network: Network, zones: dict[str, Zone], instant: Literal["departure", "arrival"]) -> Flags:
    """The same for all kinds of goods; kept in the network's cache."""
    known = network.cache.get(("zones", instant))
    if not isinstance(known, np.ndarray):
        known = network.cache["zones", instant] = _allowed(network, zones, getattr(network, instant))
    return known


def _allowed(network: Network, zones: dict[str, Zone], instant: Ints) -> Flags:
    allowed = np.ones(network.calls, dtype=np.bool_)
    zone_ids = np.array([place.zone_id if place is not None else None for place in network.places], dtype=np.object_)
    for zone_id in {zone_id for zone_id in zone_ids.tolist() if zone_id is not None}:
        calls = np.flatnonzero((zone_ids == zone_id)[network.call_place])
        zone = zones.get(zone_id)
        if len(calls):
            allowed[calls] = (
                False if zone is None else _in_zone(network, zone, network.call_trip[calls], instant[calls])
            )
    return allowed


def _in_zone(network: Network, zone: Zone, trips: Index, instant: Ints) -> Flags:
    """Which calls of a zone are allowed, by the trip and the instant of each."""
    hours = hours_of(zone.windows, network.settings.time_zone, int(instant.min()), int(instant.max()))
    allowed = hours.contain(instant)
    if zone.powertrains is not None:
        allowed &= np.array([trip.powertrain in zone.powertrains for trip in network.trips], dtype=np.bool_)[trips]
    if zone.exempt_operator_ids:
        exempt = [trip.operator_id in zone.exempt_operator_ids for trip in network.trips]
        allowed |= np.array(exempt, dtype=np.bool_)[trips]
    if zone.holds_from is not None:
        allowed |= instant < _midnight(zone.holds_from, network.settings.time_zone)
    return allowed


def _midnight(day: date, time_zone: ZoneInfo) -> int:
    """When a date begins on the local clock, seconds since 1970."""
    return int(datetime.combine(day, time(0), time_zone).timestamp())
