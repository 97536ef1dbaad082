"""What drivers, shops and planners read of lockers, meetings, goods, crates and consignments."""

from pathlib import Path

import pytest

from contracts.match import LockerStay
from contracts.reasons import UnmatchedReason
from contracts.trip import TripPublished
from contracts.unmatched import DangerLimit, LockerLimit, ParcelUnmatched
from tests.workers.surfaces.report.pages import Page
from tests.workers.surfaces.rules_world import rules_planned
from tests.worlds.plan import output
from workers.surfaces.report.aboard import locker_sizes
from workers.surfaces.report.facts import read_facts
from workers.surfaces.report.html import write_report_html
from workers.surfaces.report.manifests import view_of
from workers.surfaces.report.rules import duration, hours, rules_in_use
from workers.surfaces.report.wording import REASONS


def moves() -> dict[str, tuple[str, str, list[str]]]:
    """By `trip load|unload parcel`: before, after and marks."""
    return {
        f"{manifest.trip_id} {'load' if move.load else 'unload'} {move.parcel_id}": (
            move.before, move.after, [mark.replace("\u00a0", " ") for mark in move.marks],
        )
        for manifest in view_of(rules_planned().facts).manifests
        for stop in manifest.stops
        for move in stop.movements
    }  # fmt: skip


def test_a_manifest_says_which_locker_to_take_from_and_to_put_into() -> None:
    told = moves()
    assert told["T1 load P1"][0] == "locker M: shop, by 06:50"
    assert told["T1 unload P1"][1] == "locker S: 08:00 T2"
    assert told["T2 load P1"][0] == "locker S: T1, here since 07:30"
    assert told["T2 unload P1"][1] == "here, collect from 09:30", "there is no locker at B"
    assert told["T3 unload P4"][1] == "locker S: here, collect from 13:00"


def test_a_manifest_says_who_meets_the_bus_and_where_to_ride_on_to() -> None:
    assert moves()["T1 unload P2"][1] == (
        "to the receiver, who meets the bus; nobody there: rides on to B, its space is kept"
    )


def test_a_manifest_names_dangerous_goods_the_consignment_and_the_crate() -> None:
    told = moves()
    assert told["T1 load P1"][2] == ["UN1263, class 3, 2 kg gross in limited quantities"]
    assert told["T1 unload P3"][2] == ["1 of 2 of C1, together"]
    assert told["T3 load P4"][2] == ["crate back after P1"]


def test_a_compartment_of_a_locker_belongs_to_the_stay_it_is_named_for() -> None:
    stays = [LockerStay(stop_id="H", size="S"), LockerStay(stop_id="B", size="L")]
    assert locker_sizes(["A", "H", "B"], stays) == [None, "S", "L"]
    assert locker_sizes(["A", "B"], []) == [None, None]


def test_the_rules_in_use_stand_in_a_line_each() -> None:
    told = {f"{rule.kind} {rule.name}".strip(): rule.sentence for rule in rules_in_use(rules_planned().facts)}
    assert {name: sentence.replace("\u00a0", " ") for name, sentence in told.items()} == {
        "locker A": "2 S of 10 l, 1 M of 40 l; kept 24 h for collection",
        "hub H": "up to 500 l may wait, at most 2 h; 10 min to change; open always",
        "locker H": "4 S of 10 l",
        "meets the bus V": "when nobody comes it rides on to B; its space is kept until there",
        "zone Z": "electric or bicycle only, Mon-Sat 05:00-11:00; from Tue 1 Dec 2026 on; not vtu",
        "goods chilled": "at most 20 min at a time where nobody takes it as such",
        "dangerous goods paint": "20 kg gross of class 3 per vehicle, on 1 of 3 trips",
        "after another": "1 parcel waits until another one came",
        "consignments 1": "1 on the same vehicles, 0 all or none",
    }


def test_the_report_shows_rules_marks_and_the_new_reasons(tmp_path: Path) -> None:
    told = rules_planned()
    write_report_html(tmp_path / "report.html", told.inputs, told.outputs, told.report)
    text = Page(tmp_path / "report.html").text
    for said in ("Rules in use", "locker M at A", "crate back after P1", "Waits for another parcel", "1 of 2 of C1"):
        assert said in text
    assert [rule["kind"] for rule in told.report["rules"]][:2] == ["locker", "hub"]


def test_a_full_locker_and_a_spent_budget_are_named_as_limits(tmp_path: Path) -> None:
    told = rules_planned()
    (miss,) = [event.data for event in told.outputs if isinstance(event.data, ParcelUnmatched)]
    trip = next(event.data for event in told.inputs if isinstance(event.data, TripPublished))
    limits = (
        LockerLimit(stop_id="H", at=trip.calls[1].arrival, size="S"),
        DangerLimit(trip_key=trip.trip_key, call=1, budget="paint"),
    )
    outputs = [*told.outputs, output(told.world, miss.model_copy(update={"revision": 2, "limits": limits}))]
    write_report_html(tmp_path / "report.html", told.inputs, outputs, told.report)
    text = Page(tmp_path / "report.html").text
    assert "locker, size S, of H at Mon 23 Nov 07:30" in text
    assert "dangerous goods, paint: T1 at 07:30 – 07:35 from H" in text
    assert read_facts(told.inputs, outputs).misses[0].decision.limits == limits


def test_every_reason_has_its_words() -> None:
    assert REASONS.keys() == set(UnmatchedReason)


@pytest.mark.parametrize(
    ("seconds", "said"), [(45, "45 s"), (1200, "20 min"), (86_400, "24 h"), (5400, "1 h 30 min"), (61, "61 s")]
)
def test_durations_are_said_in_the_largest_unit_that_is_exact(seconds: int, said: str) -> None:
    assert duration(seconds).replace("\u00a0", " ") == said


def test_hours_without_a_window_are_never_and_without_a_limit_always() -> None:
    assert (hours(None), hours(())) == ("always", "never")
