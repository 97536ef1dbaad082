"""A transfer waits no longer than its hub allows."""

import pytest

from tests.matcher.rules.said import said


@pytest.mark.parametrize(("wait", "plan"), [("60 min", "P1: T1"), ("59 min", "P1: NO_JOURNEY")])
def test_a_wait_of_just_that_length_is_allowed(wait: str, plan: str) -> None:
    decision = said(f"""
place A
hub H  transfer 10  longest_wait {wait}
place B
trip T1  A 07:10  H 08:00
trip T2  H 09:00  B 10:00
parcel P1  A -> B  ready 06:30  due 12:00  1 l  value 9
""")
    assert decision.startswith(plan)


def test_an_arrival_that_waited_less_before_gives_way_to_one_that_may_still_wait() -> None:
    """By T1 alone it waits least in total, but no longer than 30 minutes at H."""
    decision = said("""
area test  costs leg 0 transfer 0 storage 1 change 0
place A
hub G  transfer 0
hub H  transfer 0  longest_wait 30 min
place B
trip T1  A 06:00  H 08:00
trip T2  A 06:00  G 06:10
trip T3  G 07:50  H 08:20
trip T4  H 08:40  B 09:00
parcel P1  A -> B  ready 05:00  due 12:00  1 l  value 90
""")
    assert decision.startswith("P1: T2 A 06:00 -> G 06:10, T3 G 07:50 -> H 08:20, T4 H 08:40")
