"""When time alone changes something: the next cut-off or departure that commits a leg."""

from matcher.state.area_state import AreaState
from matcher.state.decisions import LiveMatch


def next_alarm(state: AreaState) -> int | None:
    """The earliest instant, in seconds since 1970, at which a leg becomes committed that is not yet."""
    instants = [
        instant
        for parcel_id, live in state.decisions.items()
        if isinstance(live, LiveMatch) and (instant := live.next_start) is not None and _may_begin(state, parcel_id)
    ]
    return min(instants, default=None)


def _may_begin(state: AreaState, parcel_id: str) -> bool:
    """Whether a match is still waited for: one that was past due when last looked at is not."""
    parcel = state.parcels.get(parcel_id)
    if parcel is None or parcel.withdrawn:
        return False
    return state.looked_at is None or parcel.over_at >= state.looked_at
