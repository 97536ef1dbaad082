"""A real day under random rules, decided: its refusals, and whether what they say would help does."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from contracts.event import Event
from contracts.instants import epoch_s
from contracts.match import ParcelMatched
from contracts.parcel import ParcelRequested
from contracts.unmatched import ParcelUnmatched, Remedy
from matcher.decide import decide
from matcher.evolve import evolve
from matcher.state.area_state import AreaState
from tests.matcher.deciding import SEED, as_events, never, state_of
from tests.matcher.explain.applying import changed
from tests.worlds.random_rules import with_random_rules
from workers.sources.day import Inputs


@dataclass(frozen=True)
class ExplainedDay:
    """The events of the day, what was decided on them, and the state with that folded."""

    requests: dict[str, Event]
    refusals: list[ParcelUnmatched]
    state: AreaState
    now: int

    @cached_property
    def helped(self) -> dict[str, bool]:
        """By parcel with a remedy: whether it gets a journey once it is asked for so, all others keeping theirs.

        Nothing of that is folded but the requests: after each the parcel is asked for as it was before.
        """
        return {parcel_id: self._travels(parcel_id, remedy) for parcel_id, remedy in self._remedies()}

    def _remedies(self) -> Iterator[tuple[str, Remedy]]:
        for refusal in self.refusals:
            if refusal.remedy is not None:
                yield refusal.parcel_id, refusal.remedy

    def _travels(self, parcel_id: str, remedy: Remedy) -> bool:
        event = self.requests[parcel_id]
        if not isinstance(event.data, ParcelRequested):
            raise TypeError(event)
        asked = changed(event.data, remedy.field, remedy.to)
        evolve(self.state, replace(event, id=f"{event.id}-helped", data=asked))
        said = {body.parcel_id: body for body in decide(self.state, self.now, SEED, never).parcels}
        evolve(self.state, replace(event, id=f"{event.id}-again"))
        return isinstance(said.get(parcel_id), ParcelMatched)


def explained_day(day: Inputs, seed: int, harshness: float = 1) -> ExplainedDay:
    """The day under the rules of that seed."""
    events = with_random_rules(day.events, seed, harshness)
    state, now = state_of(day.area.area, events), epoch_s(day.now)
    decisions = decide(state, now, SEED, never)
    for event in as_events(state.area, decisions):
        evolve(state, event)
    requests = {event.data.parcel_id: event for event in events if isinstance(event.data, ParcelRequested)}
    refusals = [body for body in decisions.parcels if isinstance(body, ParcelUnmatched)]
    return ExplainedDay(requests, refusals, state, now)
