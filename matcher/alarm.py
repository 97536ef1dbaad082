"""When time alone changes something: the next cut-off or departure that commits a leg."""

from matcher.state.area_state import AreaState
from matcher.state.decisions import LiveMatch


def next_alarm(state: AreaState) -> int | None:
    """The earliest instant, in seconds since 1970, at which a leg becomes committed that is not yet."""
    instants = [
        instant
        for parcel_id, live in state.decisions.items()
        if isinstance(live, LiveMatch) and not state.parcels[parcel_id].withdrawn
        if (instant := _next_commitment(live)) is not None
    ]
    return min(instants, default=None)


def _next_commitment(live: LiveMatch) -> int | None:
    starts = (live.hand_in_by, *(leg.board_at for leg in live.legs[1:]))
    return min((start for start, leg in zip(starts, live.legs, strict=True) if not leg.committed), default=None)
