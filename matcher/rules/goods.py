"""HANDLING_NOT_OFFERED: every place where a parcel waits and every compartment takes its class of goods, and
every vehicle takes what is dangerous in it.

Where the area allows a class to wait outside what it needs, a place need not offer it, if the parcel
does not wait there for longer.
"""

import numpy as np

from contracts.reasons import UnmatchedReason
from matcher.journeys.network import Flags, Ints, Network
from matcher.resources.danger import danger_of
from matcher.rules.rule import Kind, Masks, Narrowed, Rule, Situation
from matcher.state.hours import NEVER_AFTER, NEVER_BEFORE
from matcher.state.parcels import Request
from matcher.state.settings import Goods
from matcher.state.timetable import UNLIMITED


def _masks(network: Network, kind: Kind) -> Masks:
    goods = network.settings.goods_of(kind.handling_class)
    carrier = np.array([goods.offered_as in spec.handling_classes for spec in network.carriers], dtype=np.bool_)
    carrier &= not goods.excluded
    if kind.danger_classes:
        carrier &= danger_of(network).carry(kind.danger_classes)[network.carrier_trip]
    places = [place is not None and goods.offered_as in place.handling_classes for place in network.places]
    return _at_places(network, goods, np.array(places, dtype=np.bool_), carrier)


def _at_places(network: Network, goods: Goods, offers: Flags, carrier: Flags) -> Masks:
    """`offers` (P): where it may wait for any time."""
    here, most = offers[network.call_place], goods.longest_outside_s
    if most == 0:
        return Masks(board=here, alight=here, carrier=carrier)
    return Masks(
        carrier=carrier,
        begin=here | _at_most(network.hand_in_by, network.departure, most),
        end=here | _at_most(network.arrival, network.available_at, most),
        longest_wait_s=np.where(offers, UNLIMITED, most),
    )


def _at_most(begin: Ints, end: Ints, most: int) -> Flags:
    """Whether a stay is that long at most. One that has no begin or no end, as the place never opens, is no stay."""
    short: Flags = (begin == NEVER_BEFORE) | (end == NEVER_AFTER) | (end - begin <= most)
    return short


def _narrow(request: Request, situation: Situation) -> Narrowed:
    if not request.dangerous:
        return {}
    return {"danger": danger_of(situation.network).amounts(request.dangerous)}


GOODS = Rule(UnmatchedReason.HANDLING_NOT_OFFERED, masks=_masks, narrow=_narrow)
