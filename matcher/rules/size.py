"""TOO_LARGE: what a parcel takes of compartments, hubs, lockers and handling budgets, with nothing else aboard."""

from contracts.reasons import UnmatchedReason
from matcher.rules.rule import Narrowed, Rule, Situation
from matcher.state.parcels import Request


def _narrow(request: Request, _: Situation) -> Narrowed:
    return {
        "volume_ml": request.volume_ml,
        "weight_g": request.weight_g,
        "pieces": request.pieces,
        "longest_side_mm": request.longest_side_mm,
        "parcels": request.parcels,
        "largest_volume_ml": request.largest_volume_ml,
        "largest_weight_g": request.largest_weight_g,
    }


SIZE = Rule(UnmatchedReason.TOO_LARGE, narrow=_narrow)
