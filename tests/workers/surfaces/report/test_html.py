"""report.html: self-contained, honest, escaped."""

from dataclasses import replace
from pathlib import Path

import pytest

from contracts.area import AreaPublished
from contracts.parcel import ParcelRequested
from contracts.plan import PlanCertified
from contracts.stop import StopPublished
from contracts.trip import TripPublished
from contracts.unmatched import Dimension, ParcelUnmatched, Remedy, SegmentLimit
from tests.workers.surfaces.report.pages import Page
from tests.workers.surfaces.report.planned import Planned, planned
from workers.surfaces.report.html import write_report_html

EVIL = "<script>alert('x')</script>&\""


def page(told: Planned, folder: Path) -> Page:
    path = folder / "report.html"
    write_report_html(path, told.inputs, told.outputs, told.report)
    return Page(path)


def test_the_page_needs_nothing_but_itself(valley: Planned, tmp_path: Path) -> None:
    shown = page(valley, tmp_path)
    assert all(reference.startswith("#") for reference in shown.references())
    assert "url(" not in shown.source
    assert "@import" not in shown.source
    assert "http" not in shown.source


def test_it_shows_the_figures_of_the_report(valley: Planned, tmp_path: Path) -> None:
    text = page(valley, tmp_path).text
    assert "valley · Mon 23 Nov 2026" in text
    assert "Decided as at Sun 22 Nov 12:00." in text
    assert "3 of 5 parcels travel (60 %) 2 direct, 1 with a transfer" in text
    assert "2 of 3 trips carry parcels" in text
    assert "3 of 4 places asked for are served" in text


def test_without_a_bound_it_says_that_there_is_no_proven_gap(valley: Planned, tmp_path: Path) -> None:
    assert "no proven gap yet" in page(valley, tmp_path).text


def test_with_a_bound_it_says_how_far_from_the_best_the_plan_can_be(valley: Planned, tmp_path: Path) -> None:
    first = valley.outputs[0]
    assert isinstance(first.data, PlanCertified)
    proven = first.data.model_copy(update={"value_millis": 9_958, "bound_millis": 10_000, "gap": 0.0042})
    told = Planned(valley.world, [replace(first, data=proven), *valley.outputs[1:]])
    text = page(told, tmp_path).text
    assert "at most 0.42\u00a0% below the best possible plan" in text.replace(" %", "\u00a0%")
    assert "no proven gap yet" not in text


def test_unconfirmed_capacities_are_called_assumptions(valley: Planned, tmp_path: Path) -> None:
    assert "assumption" not in page(valley, tmp_path).text
    inputs = [
        replace(event, data=event.data.model_copy(update={"capacity_assumed": True}))
        if isinstance(event.data, TripPublished) and event.data.trip_id == "T1"
        else event
        for event in valley.inputs
    ]
    told = Planned(replace(valley.world, events=inputs), valley.outputs)
    assert "The capacities of 1 of 3 trips are assumptions" in page(told, tmp_path).text


def test_loaded_links_are_coloured_by_share_and_places_by_service(valley: Planned, tmp_path: Path) -> None:
    shown = page(valley, tmp_path)
    drawn = [classes for classes in shown.classes("path") if classes.startswith("link")]
    legend = 4
    # A-H 85 % full, H-C two thirds, and T2 over D and X to C nearly empty.
    assert sorted(drawn[:-legend]) == ["link half", "link high", "link low", "link low", "link low"]
    dots = [classes for classes in shown.classes("circle") if classes.startswith("dot")][:-4]
    assert sorted(dots) == ["dot closed", "dot quiet", "dot served", "dot served", "dot served hub", "dot unserved"]
    assert "A → H: 3 parcels" in shown.text


def test_places_and_parcels_left_out_are_named(valley: Planned, tmp_path: Path) -> None:
    text = page(valley, tmp_path).text
    assert "1 place takes parcels, and nobody asked: D." in text
    assert "Sold out" in text
    assert "As the reason says." in text


def test_limits_and_remedies_of_an_unmatched_parcel_are_worded(valley: Planned, tmp_path: Path) -> None:
    limit = SegmentLimit(trip_key="T1@2026-11-23", call=1, compartment="hold", dimension=Dimension.VOLUME)
    remedy = Remedy(field="due_at", to="2026-11-23T14:10:00+02:00", sentence="With 14:10 it can travel.")
    outputs = [
        replace(event, data=event.data.model_copy(update={"limits": (limit,), "remedy": remedy}))
        if isinstance(event.data, ParcelUnmatched)
        else event
        for event in valley.outputs
    ]
    text = page(Planned(valley.world, outputs), tmp_path).text
    assert "hold, volume: T1 at 08:00 – 08:05 from H" in text
    assert "With 14:10 it can travel." in text


def test_a_journey_with_a_transfer_is_told_leg_by_leg_with_dates_where_they_differ(
    valley: Planned, tmp_path: Path
) -> None:
    text = page(valley, tmp_path).text
    assert "Sun 22 Nov 22:00 07:00 – 08:00 T1 hold change at H 23:20 – Tue 24 Nov 00:40 T2 hold" in text


def test_whatever_users_wrote_is_escaped(valley: Planned, tmp_path: Path) -> None:
    def evil(told: Planned) -> Planned:
        events = []
        for event in told.inputs:
            data = event.data
            if isinstance(data, StopPublished):
                data = data.model_copy(update={"name": f"{data.stop_id}{EVIL}"})
            elif isinstance(data, TripPublished):
                data = data.model_copy(update={"route_name": EVIL, "headsign": EVIL})
            elif isinstance(data, ParcelRequested):
                data = data.model_copy(update={"shipper_id": EVIL, "reference": EVIL, "handling_class": EVIL})
            elif isinstance(data, AreaPublished):
                data = data.model_copy(update={"area": EVIL})
            events.append(replace(event, data=data))
        return Planned(replace(told.world, events=events), told.outputs)

    shown = page(evil(valley), tmp_path)
    assert "<script>alert" not in shown.source
    assert [tag for tag, _ in shown.elements if tag == "script"] == ["script"]
    assert f"A{EVIL}" in shown.text


def test_warnings_are_listed(valley: Planned, tmp_path: Path) -> None:
    report = valley.report
    report["warnings"] = [{"file": "stops.txt", "line": 7, "code": "X", "sentence": "has no name", "count": 1200}]
    path = tmp_path / "report.html"
    write_report_html(path, valley.inputs, valley.outputs, report)
    assert "stops.txt 7 has no name 1,200" in Page(path).text


def test_a_plan_with_more_matches_than_a_page_can_hold_says_what_it_leaves_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workers.surfaces.report.html.MATCH_ROWS", 10)
    parcels = "\n".join(f"parcel P{i}  A -> B  ready 06:00  due 12:00" for i in range(15))
    told = planned(
        f"now 2026-11-22 12:00\nday 2026-11-23\nplace A\nplace B\ntrip T  A 07:00  B 08:00\n{parcels}",
        "\n".join(f"P{i}: T A 07:00 -> B 08:00 | hand in 07:00, collect 08:00" for i in range(15)),
    )
    shown = page(told, tmp_path)
    assert "The first 10 of 15; all of them are in matches.jsonl" in shown.text
    assert shown.source.count('<tr><td class="id">') == 10


def test_a_plan_without_any_timetable_has_a_page_too(tmp_path: Path) -> None:
    told = planned(
        "now 2026-11-22 12:00\nday 2026-11-23\nplace A\nplace B\nparcel P1  A -> B  ready 06:00  due 12:00",
        "P1: NO_TIMETABLE",
    )
    text = page(told, tmp_path).text
    assert "no timetable" in text
    assert "No trip carries a parcel." in text
