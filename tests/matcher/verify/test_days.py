"""Two days of the Vidzeme sample in virtual time, with timetables published again and again: the log is clean."""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
import structlog

from contracts.event import Event
from contracts.match import ParcelMatched
from contracts.reasons import Cause
from contracts.timetable import TimetablePublished
from contracts.trip import TripPublished
from matcher.verify import verify
from tests.simulation.virtual import VirtualWorker
from tests.simulation.week import Happening, Week
from workers.log.history import folded_inputs, outputs

DAYS = 2
SEED = 20261124
AGAIN_AFTER_H = (4, 19, 21, 22)
"""So many hours after noon a date that was published then is published again: in the evening, and while it runs."""
MOST_S_PER_OUTPUT = 0.01
"""Of processor time, with room for a slow machine."""


@dataclass(frozen=True)
class Lived:
    """What was told and decided, and when it ended."""

    inputs: list[Event]
    outputs: list[Event]
    now: int


@pytest.fixture(scope="module")
def lived() -> Iterator[Lived]:
    before = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    try:
        yield asyncio.run(_live())
    finally:
        structlog.configure(**before)


async def _live() -> Lived:
    week = Week(DAYS, SEED)
    worker = VirtualWorker(week.begins)
    happenings = sorted(_with_changes(week.happenings(), Random(SEED)), key=lambda happening: happening.at)
    async with worker.working():
        for happening in happenings:
            await worker.happen(happening.at, happening.events)
        await worker.pass_until(week.midnights[-1])
    at = await worker.log.cut(0)
    inputs = [event async for event in folded_inputs(worker.log, at)]
    return Lived(inputs, [event async for event in outputs(worker.log, at)], worker.clock.now())


def _with_changes(happenings: list[Happening], random: Random) -> Iterator[Happening]:
    for happening in happenings:
        yield happening
        if any(isinstance(event.data, TimetablePublished) for event in happening.events):
            for hours in AGAIN_AFTER_H:
                at = happening.at + hours * 3_600
                yield Happening(at, _again(happening.events, at, f"-{hours}", random))


def _again(events: list[Event], at: int, suffix: str, random: Random) -> list[Event]:
    """A publication anew: one trip in twenty vanishes, as many are late, and as many shrink."""
    told: list[Event] = []
    for event in events:
        if isinstance(event.data, TripPublished):
            trip = _changed(event.data, random.random())
            told += [] if trip is None else [_renewed(event, trip, at, suffix)]
        elif isinstance(event.data, TimetablePublished):
            trips = sum(isinstance(each.data, TripPublished) for each in told)
            told.append(_renewed(event, event.data.model_copy(update={"trips": trips}), at, suffix))
    return told


def _renewed(event: Event, body: TripPublished | TimetablePublished, at: int, suffix: str) -> Event:
    """The event of another publication."""
    data = body.model_copy(update={"publication_id": f"{body.publication_id}{suffix}"})
    return replace(event, id=f"{event.id}{suffix}", time=datetime.fromtimestamp(at, UTC), data=data)


def _changed(trip: TripPublished, chance: float) -> TripPublished | None:
    if chance < 0.05:
        return None
    if chance < 0.10:
        late = timedelta(minutes=10)
        calls = [
            call.model_copy(update={"arrival": call.arrival + late, "departure": call.departure + late})
            for call in trip.calls
        ]
        return trip.model_copy(update={"calls": tuple(calls)})
    if chance < 0.15:
        spaces = [
            space.model_copy(update={"volume_ml": (space.volume_ml or 100_000) // 2}) for space in trip.compartments
        ]
        return trip.model_copy(update={"compartments": tuple(spaces)})
    return trip


@pytest.mark.slow
def test_the_log_of_the_days_is_clean_in_a_bounded_time(lived: Lived) -> None:
    started = time.process_time()
    found = verify(lived.inputs, lived.outputs, lived.now)
    took_s = time.process_time() - started
    causes = Counter(event.data.cause for event in lived.outputs if isinstance(event.data, ParcelMatched))
    print(f"\n{len(lived.outputs)} outputs in {took_s:.2f} s, {causes}")  # noqa: T201 - the counts are part of the answer
    assert found == []
    assert causes[Cause.DISRUPTION] >= 50
    assert causes[Cause.COMMITTED] >= 200
    assert took_s <= MOST_S_PER_OUTPUT * len(lived.outputs)


@pytest.mark.slow
def test_whatever_is_left_out_of_what_was_decided_is_missed(lived: Lived) -> None:
    """Every sixtieth decision on the way, one at a time; of the last ones nobody knows whether anything followed."""
    decisions = [number for number, event in enumerate(lived.outputs) if isinstance(event.data, ParcelMatched)]
    for number in decisions[:-40:60]:
        left = [event for at, event in enumerate(lived.outputs) if at != number]
        assert verify(lived.inputs, left, lived.now) != [], lived.outputs[number].id
