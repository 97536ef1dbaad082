"""STOP_CLOSED: boarding and alighting of every leg lie inside the opening hours of their places."""

from contracts.reasons import UnmatchedReason
from matcher.journeys.network import Network
from matcher.rules.rule import Kind, Masks, Rule


def _masks(network: Network, _: Kind) -> Masks:
    return Masks(board=network.open_at_departure, alight=network.open_at_arrival)


OPENING = Rule(UnmatchedReason.STOP_CLOSED, masks=_masks)
