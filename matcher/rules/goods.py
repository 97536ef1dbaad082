"""HANDLING_NOT_OFFERED: every place where a parcel changes hands and every compartment takes its class."""

import numpy as np

from contracts.reasons import UnmatchedReason
from matcher.journeys.network import Network
from matcher.rules.rule import Masks, Rule


def _masks(network: Network, handling_class: str) -> Masks:
    places = [place is not None and handling_class in place.handling_classes for place in network.places]
    here = np.array(places, dtype=np.bool_)[network.call_place]
    carrier = np.array([handling_class in spec.handling_classes for spec in network.carriers], dtype=np.bool_)
    return Masks(board=here, alight=here, carrier=carrier)


GOODS = Rule(UnmatchedReason.HANDLING_NOT_OFFERED, masks=_masks)
