"""Where a trip can end a journey at a stop where the receiver meets the bus."""

import pytest

from tests.matcher.rules.said import said

CANNOT = "P1: NO_JOURNEY"


@pytest.mark.parametrize(
    ("meeting", "ends"),
    [
        ("meeting fallback H reserves", True),
        ("meeting fallback A reserves", False),
        ("meeting fallback elsewhere reserves", False),
        ("meeting fallback A", True),
        ("meeting reserves", True),
    ],
)
def test_a_compartment_is_reserved_only_on_a_trip_that_gets_to_the_fallback(meeting: str, *, ends: bool) -> None:
    decision = said(f"""
place A
place V  {meeting}
place H
trip T1  A 07:10  V 08:00  H 09:00
parcel P1  A -> V  ready 06:30  due 12:00  1 l  value 9
""")
    assert (decision != CANNOT) == ends
