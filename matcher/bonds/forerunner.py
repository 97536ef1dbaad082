"""The parcel that another one comes after: from when on that other one may be handed in."""

from matcher.state.area_state import AreaState
from matcher.state.decisions import LiveMatch
from matcher.state.hours import NEVER_AFTER, NEVER_BEFORE
from matcher.state.parcels import Request


def available(state: AreaState, parcel_id: str) -> int | None:
    """When a parcel is available by its live match, seconds since 1970, closed and forgotten ones included.

    None = it is unknown, unmatched or withdrawn.
    """
    parcel = state.parcels.get(parcel_id)
    if parcel is None:
        stub = state.stubs.get(parcel_id)
        return None if stub is None else stub.available_at
    live = state.decisions.get(parcel_id)
    if parcel.withdrawn:
        return None
    if live is None:
        return parcel.available_before
    return live.available_at if isinstance(live, LiveMatch) else None


def not_before(state: AreaState, request: Request) -> int:
    """The earliest hand-in that the live match of the parcel it comes after allows, seconds since 1970.

    NEVER_BEFORE = it comes after none; NEVER_AFTER = that one has no journey.
    """
    after = request.after_parcel_id
    return NEVER_BEFORE if after is None else handed_in_from(request, available(state, after))


def handed_in_from(request: Request, available_at: int | None) -> int:
    """The gap after the parcel it comes after is available; NEVER_AFTER = that one has no journey."""
    return NEVER_AFTER if available_at is None else available_at + request.after_gap_s
