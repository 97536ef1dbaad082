"""What was asked for and refused."""

from dataclasses import dataclass

from contracts.reasons import UnmatchedReason
from matcher.state.hours import NEVER_BEFORE
from matcher.state.parcels import Request


@dataclass(frozen=True, slots=True)
class Unmet:
    """A request, why it was refused, and how early the parcel before it lets it be handed in."""

    request: Request
    reason: UnmatchedReason
    not_before: int = NEVER_BEFORE
    """Seconds since 1970; NEVER_BEFORE = it comes after none."""
