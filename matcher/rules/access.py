"""NO_JOURNEY: calls that allow loading or unloading, at places that are published and accept parcels.

That legs follow each other at hubs, on another trip, with the transfer time between, is the
search's own part of this rule.
"""

import numpy as np

from contracts.reasons import UnmatchedReason
from matcher.journeys.network import Network
from matcher.rules.rule import Masks, Rule
from matcher.state.timetable import DROP_OFF, PICKUP


def _masks(network: Network, _: str) -> Masks:
    accepts = np.array([place is not None and place.accepts for place in network.places], dtype=np.bool_)
    here = accepts[network.call_place]
    return Masks(board=here & (network.access & PICKUP > 0), alight=here & (network.access & DROP_OFF > 0))


ACCESS = Rule(UnmatchedReason.NO_JOURNEY, masks=_masks)
