"""What the verifier does beyond naming one broken rule."""

from dataclasses import replace

import pytest

from contracts.event import Event
from contracts.instants import parse_instant
from contracts.match import ParcelMatched
from contracts.reasons import Cause
from matcher.verify import Violation, verify
from tests.worlds.plan import plan
from tests.worlds.planting import again, both, certified, decision, leg
from tests.worlds.world import world


def checks(events: list[Event], made: list[Event]) -> set[str]:
    return {violation.check for violation in verify(events, made)}


HUB = """
    now 2026-11-22 12:00
    area test  costs leg 0 transfer 0 storage 0
    place A
    hub H  {hub}
    place B
    trip T1 2026-11-23  A 07:00  H 08:00
    trip T2 2026-11-23  A 07:00  H 08:10
    trip T3 2026-11-23  H {first}  B 09:00
    trip T4 2026-11-23  H 08:30  B 09:00
    parcel P1  A -> B  5 l
    parcel P2  A -> B  5 l
"""
ONE_LEAVES_AS_ANOTHER_COMES = """
    P1: T1 A 07:00 -> H 08:00, T3 H {first} -> B 09:00 | hand in 07:00, collect 09:00
    P2: T2 A 07:00 -> H 08:10, T4 H 08:30 -> B 09:00 | hand in 07:00, collect 09:00
"""


@pytest.mark.parametrize(
    ("first", "storage", "found"),
    [
        ("08:10", "storage 5 l", set()),
        ("08:10:01", "storage 10 l", set()),
        ("08:10:01", "storage 9999 ml", {"storage"}),  # one millilitre too much for one second
        ("08:10:01", "transfer 0", set()),  # storage not limited
    ],
)
def test_a_hub_is_full_only_while_parcels_wait_at_the_same_instant(first: str, storage: str, found: set[str]) -> None:
    told = world(HUB.format(hub=storage, first=first))
    assert checks(told.events, plan(told, ONE_LEAVES_AS_ANOTHER_COMES.format(first=first))) == found


@pytest.mark.parametrize(("storage", "found"), [("storage 5 l", set()), ("storage 4999 ml", {"storage"})])
def test_a_hub_stores_from_hand_in_at_an_origin_and_until_collection_at_a_destination(
    storage: str, found: set[str]
) -> None:
    ends = f"""
        now 2026-11-22 12:00
        hub H  {storage}  cut_off 10
        hub K  {storage}  release 10
        trip T1 2026-11-23  H 08:00  K 09:00
        trip T2 2026-11-23  K 09:10  H 10:00
        parcel P1  H -> K  5 l
        parcel P2  K -> H  5 l
    """
    told = world(ends)
    made = plan(
        told,
        """
        P1: T1 H 08:00 -> K 09:00 | hand in 07:50, collect 09:10
        P2: T2 K 09:10 -> H 10:00 | hand in 09:10, collect 10:00
        """,
    )
    assert checks(told.events, made) == found
    assert {v.subject for v in verify(told.events, made)} == ({"H", "K"} if found else set())


def test_a_fifth_leg_is_one_too_many() -> None:
    told = world("""
        now 2026-11-22 12:00
        hub A
        hub B
        hub C
        hub D
        hub E
        hub F
        trip T1 2026-11-23  A 07:00  B 08:00
        trip T2 2026-11-23  B 08:00  C 09:00
        trip T3 2026-11-23  C 09:00  D 10:00
        trip T4 2026-11-23  D 10:00  E 11:00
        trip T5 2026-11-23  E 11:00  F 12:00
        parcel P1  A -> F
        parcel P2  E -> F
    """)
    four = "T1 A 07:00 -> B 08:00, T2 B 08:00 -> C 09:00, T3 C 09:00 -> D 10:00, T4 D 10:00 -> E 11:00"
    made = plan(
        told,
        f"P1: {four} | hand in 07:00, collect 12:00\nP2: T5 E 11:00 -> F 12:00 | hand in 11:00, collect 12:00",
    )
    assert checks(told.events, made) == {"legs_connect", "collection"}  # four legs do not reach F
    first, last = (event.data for event in made if isinstance(event.data, ParcelMatched))
    spoil = both(
        decision("P1", legs=(*first.legs, *last.legs), cost_millis=1500), certified(value_millis=20000 - 1500 - 100)
    )
    assert checks(told.events, spoil(made)) == {"leg_count"}


DAY = """
    now 2026-11-22 12:00
    area {area}
    place A  cut_off 10
    place B
    trip T1 2026-11-23  A 07:00  B 08:00  hold 1 pcs
    parcel P1  A -> B
"""
MATCH = "P1: T1 A 07:00 -> B 08:00 | hand in 06:50, collect 08:00"


def test_areas_do_not_mix_though_they_use_the_same_ids() -> None:
    worlds = [world(DAY.format(area=area)) for area in ("one", "two")]
    events = [event for told in worlds for event in told.events]
    made = [event for told in worlds for event in plan(told, MATCH)]
    assert verify(events, made) == []


def test_an_area_without_any_output_has_parcels_without_a_decision() -> None:
    (violation,) = verify(world(DAY.format(area="one")).events, [])
    assert violation == Violation("live_decision", "It is open and has no decision.", "P1")


def test_a_parcel_past_due_needs_no_decision() -> None:
    told = world(DAY.format(area="test") + "    parcel P2  A -> B  ready 2026-11-21 10:00  due 2026-11-22 11:59:59")
    assert verify(told.events, plan(told, MATCH)) == []


def test_only_the_live_decision_uses_capacity() -> None:
    told = world(DAY.format(area="test") + "    parcel P2  A -> B")
    made = plan(told, f"{MATCH}\n{MATCH.replace('P1', 'P2')}")
    assert checks(told.events, made) == {"capacity"}
    refused = plan(told, f"{MATCH}\nP2: CAPACITY_SOLD_OUT")
    replaced = replace(refused[-1], id="test/P2/2", data=refused[-1].data.model_copy(update={"revision": 2}))
    assert checks(told.events, [*certified(matched=1, value_millis=9900)(made), replaced]) == set()


def test_a_committed_match_stays_with_the_request_it_was_made_for() -> None:
    told = world(DAY.format(area="test") + "    parcel P1  B -> A")
    made = plan(world(DAY.format(area="test")), MATCH)
    assert checks(told.events, made) == {"request_named"}
    first = next(event.data for event in made if isinstance(event.data, ParcelMatched))
    committed_at = parse_instant("2026-11-23T06:50:00+02:00")
    commit = again(
        "P1",
        2,
        cause=Cause.COMMITTED,
        decided_at=committed_at,
        legs=(first.legs[0].model_copy(update={"committed": True}),),
    )
    assert checks(told.events, commit(made)) == set()


def test_a_leg_is_committed_from_its_hand_in_on_and_not_a_second_before() -> None:
    told = world(DAY.format(area="test"))
    made = plan(told, MATCH)
    first = next(event.data for event in made if isinstance(event.data, ParcelMatched))
    legs = (first.legs[0].model_copy(update={"committed": True}),)
    early = parse_instant("2026-11-23T06:49:59+02:00")
    commit = again("P1", 2, cause=Cause.COMMITTED, decided_at=early, legs=legs)
    assert checks(told.events, commit(made)) == {"committed"}


def test_a_withdrawn_parcel_counted_by_the_plan_before_is_no_violation() -> None:
    told = world(DAY.format(area="test") + "    withdrawn P1")
    made = plan(told, MATCH)
    refused = plan(told, "P1: WITHDRAWN")[-1]
    later = {"revision": 2, "cause": Cause.WITHDRAWN, "decided_at": parse_instant("2026-11-22T13:00:00+02:00")}
    made.append(replace(refused, id="test/P1/2", data=refused.data.model_copy(update=later)))
    assert verify(told.events, made) == []


def test_offsets_are_only_spelling() -> None:
    told = world(DAY.format(area="test"))
    made = leg("P1", 0, board_at=parse_instant("2026-11-23T05:00:00Z"))(plan(told, MATCH))
    assert verify(told.events, made) == []


@pytest.mark.parametrize(("open_at", "found"), [("03:30", set()), ("03:29", {"opening", "hand_in", "collection"})])
def test_a_trip_across_a_clock_change_takes_its_real_time(open_at: str, found: set[str]) -> None:
    told = world(f"""
        now 2026-10-24 12:00
        place A  open {open_at}
        place B  open {open_at}
        trip T1 2026-10-25  A 02:30  B 03:30
        parcel P1  A -> B  ready 02:00
    """)
    # service time counts from noon minus 12 h, so 02:30 is the first 03:30 that the clock shows that night
    made = plan(told, "P1: T1 A 03:30+03:00 -> B 03:30+02:00 | hand in 03:30+03:00, collect 03:30+02:00")
    assert checks(told.events, made) == found
