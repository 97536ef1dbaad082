"""NO_JOURNEY: calls that allow loading or unloading, at places that are published and accept parcels.

Where the receiver meets the bus and a compartment is kept for the parcel, a trip ends a journey only if
it goes on to where the parcel rides when nobody comes.

That legs follow each other at hubs, on another trip, with the transfer time between and no longer wait
than the hub allows, is the search's own part of this rule.
"""

import numpy as np

from contracts.reasons import UnmatchedReason
from matcher.journeys.network import Network
from matcher.rules.rule import Kind, Masks, Rule
from matcher.state.timetable import DROP_OFF, PICKUP


def _masks(network: Network, _: Kind) -> Masks:
    accepts = np.array([place is not None and place.accepts for place in network.places], dtype=np.bool_)
    here = accepts[network.call_place]
    alight = here & (network.access & DROP_OFF > 0) & (network.reserved_until >= 0)
    return Masks(board=here & (network.access & PICKUP > 0), alight=alight, longest_wait_s=network.longest_wait_s)


ACCESS = Rule(UnmatchedReason.NO_JOURNEY, masks=_masks)
