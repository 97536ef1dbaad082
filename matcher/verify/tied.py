"""Decisions that depend on others: what the checks of followers and consignments look at."""

from dataclasses import dataclass

from contracts.match import ParcelMatched
from contracts.parcel import Consignment, ParcelRequested
from matcher.verify.moments import Decision


@dataclass(frozen=True, slots=True)
class Follower:
    """A match, not begun, of a parcel that comes after another."""

    match: ParcelMatched
    request: ParcelRequested
    forerunner: Decision | None
    """The newest decision on the parcel it comes after, whether that is open or not."""


@dataclass(frozen=True, slots=True)
class Member:
    """An open parcel of a consignment."""

    decision: Decision
    request: ParcelRequested
    consignment: Consignment
    source: str
