"""What belongs together travels together, or not at all, until one of it has begun."""

import pytest

from contracts.instants import epoch_s
from contracts.match import ParcelMatched
from contracts.parcel import ParcelWithdrawn
from matcher.assignment.first_fit import first_fit
from matcher.assignment.problem import Solve
from matcher.assignment.solve import solve
from matcher.decide import decide
from matcher.verify import verify
from tests.matcher.deciding import SEED, as_events, never, state_of
from tests.matcher.running import Running, republication, running
from tests.worlds.plan_text import decision_text, live_decisions
from tests.worlds.world import World, world

HEAD = """
now 2026-11-22 12:00
area test
place A
place B
place C
"""
EARLY, LATE = (
    "T1 A 07:00 -> B 08:00 | hand in 07:00, collect 08:00",
    "T2 A 09:00 -> B 10:00 | hand in 09:00, collect 10:00",
)
INCOMPLETE, SOLD_OUT = "CONSIGNMENT_INCOMPLETE", "CAPACITY_SOLD_OUT"


def said(small: World, *, by: Solve = solve) -> dict[str, str]:
    state = state_of(small.area.area, small.events)
    outputs = as_events(state.area, decide(state, epoch_s(small.now), SEED, never, by))
    assert verify(small.events, outputs) == []
    return {name: decision_text(decision) for name, decision in live_decisions(outputs).items()}


def now_said(run: Running) -> dict[str, str]:
    assert verify(run.inputs, run.outputs) == []
    return {name: decision_text(decision) for name, decision in run.live.items()}


def withdraw(run: Running, parcel_id: str) -> None:
    run.now += 60
    run.tell(ParcelWithdrawn(parcel_id=parcel_id, reason="changed plans"))
    run.decide()


def ask(run: Running, small: World, like: str, **changed: object) -> None:
    run.now += 60
    run.tell(small.parcels[like].model_copy(update=changed))
    run.decide()


def without(run: Running, small: World, *trips: str) -> None:
    run.now += 60
    run.tell(*republication(small, len(run.inputs), without={f"{trip}@2026-11-23" for trip in trips}))
    run.decide()


def two(bond: str, hold: str, *, second: str = "10 l") -> World:
    return world(
        HEAD
        + f"trip T1 2026-11-23  A 07:00  B 08:00  {hold}\n"
        + f"trip T2  A 09:00  B 10:00  {hold}\n"
        + f"parcel P1  A -> B  10 l  consignment C 2 {bond}\n"
        + f"parcel P2  A -> B  {second}  consignment C 2 {bond}\n"
    )


BY = pytest.mark.parametrize("by", [solve, first_fit])


@BY
def test_together_they_take_one_bus_if_both_just_fit(by: Solve) -> None:
    assert said(two("together", "hold 20 l"), by=by) == {"P1": EARLY, "P2": EARLY}


@BY
def test_together_they_are_too_large_where_each_alone_would_fit(by: Solve) -> None:
    assert said(two("together", "hold 19999 ml"), by=by) == {"P1": "TOO_LARGE", "P2": "TOO_LARGE"}


@BY
def test_all_or_none_take_two_buses(by: Solve) -> None:
    assert said(two("all_or_none", "hold 19999 ml"), by=by) == {"P1": EARLY, "P2": LATE}


@BY
def test_none_goes_if_one_can_not(by: Solve) -> None:
    assert said(two("all_or_none", "hold 20 l", second="21 l"), by=by) == {"P1": INCOMPLETE, "P2": "TOO_LARGE"}


@BY
def test_none_goes_if_one_has_no_room_left(by: Solve) -> None:
    small = world(
        HEAD
        + "trip T1 2026-11-23  A 07:00  B 08:00  hold 10 l\n"
        + "parcel P1  A -> B  10 l  consignment C 2 all_or_none\n"
        + "parcel P2  A -> B  10 l  consignment C 2 all_or_none\n"
        + "parcel P3  A -> B  10 l  value 0.50\n"
    )
    assert said(small, by=by) == {"P1": SOLD_OUT, "P2": SOLD_OUT, "P3": EARLY}


@BY
def test_all_go_where_the_cheapest_journey_of_one_would_take_the_only_room_of_another(by: Solve) -> None:
    small = world(
        HEAD
        + "trip T1 2026-11-23  A 07:00  B 08:00  hold 10 l\n"
        + "trip T2  A 09:00  B 10:00  hold 10 l\n"
        + "parcel P1  A -> B  10 l  consignment C 2 all_or_none\n"
        + "parcel P2  A -> B  10 l  due 08:30  consignment C 2 all_or_none\n"
    )
    assert said(small, by=by) == {"P1": LATE, "P2": EARLY}


@pytest.mark.parametrize(("value", "matched"), [("3.90", {"P1", "P2"}), ("4.10", {"P3", "P4"})])
def test_a_consignment_gives_way_as_one_to_what_is_worth_more(value: str, matched: set[str]) -> None:
    told = said(
        world(
            HEAD
            + "trip T1 2026-11-23  A 07:00  B 08:00  hold 20 l\n"
            + "parcel P1  A -> B  10 l  value 5  consignment C 2 all_or_none\n"
            + "parcel P2  A -> B  10 l  value 5  consignment C 2 all_or_none\n"
            + "parcel P3  A -> B  10 l  value 6\n"
            + f"parcel P4  A -> B  10 l  value {value}\n"
        )
    )
    assert {name for name, text in told.items() if text == EARLY} == matched


def test_the_exchange_keeps_a_consignment_whole() -> None:
    """One large parcel blocks, by density, what is worth more as a whole."""
    small = world(
        HEAD
        + "trip T1 2026-11-23  A 07:00  B 08:00  hold 20 l\n"
        + "parcel P1  A -> B  10 l  value 5  consignment C 2 all_or_none\n"
        + "parcel P2  A -> B  10 l  value 5  consignment C 2 all_or_none\n"
        + "parcel P3  A -> B  1 l  value 3\n"
    )
    assert said(small) == {"P1": EARLY, "P2": EARLY, "P3": SOLD_OUT}
    assert said(small, by=first_fit) == {"P1": EARLY, "P2": EARLY, "P3": SOLD_OUT}


@pytest.mark.parametrize("bond", ["together", "all_or_none"])
def test_none_goes_before_all_are_asked_for(bond: str) -> None:
    small = two(bond, "hold 20 l")
    run = running(world(small.text.rpartition("\n")[0]))
    assert now_said(run) == {"P1": INCOMPLETE}
    ask(run, small, "P2")
    assert now_said(run) == {"P1": EARLY, "P2": EARLY}
    assert run.decide() == []


@pytest.mark.parametrize(
    ("told", "otherwise"),
    [
        ("consignment C 2 together", "consignment C 3 together"),
        ("consignment C 2 together", "consignment C 2 all_or_none"),
        ("10 l  consignment C 2 together", "10 l  due 23:58  consignment C 2 together"),
        ("10 l  consignment C 2 together", "10 l  ready 00:01  consignment C 2 together"),
        ("10 l  consignment C 2 together", "10 l chilled  consignment C 2 together"),
    ],
)
def test_none_goes_if_they_do_not_agree(told: str, otherwise: str) -> None:
    text = two("together", "hold 20 l ambient chilled").text.replace("place A", "place A  classes ambient chilled")
    text = text.replace("place B", "place B  classes ambient chilled")
    before, _, last = text.rpartition("\n")
    assert said(world(f"{before}\n{last.replace(told, otherwise)}")) == {"P1": INCOMPLETE, "P2": INCOMPLETE}


def test_all_or_none_need_not_agree_on_anything_else() -> None:
    text = two("all_or_none", "hold 20 l").text.replace("P2  A -> B  10 l", "P2  A -> B  due 08:00  3 l")
    assert said(world(text)) == {"P1": EARLY, "P2": EARLY}


def test_one_too_many_is_not_complete() -> None:
    text = two("all_or_none", "hold 30 l").text + "\nparcel P3  A -> B  10 l  consignment C 2 all_or_none"
    assert set(said(world(text)).values()) == {INCOMPLETE}


def test_when_one_is_withdrawn_before_they_have_begun_none_goes() -> None:
    run = running(two("all_or_none", "hold 19999 ml"))
    withdraw(run, "P2")
    assert now_said(run) == {"P1": INCOMPLETE, "P2": "WITHDRAWN"}
    assert run.decide() == []


def begun(small: World) -> Running:
    """The first one has been handed in."""
    run = running(small)
    live = run.live["P1"]
    assert isinstance(live, ParcelMatched)
    run.now = epoch_s(live.hand_in_by)
    run.decide()
    return run


def test_when_one_is_withdrawn_after_another_has_begun_that_one_goes_on() -> None:
    run = begun(two("all_or_none", "hold 19999 ml"))
    withdraw(run, "P2")
    assert now_said(run) == {"P1": EARLY, "P2": "WITHDRAWN"}


def test_when_one_that_has_begun_is_withdrawn_the_others_go_on() -> None:
    small = two("all_or_none", "hold 19999 ml")
    run = begun(small)
    withdraw(run, "P1")
    assert now_said(run) == {"P1": "WITHDRAWN", "P2": LATE}
    without(run, world(small.text + "\ntrip T3  A 11:00  B 12:00  hold 19999 ml"), "T2")
    assert now_said(run)["P2"].startswith("T3")


def test_the_others_go_on_by_themselves_when_the_one_that_had_begun_is_forgotten() -> None:
    small = world(two("all_or_none", "hold 19999 ml").text + "\ntrip T3 2026-11-26  A 07:00  B 08:00")
    small = world(small.text.replace("P2  A -> B", "P2  A -> B  ready 2026-11-25 12:00  due 2026-11-29 12:00"))
    run = begun(small)
    run.now = epoch_s(small.parcels["P1"].due_at) + 86_460
    run.decide()
    assert "P1" not in run.state.parcels
    assert now_said(run)["P2"].startswith("T3")
    withdraw(run, "P2")
    ask(run, small, "P2")
    assert now_said(run)["P2"].startswith("T3")


@pytest.mark.parametrize("bond", ["together", "all_or_none"])
def test_when_one_asks_for_something_else_all_are_decided_anew(bond: str) -> None:
    small = two(bond, "hold 20 l")
    run = running(small)
    assert now_said(run) == {"P1": EARLY, "P2": EARLY}
    ask(run, small, "P2", consignment=None)
    assert now_said(run) == {"P1": INCOMPLETE, "P2": EARLY}


def test_a_disruption_of_one_is_a_disruption_of_all() -> None:
    small = world(two("all_or_none", "hold 19999 ml").text.replace("P2  A -> B", "P2  A -> B  ready 08:30"))
    run = running(small)
    assert now_said(run) == {"P1": EARLY, "P2": LATE}
    without(run, small, "T2")
    assert now_said(run) == {"P1": INCOMPLETE, "P2": "CUT_OFF_MISSED"}


def test_after_one_has_begun_a_disruption_of_another_is_its_own() -> None:
    small = world(two("all_or_none", "hold 19999 ml").text.replace("P2  A -> B", "P2  A -> B  ready 08:30"))
    run = begun(small)
    without(run, small, "T2")
    assert now_said(run) == {"P1": EARLY, "P2": "CUT_OFF_MISSED"}


def test_together_each_pays_its_own_and_has_to_be_worth_it() -> None:
    text = two("together", "hold 20 l", second="3 l").text
    run = running(world(text))
    assert {decision.cost_millis for decision in run.live.values() if isinstance(decision, ParcelMatched)} == {100}
    poor = text.replace("P2  A -> B", "P2  A -> B  value 0.10")
    assert set(said(world(poor)).values()) == {"NOT_WORTH_ITS_COST"}


def test_together_the_journey_is_one_that_each_is_worth() -> None:
    """The cheapest for both waits long for the small one's sake; that is more than the large one is worth."""
    small = world("""
        now 2026-11-22 12:00
        area test  costs leg 1 transfer 1 storage 0.1
        place A
        hub H
        hub K
        place B
        trip T1 2026-11-23  A 07:00  H 07:30
        trip T2  H 08:30  B 09:00
        trip T3  H 07:40  K 07:50
        trip T4  K 07:55  B 08:20
        parcel P1  A -> B  1 l  value 20  consignment C 2 together
        parcel P2  A -> B  18 l  value 4.75  consignment C 2 together
    """)
    told = said(small)
    assert told["P1"] == told["P2"]
    assert set(told.values()) == {"NOT_WORTH_ITS_COST"}
    richer = world(small.text.replace("value 4.75", "value 4.85"))
    assert all(text.startswith("T1 A 07:00 -> H 07:30, T2 H 08:30") for text in said(richer).values())


def test_the_consignment_of_a_follower_waits_with_it() -> None:
    small = world(
        HEAD
        + "trip T1 2026-11-23  A 07:00  B 08:00\n"
        + "trip T3  B 09:00  A 10:00\n"
        + "parcel P0  A -> B\n"
        + "parcel P1  B -> A  after P0  consignment C 2 all_or_none\n"
        + "parcel P2  A -> B  consignment C 2 all_or_none\n"
    )
    run = running(small)
    assert now_said(run) == {
        "P0": EARLY,
        "P1": "T3 B 09:00 -> A 10:00 | hand in 09:00, collect 10:00",
        "P2": EARLY,
    }
    withdraw(run, "P0")
    assert now_said(run) == {"P0": "WITHDRAWN", "P1": "WAITS_FOR_PARCEL", "P2": INCOMPLETE}
    ask(run, small, "P0")
    assert now_said(run)["P2"] == EARLY


def test_one_that_comes_after_another_of_its_own_consignment_waits_for_itself() -> None:
    small = world(
        HEAD
        + "trip T1 2026-11-23  A 07:00  B 08:00\n"
        + "trip T3  B 09:00  A 10:00\n"
        + "parcel P1  A -> B  consignment C 2 all_or_none\n"
        + "parcel P2  B -> A  after P1  consignment C 2 all_or_none\n"
    )
    assert said(small) == {"P1": INCOMPLETE, "P2": "WAITS_FOR_PARCEL"}


def test_those_of_another_source_do_not_belong() -> None:
    small = two("all_or_none", "hold 20 l")
    events = [
        event if event.subject != "P2" else type(event)(event.id, "urn:else", event.time, event.area, event.data)
        for event in small.events
    ]
    assert set(said(World(small.text, small.now, events)).values()) == {INCOMPLETE}


def test_a_large_consignment_goes_as_one() -> None:
    parcels = "".join(f"parcel P{n}  A -> B  10 l  consignment C 50 all_or_none\n" for n in range(50))
    for room, text in ((500, EARLY), (499, SOLD_OUT)):
        small = world(HEAD + f"trip T1 2026-11-23  A 07:00  B 08:00  hold {room} l\n" + parcels)
        assert set(said(small).values()) == {text}
