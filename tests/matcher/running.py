"""Small worlds that go on: parcels come and go, timetables change, time passes, decisions follow."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from hypothesis import strategies as st

from contracts.event import Event
from contracts.instants import epoch_s
from contracts.match import ParcelMatched
from contracts.parcel import ParcelWithdrawn
from contracts.timetable import TimetablePublished
from contracts.units import Body
from contracts.unmatched import ParcelUnmatched
from matcher.assignment.problem import Solve
from matcher.assignment.solve import solve
from matcher.decide import decide
from matcher.evolve import evolve
from matcher.forget import forget
from matcher.state.area_state import AreaState
from tests.matcher.deciding import SEED, as_events, never
from tests.worlds.plan_text import live_decisions
from tests.worlds.world import SOURCE, World

Decision = ParcelMatched | ParcelUnmatched


@dataclass
class Running:
    """An area as a worker runs it: events in, decisions out, both kept."""

    state: AreaState
    now: int
    solve: Solve = solve
    inputs: list[Event] = field(default_factory=list)
    outputs: list[Event] = field(default_factory=list)

    def tell(self, *bodies: Body) -> None:
        """Publish facts."""
        for body in bodies:
            at = datetime.fromtimestamp(self.now, UTC)
            event = Event(f"later-{len(self.inputs)}", SOURCE, at, self.state.area, body)
            self.inputs.append(event)
            evolve(self.state, event)

    def decide(self) -> list[Event]:
        """Decide, and fold what was decided."""
        forget(self.state, self.now)
        made = as_events(self.state.area, decide(self.state, self.now, SEED, never, self.solve))
        for event in made:
            evolve(self.state, event)
        self.outputs += made
        return made

    @property
    def live(self) -> dict[str, Decision]:
        """The newest decision of each parcel."""
        return live_decisions(self.outputs)


def running(world: World, solve: Solve = solve) -> Running:
    """A world, told and decided."""
    run = Running(AreaState(world.area.area), epoch_s(world.now), solve)
    for event in world.events:
        run.inputs.append(event)
        evolve(run.state, event)
    run.decide()
    return run


def republication(world: World, number: int, *, without: set[str]) -> Iterator[Body]:
    """Every service date once more, complete, without some trips."""
    for marker in [event.data for event in world.events if isinstance(event.data, TimetablePublished)]:
        same = (marker.feed_id, marker.service_date)
        trips = [trip for trip in world.trips.values() if (trip.feed_id, trip.service_date) == same]
        kept = [trip for trip in trips if trip.trip_key not in without]
        for trip in kept:
            yield trip.model_copy(update={"publication_id": f"again-{number}"})
        yield marker.model_copy(update={"publication_id": f"again-{number}", "trips": len(kept)})


def change(run: Running, world: World, data: st.DataObject, number: int) -> None:
    """One thing that happens."""
    parcels = sorted(world.parcels)
    what = data.draw(st.sampled_from(["time", "withdraw", "request", "new", "republish"]))
    if what == "time" or not parcels:
        run.now += data.draw(st.sampled_from([60, 900, 3_600, 20_000]))
    elif what == "withdraw":
        run.tell(ParcelWithdrawn(parcel_id=data.draw(st.sampled_from(parcels)), reason="changed plans"))
    elif what == "republish":
        gone = data.draw(st.sets(st.sampled_from(sorted(world.trips)))) if world.trips else set()
        run.tell(*republication(world, number, without=gone))
    else:
        request = world.parcels[data.draw(st.sampled_from(parcels))]
        update: dict[str, object] = {"volume_ml": data.draw(st.integers(0, 30_000))}
        if what == "new":
            update["parcel_id"] = f"N{number}"
        run.tell(request.model_copy(update=update))
