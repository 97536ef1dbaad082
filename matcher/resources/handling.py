"""Rows of handling: the seconds a driver may spend on parcels, one row per call."""

from collections import Counter
from collections.abc import Iterator

from matcher.journeys.journey import RideLeg
from matcher.journeys.network import Network
from matcher.resources.use import Use


def uses(network: Network, legs: tuple[RideLeg, ...], first_row: int) -> Iterator[Use]:
    """One parcel loaded at each boarding call, one unloaded at each alighting call."""
    for call, times in Counter(call for leg in legs for call in (leg.board, leg.alight)).items():
        seconds = times * int(network.handling_s[network.call_place[call]])
        yield Use(first_row + call, first_row + call + 1, seconds)
