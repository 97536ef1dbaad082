"""TOO_LARGE: what a parcel takes of compartments, hubs and handling budgets, with nothing else aboard."""

from dataclasses import replace

import numpy as np

from contracts.reasons import UnmatchedReason
from matcher.journeys.network import Network
from matcher.journeys.question import Question
from matcher.rules.rule import Rule
from matcher.state.parcels import Request


def _narrow(question: Question, network: Network, request: Request, _: int) -> Question:
    longest = network.cache.get("longest_side_mm")
    if not isinstance(longest, np.ndarray):
        longest = np.array([spec.longest_side_mm for spec in network.carriers], dtype=np.int64)
        network.cache["longest_side_mm"] = longest
    return replace(
        question,
        carrier=question.carrier & (longest >= request.longest_side_mm),
        volume_ml=request.volume_ml,
        weight_g=request.weight_g,
        pieces=request.pieces,
        parcels=1,
    )


SIZE = Rule(UnmatchedReason.TOO_LARGE, narrow=_narrow)
