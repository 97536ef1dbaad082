"""Classes of goods: what is excluded, what they travel as, how long they may wait outside and be on the way."""

import pytest

from tests.matcher.rules.said import said

REFUSED = "P1: HANDLING_NOT_OFFERED"
DIRECT = """
place A  cut_off 15  classes {origin}
place B  release 30  classes {destination}
trip T1  A 07:10  B 08:00  cool {aboard}
parcel P1  A -> B  ready 06:30  due 12:00  1 l flowers  value 9
goods flowers  {goods}
"""
WAITS = """
place A  classes chilled
hub H  transfer 10  classes ambient
place B  classes chilled
trip T1  A 07:10  H 08:00  cool chilled
trip T2  H 08:30  B 09:00  cool chilled
parcel P1  A -> B  ready 06:30  due 12:00  1 l chilled  value 9
goods chilled  {goods}
"""
EARLY_OR_LATE = """
place A  cut_off 15
hub H  transfer 10
place B  open 10:00-22:00
trip T1  A 07:10  H 08:00
trip T2  A 08:30  H 09:00
trip T3  H 09:30  B 10:00
parcel P1  A -> B  ready 06:30  due 12:00  1 l  value 9
goods ambient  {goods}
"""


def _direct(goods: str, origin: str = "chilled", destination: str = "chilled", aboard: str = "chilled") -> str:
    return said(DIRECT.format(goods=goods, origin=origin, destination=destination, aboard=aboard))


def test_excluded_goods_are_not_carried_though_everybody_offers_them() -> None:
    assert _direct("excluded", "flowers", "flowers", "flowers") == REFUSED
    assert _direct("total 5 h", "flowers", "flowers", "flowers").startswith("P1: T1")


def test_places_and_compartments_must_offer_what_goods_are_carried_as() -> None:
    assert _direct("as chilled").startswith("P1: T1")
    assert _direct("as chilled", aboard="flowers") == REFUSED
    assert _direct("as chilled", destination="flowers") == REFUSED


@pytest.mark.parametrize(("minutes", "carried"), [(15, True), (14, False)])
def test_what_waits_at_an_origin_that_does_not_offer_it_waits_a_short_time_only(minutes: int, *, carried: bool) -> None:
    assert (_direct(f"as chilled  outside {minutes} min", origin="ambient") != REFUSED) == carried


@pytest.mark.parametrize(("minutes", "carried"), [(30, True), (29, False)])
def test_so_does_what_waits_for_collection(minutes: int, *, carried: bool) -> None:
    assert (_direct(f"as chilled  outside {minutes} min", destination="ambient") != REFUSED) == carried


@pytest.mark.parametrize(("minutes", "carried"), [(30, True), (29, False)])
def test_so_does_what_changes_trips(minutes: int, *, carried: bool) -> None:
    assert (said(WAITS.format(goods=f"outside {minutes} min")) != REFUSED) == carried


def test_without_a_time_a_place_that_does_not_offer_it_is_out_of_bounds_even_for_no_time() -> None:
    quick = WAITS.replace("transfer 10", "transfer 0").replace("H 08:30", "H 08:00")
    assert said(quick.format(goods="as chilled")) == REFUSED
    assert said(quick.format(goods="outside 1 min")).startswith("P1: T1")


@pytest.mark.parametrize(("minutes", "plan"), [(105, "P1: T2"), (104, "P1: TOO_LONG_ON_THE_WAY")])
def test_perishables_take_the_late_bus_if_the_early_one_is_too_long_on_the_way(minutes: int, plan: str) -> None:
    """By T1 it is 185 minutes from hand-in to collection, by T2 105."""
    assert said(EARLY_OR_LATE.format(goods=f"total {minutes} min")).startswith(plan)


def test_a_longer_way_that_keeps_to_the_limit_beats_a_cheaper_one_that_does_not() -> None:
    """The direct bus waits for nobody but leaves at six; the cheapest with two legs leaves later."""
    direct = EARLY_OR_LATE + "trip T4  A 07:10  B 10:00\n"
    assert said(direct.format(goods="total 185 min")).startswith("P1: T4")
    assert said(direct.format(goods="total 184 min")).startswith("P1: T2 A 08:30 -> H 09:00, T3")
