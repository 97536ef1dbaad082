"""`ridealong compare`: two freight.yaml files, or two timetables, on the same parcels."""

import json
from pathlib import Path

import pytest

from tests.end_to_end.commands import done, refused
from tests.workers.sources.gtfs.small_feed import FILES, write_folder
from workers.surfaces.cli.compare import labels

FREIGHT = """\
area: test
parcel_stops: all
offers: [{compartments: [{name: hold, volume_l: %d}]}]
hubs: [{stop_id: S, min_transfer_min: 5}]
"""
PARCELS = """\
parcel_id,origin_stop_id,destination_stop_id,ready_at,due_at,weight_g,volume_ml
P1,V,A,2026-11-23T06:00,2026-11-23T12:00,1000,20000
P2,V,S,2026-11-23T06:00,2026-11-23T12:00,1000,11000
P3,V,P,2026-11-23T06:00,2026-11-23T12:00,1000,9000
"""


@pytest.fixture
def region(tmp_path: Path) -> Path:
    """A feed, its parcels, and two freight.yaml files a litre apart."""
    write_folder(tmp_path / "feed", {})
    (tmp_path / "parcels.csv").write_text(PARCELS, encoding="utf-8")
    for litres in (39, 40):
        (tmp_path / f"hold-{litres}.yaml").write_text(FREIGHT % litres, encoding="utf-8")
    return tmp_path


def common(region: Path, *, out: str = "out") -> tuple[object, ...]:
    return ("--parcels", region / "parcels.csv", "--date", "2026-11-23", "--out", region / out, "--time-limit", 1)


def test_two_freight_files_on_one_timetable(region: Path) -> None:
    ran = done("compare", region / "hold-39.yaml", region / "hold-40.yaml", "--gtfs", region / "feed", *common(region))
    assert "1 parcel gained a journey" in ran.out
    assert {path.name for path in (region / "out").iterdir()} == {"compare.json", "compare.html"}
    told = json.loads((region / "out/compare.json").read_text(encoding="utf-8"))
    assert (told["a"]["label"], told["b"]["label"]) == ("hold-39.yaml", "hold-40.yaml")
    assert (told["a"]["matched"], told["b"]["matched"]) == (2, 3)
    assert told["b"]["carried_l_km"] > told["a"]["carried_l_km"] > 0


def test_two_timetables_with_one_freight_file(region: Path) -> None:
    later = FILES["stop_times.txt"].replace("out,07:10:00,07:10:00,V,1\n", "out,05:10:00,05:10:00,V,1\n")
    write_folder(region / "earlier", {"stop_times.txt": later})
    options = ("--freight", region / "hold-40.yaml", *common(region), "--json")
    told = json.loads(done("compare", region / "feed", region / "earlier", *options).out)
    assert [turn["parcel_id"] for turn in told["lost"]] == ["P1", "P2", "P3"]
    assert {turn["after"] for turn in told["lost"]} == {"CUT_OFF_MISSED"}
    assert told["b"]["places"]["without"] == told["b"]["places"]["places"] == 4


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("hold-39.yaml", "feed"), "A and B must be of one kind: two freight.yaml files, or two GTFS feeds."),
        (("hold-39.yaml", "hold-40.yaml"), "--gtfs: name the timetable that both freight.yaml files are for."),
        (("feed", "feed"), "--freight: A and B are feeds: name the freight.yaml of both."),
        (("hold-39.yaml", "nowhere.yaml", "--gtfs", "feed"), "nowhere.yaml: cannot be read"),
        (("hold-39.yaml", "hold-40.yaml", "--gtfs", "feed", "--freight", "f.yaml"), "--freight: "),
    ],
)
def test_what_does_not_fit_together_is_refused(
    region: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], sentence: str
) -> None:
    monkeypatch.chdir(region)
    assert sentence in refused("compare", *words, *common(region))


@pytest.mark.parametrize(
    ("a", "b", "called"),
    [
        ("plans/before.yaml", "plans/after.yaml", ("before.yaml", "after.yaml")),
        ("before/freight.yaml", "after/freight.yaml", ("before/freight.yaml", "after/freight.yaml")),
        ("ret=old.zip", "ret=new.zip", ("old.zip", "new.zip")),
        ("same.yaml", "same.yaml", ("same.yaml (A)", "same.yaml (B)")),
    ],
)
def test_the_two_are_called_by_what_tells_their_paths_apart(a: str, b: str, called: tuple[str, str]) -> None:
    assert labels(a, b) == called
