"""The oracle's rules of the road checked by hand: one world for each, where it bites by the least amount."""

import pytest

from contracts.reasons import UnmatchedReason
from tests.oracles.brute_force import best_value, fits_residual, reason_of
from tests.worlds.plan import plan
from tests.worlds.plan_text import live_decisions
from tests.worlds.world import world

WORLD = """
    now 2026-11-22 12:00
    area test
    goods cool  as chilled  outside 10  total 2 h
    zone Z  electric  10:00-11:00  from 2026-11-24
    place A  cut_off 10  locker S 4 l, M 20 l 3 kg 40 cm  classes chilled
    hub H  transfer 10  longest_wait 10
    place V  release 10  zone Z  meeting fallback W reserves
    trip T1 2026-11-23  A 07:00  H 08:00  hold chilled  danger paint 3 4.1 2 kg
    trip T2 2026-11-23  H 08:10  V 08:40  W 08:50  hold 10 l chilled  danger paint 3 2 kg  danger all 3 9 2 kg
    parcel P1  A -> V  10 l 3 kg 40 cm  cool  dangerous 3 2 kg
"""
BITES = {
    "the last millilitre, gram, second": ("", "", None),
    "a wait a second too long": ("longest_wait 10", "longest_wait 599 s", "NO_JOURNEY"),
    "a fallback that does not come": ("fallback W", "fallback H", "NO_JOURNEY"),
    "a fallback that need not come": ("fallback W reserves", "fallback H", None),
    "no room up to the fallback": ("hold 10 l chilled", "hold 10 l chilled  hold 1-2 9 l", "TOO_LARGE"),
    "a compartment a millilitre too small": ("M 20 l", "M 9999 ml", "TOO_LARGE"),
    "a locker a gram too weak": ("20 l 3 kg", "20 l 2999 g", "TOO_LARGE"),
    "a locker a millimetre too short": ("3 kg 40 cm  classes", "3 kg 399 mm  classes", "TOO_LARGE"),
    "a locker without such a compartment": ("40 cm  classes", "40 cm x0  classes", "TOO_LARGE"),
    "a class that is not carried": ("goods cool", "goods cool  excluded", "HANDLING_NOT_OFFERED"),
    "a second too long outside": ("outside 10", "outside 599 s", "HANDLING_NOT_OFFERED"),
    "a compartment without what it is carried as": ("10 l chilled", "10 l cool", "HANDLING_NOT_OFFERED"),
    "a danger class that no budget names": ("dangerous 3", "dangerous 5.1", "HANDLING_NOT_OFFERED"),
    "a danger class that one trip does not take": ("dangerous 3", "dangerous 4.1", "HANDLING_NOT_OFFERED"),
    "a gram more than the empty budget": ("3 9 2 kg", "3 9 1999 g", "HANDLING_NOT_OFFERED"),
    "a zone that holds already": ("from 2026-11-24", "from 2026-11-23", "ZONE_CLOSED"),
    "a zone that exempts": ("from 2026-11-24", "exempt op", None),
    "a zone that exempts another": ("from 2026-11-24", "exempt vtu", "ZONE_CLOSED"),
    "a holiday": ("V  release", "V  classes chilled  except 2026-11-23 never  release", "STOP_CLOSED"),
    "a holiday that opens in time": ("V  release", "V  except 2026-11-23 08:40-08:50  release", None),
    "a holiday that ends too early": ("V  release", "V  except 2026-11-23 08:40-08:49  open never  release", "STOP_CLOSED"),
    "a second too long on the way": ("total 2 h", "total 7199 s", "TOO_LONG_ON_THE_WAY"),
    "a parcel that nobody knows before it": ("2 kg\n", "2 kg  after P9\n", "WAITS_FOR_PARCEL"),
    "a consignment that is not there": ("cool  dangerous", "cool  consignment C 2 together  dangerous", "CONSIGNMENT_INCOMPLETE"),
}  # fmt: skip
"""Changed from, to -> the reason; None = it has a journey."""


def told_reason(text: str, parcel_id: str = "P1", decided: str = "") -> UnmatchedReason | None:
    told = world(text)
    others = live_decisions(plan(told, decided)) if decided else {}
    return reason_of(told.events, parcel_id, told.now, others)


@pytest.mark.parametrize(("old", "new", "reason"), BITES.values(), ids=BITES)
def test_each_rule_bites_by_the_least_amount(old: str, new: str, reason: str | None) -> None:
    assert old in WORLD
    changed = WORLD.replace(old, new) if old else WORLD
    assert told_reason(changed) == reason


FOLLOWER = """
    now 2026-11-22 12:00
    place A
    place B  cut_off 10  release 10
    trip T1 2026-11-23  A 07:00  B 08:00
    trip T2 2026-11-23  B 09:00  A 10:00
    parcel P1  A -> B
    parcel P2  B -> A  after P1 gap 40
"""
FORERUNNER = "P1: T1 A 07:00 -> B 08:00 | hand in 07:00, collect 08:10"


@pytest.mark.parametrize(
    ("gap", "decided", "reason"),
    [
        ("gap 40", FORERUNNER, None),
        ("gap 2401 s", FORERUNNER, UnmatchedReason.WAITS_FOR_PARCEL),
        ("gap 40", "P1: CAPACITY_SOLD_OUT", UnmatchedReason.WAITS_FOR_PARCEL),
    ],
)
def test_a_follower_goes_when_its_forerunner_is_there(gap: str, decided: str, reason: UnmatchedReason | None) -> None:
    assert told_reason(FOLLOWER.replace("gap 40", gap), "P2", decided) == reason


def test_a_circle_of_followers_never_travels() -> None:
    circle = FOLLOWER.replace("parcel P1  A -> B", "parcel P1  A -> B  after P2")
    assert {told_reason(circle, name) for name in ("P1", "P2")} == {UnmatchedReason.WAITS_FOR_PARCEL}
    assert best_value(world(circle)) == 0


def consigned(bond: str, offered: str = "hold 4 l", second: str = "A -> B") -> str:
    return f"""
    now 2026-11-22 12:00
    place A  handling 10 s
    place B
    place C
    trip T1 2026-11-23  A 07:00 budget 20 s  B 08:00  {offered}
    parcel P1  A -> B  2 l  consignment C 2 {bond}
    parcel P2  {second}  2 l  consignment C 2 {bond}
    """


def test_parcels_together_are_as_large_as_all_of_them() -> None:
    assert told_reason(consigned("together")) is None
    assert told_reason(consigned("together", "hold 3 l")) is UnmatchedReason.TOO_LARGE
    assert told_reason(consigned("together").replace("20 s", "19 s")) is UnmatchedReason.TOO_LARGE
    assert told_reason(consigned("together", "hold 2 l  box 2 l")) is UnmatchedReason.TOO_LARGE
    assert (
        told_reason(consigned("together").replace("place B", "place B  release 5  locker S 2 l"))
        is UnmatchedReason.TOO_LARGE
    )
    assert told_reason(consigned("together").replace("place B", "place B  release 5  locker S 2 l x2")) is None


def test_all_or_none_each_go_their_own_way_and_only_with_the_others() -> None:
    assert told_reason(consigned("all_or_none", "hold 2 l  box 2 l")) is None
    assert told_reason(consigned("all_or_none", "hold 3 l")) is UnmatchedReason.CAPACITY_SOLD_OUT
    lonely = consigned("all_or_none", second="A -> C")
    assert told_reason(lonely) is UnmatchedReason.CONSIGNMENT_INCOMPLETE
    assert told_reason(lonely, "P2") is UnmatchedReason.NO_JOURNEY


@pytest.mark.parametrize(("changed", "to"), [("2 l  consignment", "2 l  due 20:00  consignment"), ("C 2", "C 3")])
def test_what_does_not_agree_is_not_complete(changed: str, to: str) -> None:
    assert told_reason(consigned("together").replace(changed, to, 1)) is UnmatchedReason.CONSIGNMENT_INCOMPLETE


def test_the_best_value_takes_all_or_none_and_the_smaller_compartments() -> None:
    told = consigned("all_or_none", "hold 3 l")
    assert best_value(world(told)) == 0
    assert best_value(world(told.replace("hold 3 l", "hold 4 l"))) == 2 * 9_900
    rival = told + "parcel P3  A -> B  2 l  value 25\n"
    assert best_value(world(rival.replace("hold 3 l", "hold 4 l"))) == 24_900


def test_a_compartment_is_free_when_the_one_before_was_collected() -> None:
    told = world("""
        now 2026-11-22 12:00
        place A
        place B  release 10  locker S 5 l, M 20 l  collect 30
        trip T1 2026-11-23  A 07:00  B 08:00
        trip T2 2026-11-23  A 07:39:59  B 08:39:59
        trip T3 2026-11-23  A 07:40  B 08:40
        parcel P1  A -> B  5 l
        parcel P2  A -> B  20 l
        parcel P3  A -> B  5 l  ready 07:10  due 08:49:59
        parcel P4  A -> B  5 l  ready 07:10  due 08:50
    """)
    made = """
        P1: T1 A 07:00 -> B 08:00 | hand in 07:00, collect 08:10, lockers B/S
        P2: T1 A 07:00 -> B 08:00 | hand in 07:00, collect 08:10, lockers B/M
    """
    others = live_decisions(plan(told, made))
    assert not fits_residual(told.events, "P3", told.now, others)
    assert fits_residual(told.events, "P4", told.now, others)
