"""Where the receiver meets the bus, a compartment is kept for the parcel until it could be left elsewhere."""

import pytest

from tests.matcher.rules.said import said

BUS = """
place A
place V  {meeting}
place H
place C
trip T1  A 07:10  V 08:00  H 08:30  C 09:00  {offer}
parcel P1  A -> V  ready 06:30  due 12:00  8 l  value 9
"""
OTHER = "parcel P2  {way}  ready 06:30  due 12:00  8 l  value 8\n"


def _said(meeting: str, way: str | None = None, offer: str = "hold 10 l") -> str:
    other = "" if way is None else OTHER.format(way=way)
    return said(BUS.format(meeting=meeting, offer=offer) + other)


@pytest.mark.parametrize(
    ("meeting", "way", "is_sold_out"),
    [
        ("meeting fallback H reserves", "V -> H", True),
        ("meeting fallback H reserves", "H -> C", False),
        ("meeting reserves", "H -> C", True),
        ("meeting fallback H", "V -> H", False),
    ],
)
def test_nobody_else_gets_it_until_the_fallback(meeting: str, way: str, *, is_sold_out: bool) -> None:
    assert ("P2: CAPACITY_SOLD_OUT" in _said(meeting, way)) == is_sold_out


def test_a_compartment_too_small_behind_the_stop_is_too_small() -> None:
    assert _said("meeting fallback H reserves", offer="hold 10 l  hold 1-2 7 l") == "P1: TOO_LARGE"
    assert _said("meeting fallback H reserves", offer="hold 10 l  hold 1-2 8 l").startswith("P1: T1")


def test_another_compartment_of_the_trip_will_do() -> None:
    assert _said("meeting reserves", offer="hold 10 l  hold 1-2 7 l  box 9 l").startswith("P1: T1/box")
