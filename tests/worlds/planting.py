"""Spoil a flawless plan in one place: in the text of its world, in its own text, or in its events."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from contracts.event import Event
from contracts.match import ParcelMatched
from contracts.plan import PlanCertified
from contracts.unmatched import ParcelUnmatched
from tests.worlds.plan import plan
from tests.worlds.world import World, world

Change = Callable[[list[Event]], list[Event]]
Replacements = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Plant:
    """One violation: the check that must see it, and what is changed in a flawless plan.

    `facts` replaces pieces of the world's text, `said` of the plan's text; `made` changes the output
    events; `trips` is how many are in force when `facts` changes that.
    """

    check: str
    what: str
    facts: Replacements = ()
    said: Replacements = ()
    made: Change | None = None
    trips: int | None = None

    def spoil(self, world_text: str, plan_text: str) -> tuple[World, list[Event]]:
        """The changed world, and the plan made for the world as it was."""
        made = plan(world(world_text), _replaced(plan_text, self.said), trips=self.trips)
        return world(_replaced(world_text, self.facts)), made if self.made is None else self.made(made)


def _replaced(text: str, replacements: Replacements) -> str:
    for old, new in replacements:
        if old not in text:
            raise ValueError(f"there is no {old!r} to replace")
        text = text.replace(old, new)
    return text


def decision(parcel_id: str, **fields: Any) -> Change:
    """Change fields of a parcel's first decision; its event id stays."""
    return lambda outputs: [_changed(event, parcel_id, fields) for event in outputs]


def leg(parcel_id: str, index: int, **fields: Any) -> Change:
    """Change fields of one leg of a parcel's match."""

    def change(outputs: list[Event]) -> list[Event]:
        match = next(e.data for e in outputs if isinstance(e.data, ParcelMatched) and e.data.parcel_id == parcel_id)
        legs = list(match.legs)
        legs[index] = legs[index].model_copy(update=fields)
        return decision(parcel_id, legs=tuple(legs))(outputs)

    return change


def certified(**fields: Any) -> Change:
    """Change fields of the plan."""
    return lambda outputs: [
        replace(event, data=event.data.model_copy(update=fields)) if isinstance(event.data, PlanCertified) else event
        for event in outputs
    ]


def without(parcel_id: str) -> Change:
    """Leave out the decisions of a parcel."""
    return lambda outputs: [event for event in outputs if event.subject != parcel_id]


def again(parcel_id: str, revision: int, **fields: Any) -> Change:
    """Add a second decision of a parcel: its first one with another revision and some other fields."""

    def change(outputs: list[Event]) -> list[Event]:
        first = next(event for event in outputs if event.subject == parcel_id)
        body = first.data.model_copy(update={"revision": revision, **fields})
        return [*outputs, replace(first, id=f"{first.area}/{parcel_id}/{revision}", data=body)]

    return change


def both(first: Change, second: Change) -> Change:
    """Two changes that belong together."""
    return lambda outputs: second(first(outputs))


def _changed(event: Event, parcel_id: str, fields: dict[str, Any]) -> Event:
    if isinstance(event.data, ParcelMatched | ParcelUnmatched) and event.data.parcel_id == parcel_id:
        return replace(event, data=event.data.model_copy(update=fields))
    return event
