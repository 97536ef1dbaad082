"""What a rule is: a reason and a way to narrow the question that the journey search is asked."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple, TypedDict

from contracts.reasons import UnmatchedReason
from matcher.journeys.network import Flags, Ints, Network
from matcher.state.parcels import Request


class Kind(NamedTuple):
    """What parcels have in common that may use the same calls and compartments."""

    handling_class: str
    danger_classes: tuple[str, ...] = ()


class Situation(NamedTuple):
    """What a rule knows beside the request."""

    network: Network
    earliest: int
    """The first instant at which a new match may ask for hand-in: decided_at + notice."""
    not_before: int
    """The earliest hand-in that the parcel it comes after allows."""


class Masks(TypedDict, total=False):
    """What may be used as far as a rule is concerned; without a word, all. Fields as in `question.Question`."""

    board: Flags
    alight: Flags
    carrier: Flags
    begin: Flags
    end: Flags
    longest_wait_s: Ints


class Narrowed(TypedDict, total=False):
    """What a rule says of one request: fields of the question."""

    volume_ml: int
    weight_g: int
    pieces: int
    longest_side_mm: int
    parcels: int
    largest_volume_ml: int
    largest_weight_g: int
    danger: Ints
    hand_in_from: int
    available_by: int
    longest_total_s: int
    not_before: int


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the contract.

    `masks` depends on the network and the kind of parcel alone, so it is worked out once for all
    parcels of a kind; `narrow` depends on the request and the situation.
    """

    reason: UnmatchedReason
    masks: Callable[[Network, Kind], Masks] | None = None
    narrow: Callable[[Request, Situation], Narrowed] | None = None
