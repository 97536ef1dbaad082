"""What a rule is: a reason and a way to narrow the question that the journey search is asked."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypedDict

from contracts.reasons import UnmatchedReason
from matcher.journeys.network import Flags, Network
from matcher.state.parcels import Request


@dataclass(frozen=True, slots=True)
class Masks:
    """What may be used as far as a rule is concerned."""

    board: Flags
    """(N) calls at which a parcel may be loaded."""
    alight: Flags
    """(N) calls at which a parcel may be unloaded."""
    carrier: Flags | None = None
    """(C) compartments, None = all."""


class Narrowed(TypedDict, total=False):
    """What a rule says of one request: fields of the question."""

    volume_ml: int
    weight_g: int
    pieces: int
    longest_side_mm: int
    parcels: int
    hand_in_from: int
    available_by: int


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the contract.

    `masks` depends on the network and the handling class alone, so it is worked out once for all
    parcels of a class; `narrow` depends on the request and on `earliest`, the first instant at
    which a new match may ask for hand-in (decided_at + notice).
    """

    reason: UnmatchedReason
    masks: Callable[[Network, str], Masks] | None = None
    narrow: Callable[[Request, int], Narrowed] | None = None
