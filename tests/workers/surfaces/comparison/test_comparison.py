"""Two plans side by side: which parcels and which places gain or lose."""

from dataclasses import replace
from typing import Any

import pytest

from tests.workers.surfaces.comparison.compared import compared, served, valley
from tests.workers.surfaces.report.planned import planned
from tests.worlds.world import world
from workers.surfaces.comparison.comparison import MATCHED, Comparison, Side
from workers.surfaces.comparison.rows import FigureRow, figure_rows, rule_rows
from workers.surfaces.comparison.summary import summary_of
from workers.surfaces.comparison.work import Work
from workers.surfaces.report.facts import PlanFacts

TOWN = """
    now 2026-11-22 12:00
    day 2026-11-23
    place A
    place B
    place V
    trip T  A 07:00  V 07:30  B 08:00
    parcel P1  A -> B  ready 06:00  due 12:00
    parcel P2  A -> B  ready 06:00  due 12:00
    parcel P3  A -> V  ready 06:00  due 12:00
"""
VILLAGE_SERVED = """
    P1: T A 07:00 -> B 08:00 | hand in 07:00, collect 08:00
    P2: CAPACITY_SOLD_OUT
    P3: T A 07:00 -> V 07:30 | hand in 07:00, collect 07:30
"""
VILLAGE_STARVED = """
    P1: T A 07:00 -> B 08:00 | hand in 07:00, collect 08:00
    P2: T A 07:00 -> B 08:00 | hand in 07:00, collect 08:00
    P3: CAPACITY_SOLD_OUT
"""


def by_hand(a: str, b: str) -> Comparison:
    return Comparison(Side("a", planned(TOWN, a).facts), Side("b", planned(TOWN, b).facts))


def row(comparison: Comparison, name: str) -> FigureRow:
    (found,) = [row for row in figure_rows(comparison) if row.name == name]
    return found


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_a_shared_hub_serves_a_village_that_was_not_served() -> None:
    comparison = compared(valley(), valley(hub=True))
    assert [(turn.parcel.parcel_id, turn.before, turn.after) for turn in comparison.turns] == [
        ("P2", "NO_JOURNEY", MATCHED)
    ]
    assert served(comparison)["V"] == (1, 0, 1)
    before, after = comparison.fairness
    assert (before.without, after.without) == (1, 0)
    assert [(rule.kind, rule.name, rule.before) for rule in rule_rows(comparison)] == [("hub", "H", "")]
    assert row(comparison, "changes of trip").change == "+1"


def test_one_more_litre_lets_one_more_parcel_ride_and_one_less_does_not() -> None:
    comparison = compared(valley(litres=30), valley(litres=31))
    assert [turn.parcel.parcel_id for turn in comparison.gained] == ["P3"]
    assert comparison.lost == []
    assert compared(valley(litres=29), valley(litres=30)).turns == []


def test_litre_km_are_litres_times_the_kilometres_of_each_segment() -> None:
    facts = compared(valley(litres=30), valley(litres=30)).a.facts
    assert Side("a", facts).work == Work(0.0, 0.0, unmeasured_trips=1), "T2 carries nothing, so it hides nothing"
    assert Side("a", with_metres(facts, 12_000)).work == Work(20 * 12.0, (30 + 100) * 12.0, unmeasured_trips=0)


def with_metres(facts: PlanFacts, metres: int) -> PlanFacts:
    """The same with so many metres from call to call."""
    trips = {
        key: trip.model_copy(
            update={
                "calls": tuple(
                    call.model_copy(update={"distance_m": at * metres}) for at, call in enumerate(trip.calls)
                )
            }
        )
        for key, trip in facts.trips.items()
    }
    return replace(facts, trips=trips)


def test_the_same_twice_changes_nothing() -> None:
    comparison = compared(valley(), valley())
    assert (comparison.turns, rule_rows(comparison)) == ([], [])
    assert {row.change for row in figure_rows(comparison)} == {""}


def test_a_plan_that_starves_a_village_shows_it_although_it_carries_as_many_parcels() -> None:
    comparison = by_hand(VILLAGE_SERVED, VILLAGE_STARVED)
    assert plain(row(comparison, "parcels that travel").change) == ""
    assert comparison.places[0].stop_id == "V", "who loses most stands on top"
    assert row(comparison, "places without any service").good is False
    assert row(comparison, "places without any service").after == "1 of 3"
    assert row(comparison, "served share, each place counting alike").good is False
    before, after = comparison.fairness
    assert (before.places, before.without, before.worst_tenth_share) == (3, 0, 0.5)
    assert (after.places, after.without, after.worst_tenth_share) == (3, 1, 0.0)
    assert before.mean_share == pytest.approx((2 / 3 + 1 / 2 + 1) / 3)
    assert after.mean_share == pytest.approx((2 / 3 + 1 + 0) / 3)


def test_places_are_those_of_the_first_plan_when_the_second_groups_stops_otherwise() -> None:
    grouped = world(TOWN.replace("place V", "place W").replace("V 07:30", "W 07:30").replace("-> V", "-> W"))
    regrouped = planned(grouped.text, VILLAGE_SERVED.replace("V 07:30", "W 07:30"))
    comparison = Comparison(Side("a", planned(TOWN, VILLAGE_SERVED).facts), Side("b", regrouped.facts))
    assert comparison.turns == []
    assert served(comparison) == {"A": (3, 2, 2), "B": (2, 1, 1), "V": (1, 1, 1)}


def test_the_summary_holds_both_sides_every_turn_and_every_place() -> None:
    summary = summary_of(by_hand(VILLAGE_SERVED, VILLAGE_STARVED))
    assert list(summary) == ["a", "b", "gained", "lost", "outcomes_changed", "places"]
    assert (ids(summary["gained"]), ids(summary["lost"])) == (["P2"], ["P3"])
    assert summary["outcomes_changed"] == [
        {"before": "CAPACITY_SOLD_OUT", "after": "MATCHED", "parcels": 1},
        {"before": "MATCHED", "after": "CAPACITY_SOLD_OUT", "parcels": 1},
    ]
    assert summary["b"]["bound_millis"] is None, "not computed is null, never 0"
    assert summary["b"]["places"]["without"] == 1
    assert [place["stop_id"] for place in summary["places"]] == ["V", "A", "B"]


def ids(turns: list[dict[str, Any]]) -> list[str]:
    return [turn["parcel_id"] for turn in turns]
