"""Decide on a world the way a worker does, as events: the one harness of the matcher's tests."""

from collections.abc import Iterable

from contracts.event import Event
from contracts.instants import epoch_s
from contracts.plan import PlanCertified
from matcher.decide import Decisions, decide
from matcher.evolve import evolve
from matcher.state.area_state import AreaState
from tests.worlds.world import World

SEED = 7


def never(_: float) -> bool:
    """A solve that is not stopped."""
    return False


def state_of(area: str, events: Iterable[Event]) -> AreaState:
    """Fold events."""
    state = AreaState(area)
    for event in events:
        evolve(state, event)
    return state


def decided(world: World) -> list[Event]:
    """The outputs of one decision on a world at its `now`."""
    state = state_of(world.area.area, world.events)
    return as_events(state.area, decide(state, epoch_s(world.now), SEED, never))


def as_events(area: str, decisions: Decisions) -> list[Event]:
    """Bodies with the ids they are published under."""
    bodies = [*([] if decisions.plan is None else [decisions.plan]), *decisions.parcels]
    return [
        Event(
            id=body.plan_id if isinstance(body, PlanCertified) else f"{area}/{body.parcel_id}/{body.revision}",
            source="urn:ridealong:matcher",
            time=body.decided_at,
            area=area,
            data=body,
        )
        for body in bodies
    ]
