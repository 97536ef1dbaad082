"""Whoever comes after another one is asked for after that one's journey is known."""

from contracts.instants import epoch_s
from contracts.plan import PlanCertified
from contracts.reasons import Stopped
from matcher.assignment.problem import Assignment, Problem, Stop
from matcher.assignment.solve import solve
from matcher.decide import decide
from tests.matcher.deciding import SEED, state_of
from tests.worlds.world import world

CHAIN = world("""
now 2026-11-22 12:00
area test
place A
place B
trip T1 2026-11-23  A 07:00  B 08:00
trip T2  A 09:00  B 10:00
trip T3  A 11:00  B 12:00
parcel P3  A -> B  after P2
parcel P2  A -> B  after P1
parcel P1  A -> B
parcel P4  A -> B
parcel P5  A -> B  after P5B
parcel P5B  A -> B  after P5
""")


def test_a_solve_after_another_begins_with_the_work_done_before() -> None:
    asked: list[list[str]] = []
    work: list[float] = []

    def recorded(problem: Problem, seed: int, stop: Stop) -> Assignment:
        asked.append([ask.request.parcel_id for ask in problem.asks])
        stop(0.5)
        assignment = solve(problem, seed, stop)
        assignment.work += 1.0
        return assignment

    def stop(done: float) -> bool:
        work.append(done)
        return False

    state = state_of("test", CHAIN.events)
    decide(state, epoch_s(CHAIN.now), SEED, stop, recorded)
    assert asked == [["P1", "P4"], ["P2"], ["P3"], []]
    assert work == [0.5, 1.5, 2.5, 3.5]


def test_a_search_that_was_stopped_in_any_round_is_told() -> None:
    rounds = iter([True, False, False, False])

    def stopped_first(problem: Problem, seed: int, stop: Stop) -> Assignment:
        assignment = solve(problem, seed, stop)
        assignment.stopped_early = next(rounds)
        return assignment

    plan = decide(state_of("test", CHAIN.events), epoch_s(CHAIN.now), SEED, lambda _: False, stopped_first).plan
    assert isinstance(plan, PlanCertified)
    assert plan.stopped is Stopped.TIME_LIMIT


def test_the_bound_counts_what_waiting_parcels_could_bring_if_they_need_not_wait() -> None:
    plan = decide(state_of("test", CHAIN.events), epoch_s(CHAIN.now), SEED, lambda _: False).plan
    assert plan is not None
    assert (plan.value_millis, plan.bound_millis, plan.matched) == (4 * 9900, 6 * 9900, 4)
