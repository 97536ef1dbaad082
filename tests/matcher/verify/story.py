"""A history as text: a world, and what is told later, chapter by chapter; the real matcher decides after each.

    now 2026-11-23 06:00
    place A
    ...
    at 06:30
    trip T1 2026-11-23  publication p2  A 07:20  B 07:50
    at 06:45 asleep                                       the worker was down since the last chapter
    withdrawn P1

What is told of something a second time is a new event about it. A trip is told with its publication,
one that is new.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from itertools import pairwise
from typing import Any

from contracts.event import Event
from contracts.instants import epoch_s
from contracts.match import ParcelMatched
from contracts.plan import PlanCertified
from contracts.unmatched import ParcelUnmatched
from matcher.state.area_state import AreaState
from tests.matcher.verify.lifecycle import Running
from tests.worlds.areas import area
from tests.worlds.line import Line
from tests.worlds.plan_text import decision_text
from tests.worlds.words import Clock
from tests.worlds.world import SOURCE, World, world

Change = Callable[["Story"], "Story"]


@dataclass(frozen=True)
class Story:
    """What was told and what was decided, as `verify` is given it."""

    told: World
    inputs: list[Event]
    outputs: list[Event]

    @property
    def lines(self) -> list[str]:
        """Every decision as text: parcel, revision, cause, and what it says."""
        decisions = [event.data for event in self.outputs if not isinstance(event.data, PlanCertified)]
        return [
            f"{body.parcel_id}/{body.revision} {body.cause}: {decision_text(body, self.told.zone)}"
            for body in decisions
            if isinstance(body, ParcelMatched | ParcelUnmatched)
        ]


@cache
def story(text: str) -> Story:
    """Live through it."""
    first, *later = _chapters(text)
    told = world(first)
    run = Running(AreaState(told.area.area), epoch_s(told.now))
    _tell(run, told.events)
    known = first
    for chapter in later:
        head, _, lines = chapter.partition("\n")
        at, *asleep = head.removeprefix("at ").split("  ")
        clock = Clock(told.zone, min(trip.service_date for trip in told.trips.values()))
        instant = epoch_s(clock.instant(at.removesuffix(" asleep")))
        if asleep or at.endswith(" asleep"):
            run.now = instant
        else:
            run.pass_until(instant)
        known += f"\n{lines}"
        before = {event.id for event in told.events}
        told = world(known)
        _tell(run, [*_area(told, lines), *(event for event in told.events if event.id not in before)])
    return Story(told, run.by_topic(), run.outputs)


def without(event_id: str) -> Change:
    """Leave out one output."""
    return lambda tale: replace(tale, outputs=[event for event in tale.outputs if event.id != event_id])


def until(event_id: str) -> Change:
    """Leave out everything that was decided from this output on."""

    def change(tale: Story) -> Story:
        ids = [event.id for event in tale.outputs]
        return replace(tale, outputs=tale.outputs[: ids.index(event_id)])

    return change


def said(event_id: str, **fields: Any) -> Change:
    """Change fields of one output; its event id stays."""

    def change(tale: Story) -> Story:
        changed = [
            replace(event, data=event.data.model_copy(update=fields)) if event.id == event_id else event
            for event in tale.outputs
        ]
        if changed == tale.outputs:
            raise ValueError(f"nothing of {event_id!r} is changed")
        return replace(tale, outputs=changed)

    return change


def asked(event_id: str, **fields: Any) -> Change:
    """Change fields of one input."""

    def change(tale: Story) -> Story:
        changed = [
            replace(event, data=event.data.model_copy(update=fields)) if event.id == event_id else event
            for event in tale.inputs
        ]
        if changed == tale.inputs:
            raise ValueError(f"nothing of {event_id!r} is changed")
        return replace(tale, inputs=changed)

    return change


def on_leg(event_id: str, number: int, **fields: Any) -> Change:
    """Change fields of one leg of a match."""

    def change(tale: Story) -> Story:
        match = body(tale, event_id)
        legs = [leg.model_copy(update=fields) if at == number else leg for at, leg in enumerate(match.legs)]
        return said(event_id, legs=tuple(legs))(tale)

    return change


def like(event_id: str, model: str, *names: str) -> Change:
    """Take over fields of another output."""
    return lambda tale: said(event_id, **{name: getattr(body(tale, model), name) for name in names})(tale)


def all_of(*changes: Change) -> Change:
    """One change after another."""

    def change(tale: Story) -> Story:
        for each in changes:
            tale = each(tale)
        return tale

    return change


def body(tale: Story, event_id: str) -> Any:
    """What one output says."""
    return next(event.data for event in tale.outputs if event.id == event_id)


def _chapters(text: str) -> list[str]:
    lines = [line.strip() for line in text.strip().splitlines()]
    starts = [0, *(number for number, line in enumerate(lines) if line.startswith("at ")), len(lines)]
    return ["\n".join(lines[start:end]) for start, end in pairwise(starts)]


def _area(told: World, lines: str) -> Iterator[Event]:
    """The area told anew, once: a world reads its first line about it alone."""
    for line in lines.splitlines():
        if line.startswith("area "):
            yield Event("area#2", SOURCE, told.now, told.area.area, area(Line(line)))


def _tell(run: Running, events: list[Event]) -> None:
    at = datetime.fromtimestamp(run.now, UTC)
    for event in events:
        run.repeat(replace(event, time=at))
    run.decide()
