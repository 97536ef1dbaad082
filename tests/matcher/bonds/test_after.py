"""A parcel that comes after another one is handed in after that one has arrived, whatever happens before."""

from datetime import timedelta

from contracts.instants import epoch_s
from contracts.match import ParcelMatched
from contracts.parcel import ParcelWithdrawn
from contracts.unmatched import ParcelUnmatched
from matcher.bonds.forerunner import available
from matcher.forget import forget
from matcher.verify import verify
from tests.matcher.running import Running, republication, running
from tests.worlds.plan_text import decision_text
from tests.worlds.world import World, world

THERE_AND_BACK = """
now 2026-11-22 12:00
area test
place A
place B  release 30
trip T1 2026-11-23  A 07:00  B 08:00
trip T2  A 09:00  B 10:00
trip T3  B 08:20  A 09:00
trip T4  B 08:40  A 09:20
trip T5  B 10:40  A 11:20
parcel FULL  A -> B  due 12:00
parcel CRATE  B -> A  due 12:00  after FULL
"""
FULL = "T1 A 07:00 -> B 08:00 | hand in 07:00, collect 08:30"
CRATE = "T4 B 08:40 -> A 09:20 | hand in 08:40, collect 09:20"


def said(run: Running, parcel_id: str) -> str:
    assert verify(run.inputs, run.outputs) == []
    return decision_text(run.live[parcel_id])


def without(run: Running, small: World, *trips: str) -> None:
    """The operator publishes the day anew, without some trips."""
    run.now += 60
    run.tell(*republication(small, len(run.inputs), without={f"{trip}@2026-11-23" for trip in trips}))


def withdraw(run: Running, parcel_id: str) -> None:
    run.now += 60
    run.tell(ParcelWithdrawn(parcel_id=parcel_id, reason="changed plans"))


def ask(run: Running, small: World, like: str, **changed: object) -> None:
    run.now += 60
    run.tell(small.parcels[like].model_copy(update=changed))


def test_the_crate_goes_back_after_the_full_one_came() -> None:
    run = running(world(THERE_AND_BACK))
    assert (said(run, "FULL"), said(run, "CRATE")) == (FULL, CRATE)


def test_a_gap_that_is_met_exactly_is_met_and_one_second_more_is_not() -> None:
    for gap, trip in (("10 min", "T4"), ("601 s", "T5")):
        run = running(world(THERE_AND_BACK.replace("after FULL", f"after FULL gap {gap}")))
        assert said(run, "CRATE").startswith(trip)


def test_it_waits_for_one_that_nobody_asked_for() -> None:
    run = running(world(THERE_AND_BACK.replace("after FULL", "after ANOTHER")))
    assert said(run, "CRATE") == "WAITS_FOR_PARCEL"


def test_it_waits_for_one_that_has_no_journey() -> None:
    run = running(world(THERE_AND_BACK.replace("parcel FULL  A -> B  due 12:00", "parcel FULL  A -> B  due 08:29")))
    assert (said(run, "FULL"), said(run, "CRATE")) == ("DUE_TOO_EARLY", "WAITS_FOR_PARCEL")


def test_no_other_reason_gives_way_to_waiting() -> None:
    run = running(world(THERE_AND_BACK.replace("after FULL", "due 08:59  after ANOTHER")))
    assert said(run, "CRATE") == "DUE_TOO_EARLY"


def test_once_the_one_it_waits_for_is_asked_for_it_goes_in_the_same_decision() -> None:
    small = world(THERE_AND_BACK)
    run = running(world(THERE_AND_BACK.replace("parcel FULL", "parcel OTHER")))
    assert said(run, "CRATE") == "WAITS_FOR_PARCEL"
    ask(run, small, "FULL")
    made = [event.subject for event in run.decide()]
    assert made[1:] == ["FULL", "CRATE"]
    assert said(run, "CRATE") == CRATE


def test_when_the_first_one_is_moved_it_moves_along() -> None:
    small = world(THERE_AND_BACK)
    run = running(small)
    without(run, small, "T1")
    run.decide()
    assert said(run, "FULL").startswith("T2")
    assert said(run, "CRATE").startswith("T5")
    assert run.decide() == []


def test_when_the_first_one_is_lost_it_waits() -> None:
    small = world(THERE_AND_BACK)
    run = running(small)
    without(run, small, "T1", "T2")
    run.decide()
    assert (said(run, "FULL"), said(run, "CRATE")) == ("NO_JOURNEY", "WAITS_FOR_PARCEL")


def test_when_the_first_one_is_withdrawn_it_waits() -> None:
    run = running(world(THERE_AND_BACK))
    withdraw(run, "FULL")
    run.decide()
    assert (said(run, "FULL"), said(run, "CRATE")) == ("WITHDRAWN", "WAITS_FOR_PARCEL")
    assert run.decide() == []


def test_what_it_gives_back_is_for_others() -> None:
    small = world(
        THERE_AND_BACK.replace("B 08:40  A 09:20", "B 08:40  A 09:20  hold 1 l").replace("T5", "T5 2026-11-24")
    )
    run = running(small)
    ask(
        run,
        small,
        "CRATE",
        parcel_id="LATE",
        after_parcel_id=None,
        ready_at=small.parcels["CRATE"].due_at - timedelta(hours=3, minutes=30),
    )
    run.decide()
    assert said(run, "LATE") == "CAPACITY_SOLD_OUT"
    withdraw(run, "FULL")
    run.decide()
    assert said(run, "LATE") == CRATE


def test_one_that_is_handed_in_stays_whatever_becomes_of_the_first_one() -> None:
    run = running(world(THERE_AND_BACK))
    live = run.live["CRATE"]
    assert isinstance(live, ParcelMatched)
    run.now = epoch_s(live.hand_in_by)
    run.decide()
    withdraw(run, "FULL")
    run.decide()
    assert (said(run, "FULL"), said(run, "CRATE")) == ("WITHDRAWN", CRATE)


def test_one_that_was_delivered_counts_as_long_as_its_id_is_known() -> None:
    small = world(THERE_AND_BACK + "trip T6 2026-11-26  B 10:00  A 11:00\n")
    run = running(small)
    run.now = epoch_s(small.parcels["FULL"].due_at) + 86_460
    run.decide()
    assert "FULL" not in run.state.parcels
    due = small.parcels["FULL"].due_at + timedelta(days=5)
    ask(run, small, "CRATE", parcel_id="LATE", due_at=due)
    run.decide()
    assert said(run, "LATE").startswith("T6")


def test_what_was_withdrawn_and_forgotten_is_not_waited_for_in_vain() -> None:
    """As long as it is known that there was no journey."""
    small = world(THERE_AND_BACK)
    run = running(small)
    withdraw(run, "FULL")
    run.decide()
    run.now = epoch_s(small.parcels["FULL"].due_at) + 86_460
    forget(run.state, run.now)
    assert "FULL" not in run.state.parcels
    assert available(run.state, "FULL") is None


def test_a_circle_waits_for_itself_and_so_does_who_waits_for_it() -> None:
    run = running(
        world("""
        now 2026-11-22 12:00
        area test
        place A
        place B
        trip T1 2026-11-23  A 07:00  B 08:00
        parcel P1  A -> B  after P2
        parcel P2  A -> B  after P3
        parcel P3  A -> B  after P1
        parcel P4  A -> B  after P3
        parcel P5  A -> B
        """)
    )
    assert {name: said(run, name) for name in ("P1", "P2", "P3", "P4")} == dict.fromkeys(
        ("P1", "P2", "P3", "P4"), "WAITS_FOR_PARCEL"
    )
    assert said(run, "P5").startswith("T1")


def test_a_circle_that_is_cut_is_decided_from_its_new_begin() -> None:
    small = world(THERE_AND_BACK.replace("due 12:00\n", "due 12:00  after CRATE\n"))
    run = running(small)
    assert (said(run, "FULL"), said(run, "CRATE")) == ("WAITS_FOR_PARCEL", "WAITS_FOR_PARCEL")
    ask(run, small, "FULL", after_parcel_id=None)
    run.decide()
    assert (said(run, "FULL"), said(run, "CRATE")) == (FULL, CRATE)


def test_a_chain_goes_link_by_link() -> None:
    links = "".join(f"parcel P{n}  A -> B  after P{n - 1}\n" for n in range(1, 5))
    trips = "".join(f"trip T{n} 2026-11-23  A {n + 5:02}:00  B {n + 5:02}:30\n" for n in range(1, 6))
    run = running(world(f"now 2026-11-22 12:00\narea test\nplace A\nplace B\n{trips}{links}parcel P0  A -> B\n"))
    assert [said(run, f"P{n}")[:2] for n in range(5)] == ["T1", "T2", "T3", "T4", "T5"]


def test_a_new_request_for_the_first_one_lets_the_second_follow_it() -> None:
    small = world(THERE_AND_BACK)
    run = running(small)
    ask(run, small, "FULL", ready_at=small.parcels["FULL"].due_at - timedelta(hours=4))
    run.decide()
    assert said(run, "FULL").startswith("T2")
    assert said(run, "CRATE").startswith("T5")


def test_nothing_else_is_looked_at_when_a_first_one_moves() -> None:
    others = "".join(f"parcel X{n}  A -> B\n" for n in range(200))
    small = world(THERE_AND_BACK + others)
    run = running(small)
    run.decide()
    withdraw(run, "FULL")
    made = run.decide()
    assert [event.subject for event in made if isinstance(event.data, ParcelUnmatched)] == ["FULL", "CRATE"]
    assert said(run, "X7").startswith("T1")
