"""First come, first served: as valid, complete and truthful as an optimised plan, only less valuable."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.instants import epoch_s
from contracts.match import ParcelMatched
from contracts.plan import PlanCertified
from contracts.unmatched import ParcelUnmatched
from matcher.assignment.first_fit import first_fit
from matcher.assignment.problem import Solve
from matcher.assignment.solve import solve
from matcher.decide import decide
from matcher.verify import verify
from tests.matcher.deciding import SEED, as_events, never, state_of
from tests.matcher.running import change, running
from tests.oracles.brute_force import BruteForce
from tests.worlds.plan_text import live_decisions, plan_text
from tests.worlds.random_worlds import small_worlds
from tests.worlds.world import World, world

TOO_SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]


@settings(max_examples=400, deadline=None, derandomize=True, database=None, suppress_health_check=TOO_SLOW)
@given(small_worlds())
def test_a_plan_is_valid_and_complete_and_every_reason_is_the_oracles(small: World) -> None:
    state = state_of(small.area.area, small.events)
    outputs = as_events(state.area, decide(state, epoch_s(small.now), SEED, never, first_fit))
    assert verify(small.events, outputs) == []

    live = live_decisions(outputs)
    oracle = BruteForce(small.events, small.now)
    for parcel_id, parcel in small.parcels.items():
        decision = live.get(parcel_id)
        assert (decision is None) == (parcel.due_at < small.now)
        if isinstance(decision, ParcelUnmatched):
            assert oracle.reason_of(parcel_id, live) == decision.reason
    best = oracle.best_value()
    for plan in (event.data for event in outputs if isinstance(event.data, PlanCertified)):
        assert plan.bound_millis is not None
        assert plan.value_millis <= best <= plan.bound_millis


@settings(max_examples=60, deadline=None, derandomize=True, database=None, suppress_health_check=TOO_SLOW)
@given(small=small_worlds(), data=st.data())
def test_it_stays_so_whatever_happens(small: World, data: st.DataObject) -> None:
    run = running(small, first_fit)
    for number in range(data.draw(st.integers(1, 4))):
        run.now += 1
        change(run, small, data, number)
        run.decide()
        assert verify(run.inputs, run.outputs) == []


ONE_PLACE = world("""
now 2026-11-22 12:00
area test
place A
place B
trip T1 2026-11-23  A 07:10  B 08:00  hold 10 l
parcel P2  A -> B  ready 06:30  due 12:00  10 l  value 4
parcel P1  A -> B  ready 06:30  due 12:00  10 l  value 9
""")


def test_who_asks_first_is_served_first_whatever_it_is_worth() -> None:
    assert _matched(ONE_PLACE, first_fit) == {"P2"}
    assert _matched(ONE_PLACE, solve) == {"P1"}


def test_who_asks_again_waits_in_line_again() -> None:
    again = world(ONE_PLACE.text + "\nparcel P2  A -> B  ready 06:30  due 12:00  10 l  value 5")
    assert _matched(again, first_fit) == {"P1"}


def test_each_takes_the_cheapest_journey_that_still_fits() -> None:
    state = state_of(
        "test",
        world("""
        now 2026-11-22 12:00
        area test
        place A
        hub H
        place B
        trip T1 2026-11-23  A 07:10  B 08:00  hold 10 l
        trip T2 2026-11-23  A 07:20  H 08:00  hold 10 l
        trip T3 2026-11-23  H 08:20  B 09:00  hold 10 l
        parcel P1  A -> B  ready 06:30  due 12:00  10 l  value 9
        parcel P2  A -> B  ready 06:30  due 12:00  10 l  value 9
        """).events,
    )
    outputs = as_events("test", decide(state, epoch_s(ONE_PLACE.now), SEED, never, first_fit))
    assert plan_text(outputs).splitlines() == [
        "P1: T1 A 07:10 -> B 08:00 | hand in 07:10, collect 08:00",
        "P2: T2 A 07:20 -> H 08:00, T3 H 08:20 -> B 09:00 | hand in 07:20, collect 09:00",
    ]


def _matched(small: World, method: Solve) -> set[str]:
    state = state_of(small.area.area, small.events)
    decisions = decide(state, epoch_s(small.now), SEED, never, method)
    return {body.parcel_id for body in decisions.parcels if isinstance(body, ParcelMatched)}
