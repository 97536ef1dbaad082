"""Thousands of small worlds, decided and held against brute force."""

from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.match import ParcelMatched
from contracts.plan import PlanCertified
from contracts.reasons import UnmatchedReason
from matcher.verify import verify
from tests.matcher.deciding import decided
from tests.oracles.brute_force import BruteForce
from tests.worlds.plan_text import live_decisions
from tests.worlds.random_worlds import small_worlds
from tests.worlds.world import World

WORLDS = 2_500


@settings(
    max_examples=WORLDS,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(small_worlds())
def test_a_plan_is_valid_and_complete_and_every_reason_is_the_oracles(world: World) -> None:
    outputs = decided(world)
    assert verify(world.events, outputs) == []

    live = live_decisions(outputs)
    oracle = BruteForce(world.events, world.now)
    for parcel_id, parcel in world.parcels.items():
        decision = live.get(parcel_id)
        assert (decision is None) == (parcel.due_at < world.now)
        if decision is not None and not isinstance(decision, ParcelMatched):
            assert oracle.reason_of(parcel_id, live) == decision.reason


@settings(max_examples=400, deadline=None, derandomize=True, database=None)
@given(small_worlds())
def test_the_bound_holds_and_tiny_plans_are_the_best_possible(world: World) -> None:
    plans = [event.data for event in decided(world) if isinstance(event.data, PlanCertified)]
    best = BruteForce(world.events, world.now).best_value()
    for plan in plans:
        assert plan.bound_millis is not None
        assert plan.value_millis <= best <= plan.bound_millis


def test_random_worlds_give_every_reason() -> None:
    reasons: Counter[UnmatchedReason | None] = Counter()

    @settings(max_examples=400, deadline=None, derandomize=True, database=None)
    @given(small_worlds())
    def count(world: World) -> None:
        for decision in live_decisions(decided(world)).values():
            reasons[None if isinstance(decision, ParcelMatched) else decision.reason] += 1

    count()
    assert set(UnmatchedReason) <= reasons.keys()
    assert None in reasons


@settings(max_examples=1_000, deadline=None, derandomize=True, database=None)
@given(world=small_worlds(), data=st.data())
def test_the_fold_depends_neither_on_how_topics_interleave_nor_on_repeats(world: World, data: st.DataObject) -> None:
    by_topic: dict[str, list[int]] = {}
    for index, event in enumerate(world.events):
        by_topic.setdefault(event.kind.topic, []).append(index)
    order: list[int] = []
    queues = [list(indices) for indices in by_topic.values()]
    while any(queues):
        queue = data.draw(st.sampled_from([queue for queue in queues if queue]))
        order.append(queue.pop(0))
        if data.draw(st.booleans()):
            order.append(data.draw(st.sampled_from(order)))  # a transport delivers something again
    shuffled = World(world.text, world.now, [world.events[index] for index in order])
    assert _said(shuffled) == _said(world)


def _said(world: World) -> dict[str, str]:
    return {event.id: event.data.model_dump_json() for event in decided(world)}
