"""A week of the Vidzeme sample in virtual time: every promise kept, and no more memory at the end than on day 2."""

import asyncio
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import structlog

from contracts.topics import INPUT_TOPICS, Topic
from matcher.forget import forget
from matcher.state.area_state import AreaState
from tests.crash.inside import SOLVE
from tests.crash.reader import read
from tests.simulation.memory import reachable_bytes
from tests.simulation.virtual import VirtualWorker
from tests.simulation.week import Week
from workers.log.port import EventLog
from workers.matching.make_decider import MakePartitionDecider
from workers.matching.partition_decider import PartitionDecider

DAYS = 7
SEED = 20261124
STATE_GROWS = 1.15
MEMORY_GROWS = 1.75
"""Day by day as much again; with what is cached for one timetable and thrown away with it."""


@dataclass
class Lived:
    """What is left of a simulated week."""

    path: Path
    """The log, with its trace."""
    worker: VirtualWorker
    state_bytes: list[int] = field(default_factory=list)
    """Of a snapshot at each midnight, that before the first service date first."""
    memory_bytes: list[int] = field(default_factory=list)
    """Of everything the decider holds, caches too."""

    @property
    def state(self) -> AreaState:
        """The area at the end."""
        return _area(self.worker.deciders.inner)


def _area(decider: PartitionDecider) -> AreaState:
    (state,) = decider._areas.values()
    return state


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    before = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    try:
        yield asyncio.run(_live(tmp_path_factory.mktemp("week") / "log.sqlite"))
    finally:
        structlog.configure(**before)


async def _live(path: Path) -> Lived:
    week = Week(DAYS, SEED)
    lived = Lived(path, VirtualWorker(week.begins))
    worker, midnights = lived.worker, week.midnights
    async with worker.working():
        for happening in week.happenings():
            while midnights[0] <= happening.at:
                await _pass_midnight(lived, midnights.pop(0))
            await worker.happen(happening.at, happening.events)
        for midnight in midnights:
            await _pass_midnight(lived, midnight)
    await worker.log.write_down(path)
    return lived


async def _pass_midnight(lived: Lived, midnight: int) -> None:
    await lived.worker.pass_until(midnight)
    decider = lived.worker.deciders.inner
    lived.state_bytes.append(len(decider.snapshot()))
    lived.memory_bytes.append(reachable_bytes(decider))


@pytest.mark.slow
def test_every_promise_of_the_week_is_kept(lived: Lived) -> None:
    report = read.check(lived.path)
    print(f"\n{report}")  # noqa: T201 - the counts are part of the answer
    assert report.violations == []
    assert report.counts["parcels"] > DAYS * 200
    assert report.counts["live matches"] > report.counts["parcels"] // 2


@pytest.mark.slow
def test_time_alone_commits_every_leg(lived: Lived) -> None:
    """The week is over: all that was not withdrawn or refused has left, and was said to be committed."""
    state, now = lived.state, lived.worker.clock.now()
    assert lived.worker.alarms > DAYS * 20
    for live in state.decisions.values():
        for leg in getattr(live, "legs", ()):
            assert leg.committed == (leg.board_at <= now)


@pytest.mark.slow
def test_the_state_and_the_memory_do_not_grow_from_the_second_day_on(lived: Lived) -> None:
    print(f"\nstate {lived.state_bytes}\nmemory {lived.memory_bytes}")  # noqa: T201 - the counts are part of the answer
    assert len(lived.state_bytes) == DAYS + 1
    for sizes, most in ((lived.state_bytes, STATE_GROWS), (lived.memory_bytes, MEMORY_GROWS)):
        assert max(sizes[3:]) <= most * sizes[2]


@pytest.mark.slow
def test_yesterday_is_forgotten(lived: Lived) -> None:
    """As at the last decision: while nothing happens nothing grows, and nothing need be forgotten."""
    state = lived.state
    now = state.decided_at
    assert now is not None
    assert all(parcel.over_at >= now - 2 * 86_400 for parcel in state.parcels.values())
    assert state.decisions.keys() <= state.parcels.keys()
    assert len(state.timetable.in_force) <= 4


@pytest.mark.slow
def test_a_restart_after_the_week_comes_to_the_same_state(lived: Lived) -> None:
    now = lived.worker.clock.now()
    again = MakePartitionDecider(1, SOLVE)(0)
    asyncio.run(_replay(lived.worker.log, again))
    for state in (_area(again), lived.state):
        state.looked_at = None
        forget(state, now)
    replayed, kept = _area(again), lived.state
    assert replayed.parcels == kept.parcels
    assert replayed.decisions == kept.decisions
    assert _revisions(replayed) == _revisions(kept)
    assert replayed.timetable.in_force.keys() == kept.timetable.in_force.keys()
    assert again.next_alarm() == lived.worker.deciders.inner.next_alarm()
    assert again.decide([], now).outputs == ()


def _revisions(state: AreaState) -> dict[str, tuple[str, int]]:
    """Of what is over: whose it was and how far it had come."""
    return {parcel_id: (stub.owner, stub.revision) for parcel_id, stub in state.stubs.items()}


async def _replay(log: EventLog, decider: PartitionDecider) -> None:
    for topic in (Topic.MATCHES, *INPUT_TOPICS):
        decider.replay(await log.read(topic, 0, 0))
