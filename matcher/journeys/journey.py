"""A journey: the legs of one parcel, as numbers of the network."""

from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from matcher.journeys.network import Network
from matcher.state.settings import Settings

ML_S_PER_L_H = 3_600_000


class RideLeg(NamedTuple):
    """One compartment of one trip, from a boarding call to an alighting call (numbers of the network)."""

    carrier: int
    board: int
    alight: int


@dataclass(frozen=True, slots=True)
class Journey:
    """A journey and what it costs one parcel."""

    legs: tuple[RideLeg, ...]
    cost_millis: int
    lockers: tuple[int, ...] = ()
    """By stay, from the origin's on: the size of its compartment, counted from the smallest one there, or NO_LOCKER. Empty =
    no stay is at a place with a locker."""

    def hand_in_by(self, network: Network) -> int:
        """Latest hand-in at the origin, seconds since 1970."""
        return network.hand_in_by.item(self.legs[0].board)

    def available_at(self, network: Network) -> int:
        """When it can be collected at the destination, seconds since 1970."""
        return network.available_at.item(self.legs[-1].alight)


def journey_cost_millis(settings: Settings, legs: int, volume_ml: int, waited_s: int) -> int:
    """`legs * leg + transfers * transfer + (volume * waited * storage) // 3_600_000`, in thousandths of a euro.

    `waited_s`: all seconds between legs together.
    """
    storage = volume_ml * waited_s * settings.storage_millis_per_l_h // ML_S_PER_L_H
    return legs * settings.leg_millis + (legs - 1) * settings.transfer_millis + storage


def waited_s(network: Network, legs: tuple[RideLeg, ...]) -> int:
    """Seconds between the legs of a journey, all together."""
    return sum(int(network.departure[after.board] - network.arrival[before.alight]) for before, after in pairwise(legs))
