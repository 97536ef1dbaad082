"""What is over is forgotten, so that the state of an area does not grow with its past.

Forgetting depends on the time alone, never on how the state came about: a replay that forgets at the
same instant holds the same state.

- A parcel a day past due is closed for good: its requests, its decision and the ids of its events go.
  Of it stays a stub, whose it is, its last revision and when it was available, for as long as the log
  may still hold its events: a new request under the same id goes on counting, and what comes after it
  need not wait.
- A service date whose last trip ended two days ago is dropped, with publications for it that never
  became complete.
"""

from datetime import UTC, datetime, timedelta

from matcher.bonds.forerunner import available
from matcher.evolve import date_scope, parcel_scope
from matcher.state.area_state import AreaState
from matcher.state.decisions import LiveMatch
from matcher.state.parcels import Stub

CLOSED_AFTER_S = 86_400
"""A repeated event of a parcel is recognised for so long after it was due."""
STUB_KEPT_S = 100 * 86_400
"""Longer than the topics on Kafka keep events unless they are told otherwise."""
DATES_KEPT = timedelta(days=2)

_EVERY_S = 3_600


def forget(state: AreaState, now: int) -> None:
    """Drop what is over at `now` (seconds since 1970); at most once an hour, it walks over everything."""
    last, state.looked_at = state.looked_at, now
    if last is not None and last // _EVERY_S == now // _EVERY_S:
        return
    for parcel_id in [name for name, parcel in state.parcels.items() if parcel.over_at + CLOSED_AFTER_S < now]:
        _forget_parcel(state, parcel_id, now)
    for parcel_id in [name for name, stub in state.stubs.items() if stub.until < now]:
        del state.stubs[parcel_id]
    for parcel_id in state.decisions.keys() - state.parcels.keys():
        del state.decisions[parcel_id]  # the log no longer holds its request
    state.bonds.once_begun = {pair for pair in state.bonds.once_begun if pair[0] in state.parcels}
    oldest = datetime.fromtimestamp(now, UTC).date() - DATES_KEPT
    for feed_id, service_date in state.timetable.forget_before(oldest):
        state.seen.forget(date_scope(feed_id, service_date))


def _forget_parcel(state: AreaState, parcel_id: str, now: int) -> None:
    available_at = available(state, parcel_id)
    parcel, live = state.parcels.pop(parcel_id), state.decisions.pop(parcel_id, None)
    revision = parcel.revisions_before if live is None else live.revision
    state.stubs[parcel_id] = Stub(parcel.owner, revision, now + STUB_KEPT_S, available_at)
    begun = live.request_id if isinstance(live, LiveMatch) and live.hand_in_by <= now else None
    state.bonds.forget(parcel_id, parcel, begun)
    state.seen.forget(parcel_scope(parcel_id))
    state.touched.add(parcel_id)
