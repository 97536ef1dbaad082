"""When time alone changes something: the next cut-off or departure that commits a leg."""

from matcher.agenda import agenda_as_it_was, begins_at
from matcher.state.area_state import AreaState


def next_alarm(state: AreaState) -> int | None:
    """The earliest instant, in seconds since 1970, at which a leg becomes committed that is not yet."""
    begins = agenda_as_it_was(state).begins
    return begins.first(lambda parcel_id: begins_at(state, parcel_id) is not None)
