"""Where one decision of an area ends and the next begins, read from the outputs alone."""

from dataclasses import replace
from datetime import timedelta

from contracts.event import Event
from contracts.reasons import Cause, UnmatchedReason
from matcher.verify.moments import moments_of
from tests.worlds.plan import plan
from tests.worlds.world import world

WORLD = world("""
    now 2026-11-22 12:00
    place A
    place B
    trip T1 2026-11-23  A 07:00  B 08:00
    parcel P1  A -> B
    parcel P2  A -> B
    parcel P3  B -> A
""")
PLAN, *DECISIONS = plan(
    WORLD,
    """
    P1: T1 A 07:00 -> B 08:00 | hand in 07:00, collect 08:00
    P2: T1 A 07:00 -> B 08:00 | hand in 07:00, collect 08:00
    P3: NO_JOURNEY
    """,
)


def caused(event: Event, cause: Cause, *, later_s: int = 0) -> Event:
    """The same decision for another cause, at another time."""
    at = WORLD.now + timedelta(seconds=later_s)
    return replace(event, data=event.data.model_copy(update={"cause": cause, "decided_at": at}))


def cut(*events: Event) -> list[list[str]]:
    """The subjects of each moment."""
    return [[event.subject for event in moment.events] for moment in moments_of(events)]


def test_a_plan_begins_a_moment_with_all_it_decided() -> None:
    assert cut(PLAN, *DECISIONS, PLAN, *DECISIONS[:1]) == [["test/1", "P1", "P2", "P3"], ["test/1", "P1"]]


def test_what_is_told_without_a_solve_comes_before_what_the_solve_decided() -> None:
    told = [caused(DECISIONS[0], Cause.WITHDRAWN), caused(DECISIONS[1], Cause.COMMITTED)]
    assert cut(PLAN, *told, DECISIONS[2]) == [["test/1", "P1", "P2", "P3"]]


def test_out_of_turn_it_is_a_moment_of_its_own() -> None:
    assert cut(PLAN, DECISIONS[2], caused(DECISIONS[0], Cause.WITHDRAWN)) == [["test/1", "P3"], ["P1"]]
    committed, withdrawn = caused(DECISIONS[0], Cause.COMMITTED), caused(DECISIONS[1], Cause.WITHDRAWN)
    assert cut(PLAN, committed, withdrawn) == [["test/1", "P1"], ["P2"]]


def test_at_another_time_it_is_a_moment_of_its_own() -> None:
    first, second = (caused(event, Cause.COMMITTED, later_s=60) for event in DECISIONS[:2])
    assert cut(PLAN, first, second, caused(DECISIONS[2], Cause.COMMITTED, later_s=61)) == [
        ["test/1"],
        ["P1", "P2"],
        ["P3"],
    ]


def test_a_plan_with_nothing_but_withdrawals_may_be_two_moments_of_one_second() -> None:
    withdrawn = replace(DECISIONS[2], data=DECISIONS[2].data.model_copy(update={"reason": UnmatchedReason.WITHDRAWN}))
    (moment,) = moments_of([PLAN, caused(withdrawn, Cause.WITHDRAWN)])
    assert moment.may_be_two
    (other,) = moments_of([PLAN, DECISIONS[2]])
    assert not other.may_be_two
