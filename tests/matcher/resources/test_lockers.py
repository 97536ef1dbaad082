"""Lockers: the smallest compartment that a parcel fits and that is free throughout its stay."""

import pytest

from tests.matcher.rules.said import said

DIRECT = """
place A  cut_off 15
place L  release 10  locker {locker}
trip T1  A 07:10  L 08:00
trip T2  A 08:10  L 09:00
"""
VIA = """
place A
place C
hub H  transfer 5  locker {locker}
place B
trip T1  A 07:10  H 08:00
trip T2  C 07:30  H 08:30
trip T3  H 08:30  B 09:00
trip T4  H 09:30  B 10:00
"""


def _asks(*parcels: str) -> str:
    return "\n".join(f"parcel {parcel}  ready 06:30  due 12:00" for parcel in parcels)


def _direct(locker: str, *parcels: str) -> str:
    return said(DIRECT.format(locker=locker) + _asks(*parcels))


@pytest.mark.parametrize(
    ("size", "decision"),
    [
        ("5 l 2 kg 30 cm", "lockers L/S"),
        ("5001 ml 2 kg 30 cm", "lockers L/M"),
        ("5 l 2001 g 30 cm", "lockers L/M"),
        ("5 l 2 kg 301 mm", "lockers L/M"),
        ("5 l 2 kg", "lockers L/S"),
        ("21 l 1 kg", "TOO_LARGE"),
    ],
)
def test_it_takes_the_smallest_size_it_fits(size: str, decision: str) -> None:
    assert _direct("S 5 l 30 cm 2 kg, M 20 l", f"P1  A -> L  {size}  value 9").endswith(decision)


def test_when_the_small_one_is_taken_it_takes_a_larger_one_and_then_none_is_left() -> None:
    parcels = [f"P{number}  A -> L  1 l  value 1{number}" for number in (1, 2, 3)]
    decisions = _direct("S 5 l, M 20 l  collect 12 h", *parcels).splitlines()
    assert sorted(decision.rpartition(" ")[2] for decision in decisions) == ["CAPACITY_SOLD_OUT", "L/M", "L/S"]


@pytest.mark.parametrize(("collect", "at_eight"), [("49 min", 1), ("50 min", 1), ("51 min", 0)])
def test_a_compartment_is_free_again_when_its_parcel_is_collected(collect: str, at_eight: int) -> None:
    """The first is there from 08:00, collectable at 08:10; the second comes at 09:00, if the first is gone by then."""
    parcels = ("P1  A -> L  1 l  value 9", "P2  A -> L  1 l  value 8")
    decisions = _direct(f"S 5 l  collect {collect}", *parcels)
    assert decisions.count("T2 A") == at_eight
    assert decisions.count("CAPACITY_SOLD_OUT") == 1 - at_eight


def test_each_piece_is_in_the_same_compartment() -> None:
    assert _direct("S 5 l", "P1  A -> L  1 l 4 pcs  value 9").endswith("lockers L/S")


def test_parcels_that_travel_together_take_a_compartment_each_of_one_size() -> None:
    pair = [f"P{number}  A -> L  4 l  consignment C1 2 together  value 9" for number in (1, 2)]
    assert _direct("S 5 l, M 20 l x2", *pair).count("lockers L/M") == 2
    assert _direct("S 5 l, M 20 l", *pair).count("TOO_LARGE") == 2


def test_at_a_hub_one_waits_for_the_next_trip_only_while_a_compartment_is_free() -> None:
    first, second = "P1  A -> B  1 l  value 9", "P2  C -> B  1 l  value 8"
    alone = said(VIA.format(locker="S 5 l") + _asks(second))
    assert alone.endswith("T4 H 09:30 -> B 10:00 | hand in 07:30, collect 10:00, lockers H/S")
    both = said(VIA.format(locker="S 5 l") + _asks(first, second))
    assert "T3 H 08:30" in both.splitlines()[0]
    assert "T4 H 09:30" in both.splitlines()[1]


@pytest.mark.parametrize(("of_size_m", "decision"), [("", "P3: CAPACITY_SOLD_OUT"), (" x2", "lockers H/M")])
def test_nobody_moves_a_parcel_from_one_compartment_to_another(of_size_m: str, decision: str) -> None:
    """Only P1 fits S alone, until 08:30, and only P2 fits M alone, from then on; P3 would need one for an hour."""
    decisions = said(f"""
place A
place C
hub H  transfer 5  locker S 5 l, M 20 l 30 cm{of_size_m}
place B
trip T1  A 07:10  H 08:00
trip T2  H 08:30  B 09:00
trip T3  A 07:20  H 08:30
trip T4  H 09:00  B 09:30
trip T5  C 07:00  H 08:00
trip T6  H 09:00  D 09:40
place D
parcel P1  A -> B  ready 06:30  due 09:00  1 l 40 cm  value 90
parcel P2  A -> B  ready 07:15  due 09:30  6 l  value 80
parcel P3  C -> D  ready 06:00  due 12:00  1 l  value 9
""").splitlines()
    assert decisions[0].endswith("lockers H/S")
    assert decisions[1].endswith("lockers H/M")
    assert decisions[2].endswith(decision)


def test_a_stay_of_no_length_is_named_and_takes_nothing() -> None:
    assert _direct("S 5 l x0", "P1  A -> L  1 l  value 9") == "P1: TOO_LARGE"
    at_once = DIRECT.replace("release 10", "release 0").format(locker="S 5 l x0")
    assert said(at_once + _asks("P1  A -> L  1 l  value 9")).endswith("lockers L/S")
