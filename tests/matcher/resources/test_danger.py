"""Dangerous goods: only on trips with a budget for their class, and no more than it holds on any segment."""

from tests.matcher.rules.said import said

BUS = """
place A
place B
place C
trip T1  A 07:10  B 08:00  C 09:00  hold 100 l  {budgets}
"""


def _said(budgets: str, *parcels: str) -> str:
    asks = [f"parcel {parcel}  1 l  ready 06:30  due 12:00  value 9" for parcel in parcels]
    return said(BUS.format(budgets=budgets) + "\n".join(asks))


def test_by_default_no_trip_carries_any() -> None:
    assert _said("", "P1  A -> C  dangerous 3 2 kg  2 kg") == "P1: HANDLING_NOT_OFFERED"


def test_every_class_needs_a_budget_that_names_it() -> None:
    assert _said("danger paint 3 10 kg", "P1  A -> C  dangerous 4.1 2 kg  2 kg") == "P1: HANDLING_NOT_OFFERED"
    assert _said("danger paint 3 4.1 10 kg", "P1  A -> C  dangerous 4.1 2 kg  2 kg").startswith("P1: T1")


def test_what_is_more_than_an_empty_budget_is_not_offered() -> None:
    assert _said("danger paint 3 10 kg", "P1  A -> C  dangerous 3 10001 g  11 kg") == "P1: HANDLING_NOT_OFFERED"
    assert _said("danger paint 3 10 kg", "P1  A -> C  dangerous 3 10 kg  11 kg").startswith("P1: T1")


def test_it_counts_in_every_budget_that_names_it() -> None:
    both = "danger paint 3 10 kg  danger all 3 9 12 kg"
    parcels = ("P1  A -> C  dangerous 3 7 kg  7 kg", "P2  A -> C  dangerous 9 6 kg  6 kg")
    assert _said(both, *parcels).count("CAPACITY_SOLD_OUT") == 1
    assert "CAPACITY_SOLD_OUT" not in _said(both.replace("12 kg", "13 kg"), *parcels)


def test_one_budget_serves_one_parcel_after_the_other() -> None:
    one_after_the_other = ("P1  A -> B  dangerous 3 6 kg  6 kg", "P2  B -> C  dangerous 3 6 kg  6 kg")
    assert "CAPACITY_SOLD_OUT" not in _said("danger paint 3 10 kg", *one_after_the_other)
    at_once = ("P1  A -> C  dangerous 3 6 kg  6 kg", "P2  B -> C  dangerous 3 6 kg  6 kg")
    assert _said("danger paint 3 10 kg", *at_once).count("CAPACITY_SOLD_OUT") == 1


def test_it_is_kept_in_the_budget_until_the_fallback_where_the_receiver_meets_the_bus() -> None:
    parcels = ("P1  A -> B  dangerous 3 6 kg  6 kg", "P2  B -> C  dangerous 3 6 kg  6 kg")
    meeting = BUS.format(budgets="danger paint 3 {most}").replace("place B", "place B  meeting fallback C reserves")
    asks = "\n".join(f"parcel {parcel}  1 l  ready 06:30  due 12:00  value 9" for parcel in parcels)
    assert said(meeting.format(most="11 kg") + asks).count("CAPACITY_SOLD_OUT") == 1
    assert said(meeting.format(most="12 kg") + asks).count("CAPACITY_SOLD_OUT") == 0
