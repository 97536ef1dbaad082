"""Random histories: whatever happens to an area, what the real matcher makes of it is clean, at every step."""

import time
from collections import Counter
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from contracts.match import ParcelMatched
from contracts.reasons import Cause
from contracts.timetable import TimetablePublished
from contracts.unmatched import ParcelUnmatched
from matcher.verify import verify
from tests.matcher.verify.lifecycle import Life, Running, relay_worlds, running
from tests.worlds.random_worlds import small_worlds
from tests.worlds.world import World

LIVES = 320
MOST_S_PER_EVENT = 0.002
"""Of processor time on average, with room for a slow machine."""


@pytest.mark.slow
def test_whatever_happens_the_log_is_clean_at_every_step() -> None:
    counts: Counter[str] = Counter()
    judged = Judged()

    @seed(20261124)
    @settings(
        max_examples=LIVES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(st.one_of(small_worlds(), relay_worlds(), relay_worlds()), st.data())
    def live(world: World, data: st.DataObject) -> None:
        life = Life(running(world), world, data)
        for _ in range(data.draw(st.integers(5, 12))):
            life.go_on()
            judged.judge(life)
        life.run.decide()
        judged.judge(life)
        counts.update(kinds(life.run))

    live()
    print(f"\n{counts}, {judged}")  # noqa: T201 - the counts are part of the answer
    assert counts["lives with a timetable published again"] > LIVES // 2
    for cause in (Cause.NEW, Cause.COMMITTED, Cause.DISRUPTION, Cause.IMPROVED):
        assert counts[f"matched {cause}"] >= 5
    assert counts["withdrawn"] >= 50
    assert counts["on their way when changed"] >= 5
    assert judged.seconds <= MOST_S_PER_EVENT * judged.events


@dataclass
class Judged:
    """How many events were judged, the same ones again at each step, and the processor time it took."""

    events: int = 0
    seconds: float = 0.0

    def judge(self, life: Life) -> None:
        """Verify what there is by now."""
        inputs, outputs = life.run.by_topic(), life.run.outputs
        started = time.process_time()
        found = verify(inputs, outputs, life.run.now)
        self.seconds += time.process_time() - started
        self.events += len(inputs) + len(outputs)
        assert found == [], life.happened


def kinds(run: Running) -> Counter[str]:
    """What there was, to see that the worlds are not too quiet."""
    found: Counter[str] = Counter()
    markers = Counter(event.subject for event in run.inputs if isinstance(event.data, TimetablePublished))
    found["lives with a timetable published again"] = int(any(count > 1 for count in markers.values()))
    for event in run.outputs:
        if isinstance(event.data, ParcelMatched):
            found[f"matched {event.data.cause}"] += 1
            changed = event.data.cause is Cause.DISRUPTION
            found["on their way when changed"] += changed and event.data.legs[0].committed
        elif isinstance(event.data, ParcelUnmatched):
            found["withdrawn"] += event.data.cause is Cause.WITHDRAWN
    return found


def test_when_topics_interleave_otherwise_nothing_else_is_found() -> None:
    @seed(1)
    @settings(
        max_examples=40,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(small_worlds(), st.data())
    def live(world: World, data: st.DataObject) -> None:
        life = Life(running(world), world, data)
        for _ in range(6):
            life.go_on()
        life.run.decide()
        half = life.run.outputs[: len(life.run.outputs) // 2]  # what was not said is missed
        assert verify(life.run.inputs, half) == verify(life.run.by_topic(), half)

    live()
