"""`init freight` and `sample-parcels`, one after the other, as a user runs them."""

import json
from pathlib import Path

import pytest

from contracts.parcel import Bond
from tests.workers.sources.freight.small_area import MINIMAL, freight_file
from tests.workers.sources.gtfs.small_feed import write_folder
from tests.workers.sources.parcels.parcel_file import reader
from workers.sources.findings import Findings
from workers.surfaces.cli.main import run


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    return write_folder(tmp_path / "feed", {})


def sample(folder: Path, feed: Path, *more: str, date: str = "2026-11-23") -> int:
    return run([
        "sample-parcels", "--gtfs", str(feed), "--freight", str(folder / "freight.yaml"), "--date", date,
        "--count", "20", "--out", str(folder / "parcels.csv"), *more,
    ])  # fmt: skip


def test_a_first_freight_yaml_is_enough_to_sample_parcels(tmp_path: Path, feed: Path) -> None:
    assert run(["init", "freight", "--gtfs", str(feed), "--out", str(tmp_path / "freight.yaml")]) == 0
    assert sample(tmp_path, feed) == 0
    assert len(reader().read(tmp_path / "parcels.csv", Findings())) == 20


def test_init_freight_never_overwrites(tmp_path: Path, feed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mine = freight_file(tmp_path, MINIMAL)

    assert run(["init", "freight", "--gtfs", str(feed), "--out", str(mine)]) == 2
    assert "is there already and is not overwritten" in capsys.readouterr().err
    assert mine.read_text(encoding="utf-8") == MINIMAL


def test_init_freight_takes_several_feeds(tmp_path: Path, feed: Path) -> None:
    out = tmp_path / "freight.yaml"

    assert run(["init", "freight", "--gtfs", f"a={feed}", "--gtfs", f"b={feed}", "--out", str(out)]) == 0
    assert 'stop_id: "a:V"' in out.read_text(encoding="utf-8")


def test_sample_parcels_keeps_a_file_that_holds_something_else(
    tmp_path: Path, feed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    freight_file(tmp_path, MINIMAL)
    (tmp_path / "parcels.csv").write_text("mine", encoding="utf-8")

    assert sample(tmp_path, feed) == 2
    assert "is not overwritten without --force" in capsys.readouterr().err
    assert sample(tmp_path, feed, "--force") == 0


def test_sample_parcels_twice_is_done_twice(tmp_path: Path, feed: Path) -> None:
    freight_file(tmp_path, MINIMAL)

    assert [sample(tmp_path, feed, "--seed", "5"), sample(tmp_path, feed, "--seed", "5")] == [0, 0]


def test_sample_parcels_speaks_to_machines(tmp_path: Path, feed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    freight_file(tmp_path, MINIMAL)

    assert sample(tmp_path, feed, "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"parcels": 20, "out": str(tmp_path / "parcels.csv")}


def test_a_date_without_trips_is_refused_with_dates_that_have_some(
    tmp_path: Path, feed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    freight_file(tmp_path, MINIMAL)

    assert sample(tmp_path, feed, date="2026-12-24") == 2
    assert (
        "no trip runs on 2026-12-24: feed runs from 2026-11-23 to 2026-11-27, most on 2026-11-23 (2 trips)"
        in capsys.readouterr().err
    )


def test_sample_parcels_with_rules_keeps_the_parcels_and_adds_to_them(
    tmp_path: Path, feed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    budget = "assumed: true\n    danger_budgets: [{name: paint, classes: [3], gross_kg: 20}]"
    freight_file(tmp_path, MINIMAL.replace("assumed: true", budget))
    assert sample(tmp_path, feed, "--count", "200") == 0
    plain = {parcel.parcel_id: parcel for parcel in reader().read(tmp_path / "parcels.csv", Findings())}
    capsys.readouterr()

    assert sample(tmp_path, feed, "--count", "200", "--with-rules", "--force", "--json") == 0
    findings = Findings()
    more = {parcel.parcel_id: parcel for parcel in reader().read(tmp_path / "parcels.csv", findings)}

    assert json.loads(capsys.readouterr().out)["parcels"] == len(more) > len(plain)
    assert findings.all() == []
    assert {
        parcel_id: more[parcel_id].model_copy(update={"dangerous": None, "consignment": None}) for parcel_id in plain
    } == plain
    assert {parcel.dangerous.danger_class for parcel in more.values() if parcel.dangerous} == {"3"}
    assert {parcel.consignment.bond for parcel in more.values() if parcel.consignment} == set(Bond)
    crates = [parcel for parcel in more.values() if parcel.after_parcel_id]
    assert crates
    assert all(plain[crate.after_parcel_id or ""].origin_stop_id == crate.destination_stop_id for crate in crates)
