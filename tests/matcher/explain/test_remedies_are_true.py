"""Remedies on a thousand small worlds, held against brute force: they help, they are the smallest, none is missed."""

from datetime import datetime, timedelta

from hypothesis import HealthCheck, given, settings

from contracts.event import Event
from contracts.instants import format_instant
from contracts.parcel import ParcelRequested
from contracts.reasons import UnmatchedReason
from contracts.unmatched import ParcelUnmatched, Remedy
from tests.matcher.deciding import decided
from tests.matcher.explain.applying import applied, asked_for
from tests.oracles.brute_force import BruteForce
from tests.worlds.plan_text import Decision, live_decisions
from tests.worlds.random_worlds import small_worlds
from tests.worlds.world import World

_SECOND = timedelta(seconds=1)
_LATER = timedelta(days=30)

_OWN_FAULT = {
    UnmatchedReason.DUE_TOO_EARLY: "due_at",
    UnmatchedReason.CUT_OFF_MISSED: "ready_at",
    UnmatchedReason.NOT_WORTH_ITS_COST: "value_millis",
}
"""The field that a reason speaks of."""


@settings(
    max_examples=1_000,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(small_worlds())
def test_a_remedy_helps_and_no_smaller_one_does_and_where_one_helps_there_is_one(world: World) -> None:
    live = live_decisions(decided(world))
    for refusal in live.values():
        if not isinstance(refusal, ParcelUnmatched):
            continue
        if refusal.remedy is not None:
            helped = applied(world.events, refusal.parcel_id, refusal.remedy)
            assert _fits(world, helped, refusal, live), refusal
            assert not _fits(world, _with_a_little_less(world, refusal, refusal.remedy), refusal, live), refusal
        elif refusal.reason in _OWN_FAULT and world.parcels[refusal.parcel_id].consignment is None:
            assert not _fits(world, _with_all_there_is(world, refusal), refusal, live), refusal


def _fits(world: World, events: list[Event], refusal: ParcelUnmatched, live: dict[str, Decision]) -> bool:
    return BruteForce(events, world.now).reason_of(refusal.parcel_id, live) is None


def _with_a_little_less(world: World, refusal: ParcelUnmatched, remedy: Remedy) -> list[Event]:
    """With the value next to it on the side of what was asked for; where there is no such order, as it was."""
    less: str | int | None = None
    if remedy.field == "due_at":
        less = format_instant(datetime.fromisoformat(str(remedy.to)) - _SECOND)
    elif remedy.field == "ready_at":
        less = format_instant(datetime.fromisoformat(str(remedy.to)) + _SECOND)
    elif isinstance(remedy.to, int):
        less = remedy.to - 1 if remedy.field == "value_millis" else remedy.to + 1
    return world.events if less is None else asked_for(world.events, refusal.parcel_id, remedy.field, less)


def _with_all_there_is(world: World, refusal: ParcelUnmatched) -> list[Event]:
    """With as much as can be of the field that the reason speaks of."""
    field = _OWN_FAULT[refusal.reason]
    return asked_for(world.events, refusal.parcel_id, field, _most(world.parcels[refusal.parcel_id], field))


def _most(request: ParcelRequested, field: str) -> str | int:
    if field == "due_at":
        return format_instant(request.due_at + _LATER)
    if field == "ready_at":
        return format_instant(request.ready_at - _LATER)
    return 2_000_000_000
