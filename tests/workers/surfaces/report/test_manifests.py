"""manifests.html: what a driver does at each call."""

from dataclasses import replace
from pathlib import Path

from contracts.trip import TripPublished
from tests.workers.surfaces.report.pages import Page
from tests.workers.surfaces.report.planned import Planned, planned
from workers.surfaces.report.manifests import Manifest, view_of, write_manifests_html


def manifests(told: Planned) -> list[Manifest]:
    return view_of(told.facts).manifests


def moves(manifest: Manifest) -> list[str]:
    return [
        f"{stop.time} {stop.name}: {'load' if move.load else 'unload'} {move.parcel_id} | {move.before} | {move.after}"
        for stop in manifest.stops
        for move in stop.movements
    ]


def test_there_is_one_page_for_each_trip_that_carries_parcels_in_the_order_they_leave(
    valley: Planned, tmp_path: Path
) -> None:
    path = tmp_path / "manifests.html"
    write_manifests_html(path, valley.inputs, valley.outputs)
    page = Page(path)
    assert [tag for tag, _ in page.elements].count("article") == 2
    assert [manifest.trip_id for manifest in manifests(valley)] == ["T1", "T2"]
    assert "break-after: page" in page.source


def test_each_further_page_of_a_trip_says_again_which_trip_it_is(valley: Planned, tmp_path: Path) -> None:
    path = tmp_path / "manifests.html"
    write_manifests_html(path, valley.inputs, valley.outputs)
    page = Page(path)
    assert page.classes("tr").count("again") == 2
    assert "thead { display: table-header-group; }" in page.source, "which browsers repeat on each page"
    for manifest in manifests(valley):
        again = f"{manifest.date} · {manifest.departure} {manifest.route} · trip {manifest.trip_id}"
        assert again in page.text


def test_each_call_tells_what_to_unload_then_what_to_load_with_where_from_and_where_to(valley: Planned) -> None:
    first, second = manifests(valley)
    assert moves(first) == [
        "07:00 A: load P1 | shop, by 06:45 | C 09:00",
        "07:00 A: load P2 | shop, by 06:45 | H 08:00",
        "07:00 A: load P3 | shop, by Sun 22 Nov 22:00 | H 08:00",
        "08:00 – 08:05 H: unload P2 | A | here, collect from 08:30",
        "08:00 – 08:05 H: unload P3 | A | 23:20 T2",
        "09:00 C: unload P1 | A | here, collect from 09:30",
    ]
    assert moves(second) == [
        "23:20 H: load P3 | T1, here since 08:00 | C Tue 24 Nov 00:40",
        "Tue 24 Nov 00:40 C: unload P3 | H | here, collect from Tue 24 Nov 06:00",
    ]


def test_a_call_that_unloads_and_loads_unloads_first() -> None:
    (manifest,) = manifests(
        planned(
            """
            now 2026-11-22 12:00
            day 2026-11-23
            place A
            place B
            place C
            trip T  A 07:00  B 08:00  C 09:00
            parcel P1  B -> C  ready 06:00  due 12:00
            parcel P2  A -> B  ready 06:00  due 12:00
            """,
            """
            P1: T B 08:00 -> C 09:00 | hand in 08:00, collect 09:00
            P2: T A 07:00 -> B 08:00 | hand in 07:00, collect 08:00
            """,
        )
    )
    at_b = manifest.stops[1]
    assert [(move.load, move.parcel_id) for move in at_b.movements] == [(False, "P2"), (True, "P1")]


def test_the_running_total_is_what_is_on_board_when_the_trip_leaves(valley: Planned) -> None:
    first, _ = manifests(valley)
    totals = [stop.on_board.replace("\u00a0", " ") for stop in first.stops]
    assert totals == ["leaves with 3 parcels, 13 kg, 85 l", "leaves with 1 parcel, 4 kg, 20 l", "ends here"]


def test_a_trip_that_serves_a_stop_twice_keeps_the_two_calls_apart() -> None:
    (manifest,) = manifests(
        planned(
            """
            now 2026-11-22 12:00
            day 2026-11-23
            place A
            place B
            trip LOOP  A 07:00  B 07:10  A 07:20
            parcel P1  B -> A  ready 06:00  due 12:00
            parcel P2  A -> B  ready 06:00  due 12:00
            """,
            """
            P1: LOOP B 07:10 -> A 07:20 | hand in 07:10, collect 07:20
            P2: LOOP A 07:00 -> B 07:10 | hand in 07:00, collect 07:10
            """,
        )
    )
    assert [(stop.time, stop.name) for stop in manifest.stops] == [("07:00", "A"), ("07:10", "B"), ("07:20", "A")]


def test_compartments_stand_with_their_capacity_and_an_assumption_is_marked(valley: Planned, tmp_path: Path) -> None:
    path = tmp_path / "manifests.html"
    write_manifests_html(path, valley.inputs, valley.outputs)
    assert "assumption, not measured" not in Page(path).text
    hold, cool = manifests(valley)[0].spaces
    assert hold.offers.replace("\u00a0", " ") == "100 l, 50 kg, 10 pcs"
    assert hold.most.replace("\u00a0", " ") == "85 l, 13 kg, 3 pcs"
    assert cool.most == "empty"

    inputs = [
        replace(event, data=event.data.model_copy(update={"capacity_assumed": True}))
        if isinstance(event.data, TripPublished)
        else event
        for event in valley.inputs
    ]
    write_manifests_html(path, inputs, valley.outputs)
    assert Page(path).text.count("assumption, not measured") == 2


def test_a_plan_that_carries_nothing_says_so(tmp_path: Path) -> None:
    told = planned(
        "now 2026-11-22 12:00\nday 2026-11-23\nplace A\nplace B\nparcel P1  A -> B  ready 06:00  due 12:00",
        "P1: NO_TIMETABLE",
    )
    path = tmp_path / "manifests.html"
    write_manifests_html(path, told.inputs, told.outputs)
    assert "No trip carries parcels." in Page(path).text
