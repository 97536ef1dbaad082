"""UNKNOWN_STOP and NO_TIMETABLE: the rules that come before any journey is looked for."""

from datetime import UTC, date, timedelta

from contracts.instants import local_instant
from contracts.reasons import UnmatchedReason
from matcher.state.area_state import AreaState
from matcher.state.parcels import Request


def unknown_stop(state: AreaState, request: Request) -> UnmatchedReason | None:
    """Origin or destination is not published; nothing is until its area is."""
    known = state.settings is not None and request.origin in state.places and request.destination in state.places
    return None if known else UnmatchedReason.UNKNOWN_STOP


def no_timetable(state: AreaState, request: Request) -> UnmatchedReason | None:
    """No complete service date from the day before ready_at to the day of due_at, on the local calendar."""
    first = _local_date(state, request.ready_at) - timedelta(days=1)
    last = _local_date(state, request.due_at)
    return None if state.timetable.has_date(first, last) else UnmatchedReason.NO_TIMETABLE


def _local_date(state: AreaState, instant: int) -> date:
    return local_instant(instant, UTC if state.settings is None else state.settings.time_zone).date()
