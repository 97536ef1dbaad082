"""TOO_LARGE: what a parcel takes of compartments, hubs and handling budgets, with nothing else aboard."""

from contracts.reasons import UnmatchedReason
from matcher.rules.rule import Narrowed, Rule
from matcher.state.parcels import Request


def _narrow(request: Request, _: int) -> Narrowed:
    return {
        "volume_ml": request.volume_ml,
        "weight_g": request.weight_g,
        "pieces": request.pieces,
        "longest_side_mm": request.longest_side_mm,
        "parcels": 1,
    }


SIZE = Rule(UnmatchedReason.TOO_LARGE, narrow=_narrow)
