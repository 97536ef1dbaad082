"""report.json: what it counts."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from contracts.event import Event
from contracts.plan import PlanCertified
from contracts.unmatched import ParcelUnmatched
from tests.workers.surfaces.report.planned import Planned, planned, report_of
from tests.worlds.plan import plan
from tests.worlds.world import world
from workers.errors import RidealongError
from workers.sources.findings import Finding
from workers.surfaces.report.summary import Report, build_report, write_report_json


def trip(report: Report, trip_id: str) -> Report:
    return next(each for each in report["trips"] if each["trip_key"].startswith(f"{trip_id}@"))


def place(report: Report, stop_id: str) -> tuple[int, int]:
    found = next(each for each in report["places"] if each["stop_id"] == stop_id)
    return found["requested"], found["matched"]


def test_the_keys_are_those_of_the_contract(valley: Planned) -> None:
    assert list(valley.report) == [
        "parcels", "matched", "unmatched", "value_millis", "bound_millis", "gap",
        "seconds", "peak_rss_mib", "trips", "places", "rules", "warnings",
    ]  # fmt: skip


def test_matched_and_all_unmatched_together_are_the_parcels(valley: Planned) -> None:
    report = valley.report
    assert report["matched"] == 3
    assert report["unmatched"] == {"CAPACITY_SOLD_OUT": 1, "NO_JOURNEY": 1}
    assert report["parcels"] == 5


def test_the_peak_is_the_segment_with_the_highest_share_in_each_dimension(valley: Planned) -> None:
    hold = trip(valley.report, "T1")["peak"]["hold"]
    # 85 of 100 l to H, then 20 of the 30 l offered there; weight and pieces are fullest to H.
    assert hold == {"volume_ml": [85_000, 100_000], "weight_g": [13_000, 50_000], "pieces": [3, 10]}


def test_a_smaller_load_on_a_smaller_offer_is_the_peak() -> None:
    report = planned(
        """
        now 2026-11-22 12:00
        day 2026-11-23
        place A
        place B
        place C
        trip T  A 07:00  B 08:00  C 09:00  hold 100 l  hold 1-2 10 l
        parcel P1  A -> B  ready 06:00  due 12:00  40 l
        parcel P2  B -> C  ready 06:00  due 12:00  9 l
        """,
        """
        P1: T A 07:00 -> B 08:00 | hand in 07:00, collect 08:00
        P2: T B 08:00 -> C 09:00 | hand in 08:00, collect 09:00
        """,
    ).report
    assert trip(report, "T")["peak"]["hold"]["volume_ml"] == [9_000, 10_000]


def test_an_offer_without_limit_is_null_and_its_peak_the_fullest_segment(valley: Planned) -> None:
    assert trip(valley.report, "T2")["peak"]["hold"]["weight_g"] == [1_000, None]


def test_an_empty_compartment_and_an_empty_trip_have_a_peak_of_zero(valley: Planned) -> None:
    assert trip(valley.report, "T1")["peak"]["cool"]["volume_ml"] == [0, 20_000]
    assert trip(valley.report, "T3")["matched"] == 0


def test_a_trip_counts_each_parcel_it_carries_once(valley: Planned) -> None:
    assert (trip(valley.report, "T1")["matched"], trip(valley.report, "T2")["matched"]) == (3, 1)


def test_a_place_counts_the_parcels_whose_origin_or_destination_it_is_not_those_changing_there(valley: Planned) -> None:
    report = valley.report
    assert place(report, "A") == (4, 3)
    assert place(report, "H") == (1, 1)
    assert place(report, "Z") == (1, 0)
    assert place(report, "D") == (0, 0)


def test_a_place_that_nobody_published_is_listed_when_a_parcel_names_it() -> None:
    report = planned(
        """
        now 2026-11-22 12:00
        day 2026-11-23
        place A
        trip T  A 07:00  B 08:00
        parcel P1  A -> nowhere  ready 06:00  due 12:00
        """,
        "P1: UNKNOWN_STOP",
    ).report
    assert place(report, "nowhere") == (1, 0)


def test_value_bound_and_gap_are_those_of_the_newest_certificate(valley: Planned) -> None:
    first = valley.outputs[0]
    assert isinstance(first.data, PlanCertified)
    newer = first.data.model_copy(update={"plan_id": "valley/2", "value_millis": 900, "bound_millis": 1000, "gap": 0.1})
    report = report_of(valley.inputs, [*valley.outputs, replace(first, id="valley/2", data=newer)])
    assert (report["value_millis"], report["bound_millis"], report["gap"]) == (900, 1000, 0.1)


def test_a_bound_that_was_not_computed_is_null_not_zero(valley: Planned) -> None:
    assert valley.report["bound_millis"] is None
    assert valley.report["gap"] is None


def test_without_a_certificate_the_value_is_that_of_the_live_matches(valley: Planned) -> None:
    decisions = [event for event in valley.outputs if not isinstance(event.data, PlanCertified)]
    assert report_of(valley.inputs, decisions)["value_millis"] == valley.report["value_millis"]


def test_the_highest_revision_of_a_parcel_counts_wherever_it_stands(valley: Planned) -> None:
    matched = next(event for event in valley.outputs if event.subject == "P2")
    refusal = next(event.data for event in valley.outputs if isinstance(event.data, ParcelUnmatched))
    newer = refusal.model_copy(update={"parcel_id": "P2", "request_id": "P2#1", "revision": 2})
    report = report_of(valley.inputs, [Event("new", matched.source, matched.time, "valley", newer), *valley.outputs])
    assert report["matched"] == 2
    assert report["unmatched"]["CAPACITY_SOLD_OUT"] == 2


def test_trips_of_an_incomplete_publication_are_not_in_the_report() -> None:
    told = world(
        """
        now 2026-11-22 12:00
        day 2026-11-23
        place A
        place B
        trip OLD  publication p1  A 07:00  B 08:00
        trip NEW  publication p2  A 07:00  B 08:00
        timetable 2026-11-23  publication p2  trips 2
        parcel P1  A -> B  ready 06:00  due 12:00
        """
    )
    report = report_of(told.events, plan(told, "P1: DUE_TOO_EARLY"))
    assert [each["trip_key"] for each in report["trips"]] == ["OLD@2026-11-23"]


def test_a_match_on_a_trip_that_is_not_in_force_is_said_not_shown(valley: Planned) -> None:
    inputs = [event for event in valley.inputs if event.kind.name != "timetable.published"]
    with pytest.raises(RidealongError, match="T1@2026-11-23, which is in no complete publication"):
        report_of(inputs, valley.outputs)


def test_a_decision_on_a_request_that_is_not_there_is_said(valley: Planned) -> None:
    inputs = [event for event in valley.inputs if event.subject != "P4"]
    with pytest.raises(RidealongError, match="P4 names request P4#1"):
        report_of(inputs, valley.outputs)


def test_warnings_and_figures_of_the_run_are_handed_through(valley: Planned) -> None:
    finding = Finding("stops.txt", 7, "NO_NAME", "has no name", 3)
    report = build_report(
        valley.inputs, valley.outputs, seconds={"import": 0.12345, "total": 2.0}, peak_rss_mib=81.26, warnings=[finding]
    )
    assert report["warnings"] == [
        {"file": "stops.txt", "line": 7, "code": "NO_NAME", "sentence": "has no name", "count": 3}
    ]
    assert report["seconds"] == {"import": 0.123, "total": 2.0}
    assert report["peak_rss_mib"] == 81.3


def test_the_file_holds_the_report_one_line_a_trip(valley: Planned, tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    write_report_json(path, valley.report)
    text = path.read_text(encoding="utf-8")
    assert json.loads(text) == valley.report
    assert sum("trip_key" in line for line in text.splitlines()) == 3
