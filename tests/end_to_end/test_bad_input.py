"""`plan` with what users really hand in: a sentence with its place, exit 2, nothing written. Or a plan."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from contracts.parcel import ParcelRequested
from contracts.reasons import UnmatchedReason
from contracts.timetable import TimetablePublished
from contracts.trip import TripPublished
from contracts.unmatched import ParcelUnmatched
from tests.end_to_end.commands import PlanFolder, done, refused, ridealong
from tests.end_to_end.report_shape import check_files
from tests.workers.sources.gtfs.small_feed import write_folder, write_zip

FREIGHT = """\
area: vidzeme
parcel_stops: all
offers:
  - compartments: [{name: hold, volume_l: 800, weight_kg: 200, pieces: 40, longest_side_cm: 120}]
hubs:
  - {stop_id: S, storage_l: 2000, min_transfer_min: 10}
"""
HEADER = "parcel_id,origin_stop_id,destination_stop_id,ready_at,due_at,weight_g,volume_ml\n"
GOOD = "P-0001,V,A,2026-11-23T06:30,2026-11-23T12:00,4200,18000\n"

Spoil = Callable[[Path], object]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory in which `plan(...)` below succeeds."""
    write_folder(tmp_path / "feed", {})
    write_zip(tmp_path / "feed.zip", {})
    (tmp_path / "freight.yaml").write_text(FREIGHT, encoding="utf-8")
    (tmp_path / "parcels.csv").write_text(HEADER + GOOD, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def plan(**changed: object) -> list[object]:
    """The words of a `plan` that works, but for the changed options; None leaves one out."""
    options = {
        "gtfs": "feed", "freight": "freight.yaml", "parcels": "parcels.csv", "date": "2026-11-23", "out": "out",
    } | changed  # fmt: skip
    words: list[object] = ["plan"]
    for name, value in options.items():
        for each in value if isinstance(value, list) else [value]:
            words += [] if each is None else [f"--{name}", each]
    return words


def test_with_nothing_wrong_there_is_a_plan(folder: Path) -> None:
    done(*plan())
    check_files(PlanFolder(folder / "out"))


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"gtfs": "nothing.zip"}, "Error: nothing.zip: does not exist"),
        ({"gtfs": "parcels.csv"}, "Error: parcels.csv: is neither a folder nor a zip"),
        ({"gtfs": "empty"}, "Error: empty: has no GTFS files in it"),
        ({"gtfs": "cut.zip"}, "Error: cut.zip: is neither a folder nor a zip"),
        ({"gtfs": None}, "Missing option '--gtfs'"),
        ({"gtfs": ["feed", "feed.zip"]}, "only one feed may go without a name"),
        ({"gtfs": ["a=feed", "a=feed.zip"]}, "'a' is given twice"),
        ({"gtfs": ["a:b=feed"]}, "is not FEED or ID=FEED"),
        ({"gtfs": ["a=feed", "b=feed.zip"]}, "freight.yaml:6: hubs[0].stop_id: several feeds have the stop 'S'"),
        ({"freight": "nothing.yaml"}, "Error: nothing.yaml: cannot be read"),
        ({"freight": "empty"}, "Error: empty: cannot be read"),
        ({"freight": "noise"}, "Error: noise:1: is not UTF-8"),
        ({"parcels": "nothing.csv"}, "Error: nothing.csv: cannot be read"),
        ({"parcels": "empty"}, "Error: empty: cannot be read"),
        ({"parcels": "noise"}, "Error: noise:1: is not UTF-8"),
        ({"parcels": "blank"}, "Error: blank:1: has no header row"),
        ({"date": "2026-13-40"}, "Error: --date: '2026-13-40' is not a date such as 2026-11-23"),
        ({"date": "23.11.2026"}, "Error: --date: '23.11.2026' is not a date"),
        ({"date": "2026-11-28"}, "no trip runs on 2026-11-28: feed runs from 2026-11-23 to 2026-11-27, most on"),
        ({"date": "1969-12-31"}, "must lie between 1970 and 2199"),
        ({"days": 0}, "--days"),
        ({"days": 1_000_000}, "must lie between 1970 and 2199"),
        ({"now": "yesterday"}, "Error: --now: 'yesterday' is not a time such as"),
        ({"now": "2026-03-29T03:30"}, "does not exist in Europe/Riga"),
        ({"encoding": "klingon"}, "there is no text encoding 'klingon'"),
        ({"time-limit": "-1"}, "--time-limit"),
        ({"time-limit": "nan"}, "--time-limit"),
        ({"seed": 2**31}, "--seed"),
        ({"seed": "seven"}, "--seed"),
        ({"colour": "red"}, "No such option"),
    ],
    ids=str,
)  # fmt: skip
def test_what_cannot_be_used_is_named(folder: Path, changed: dict[str, object], told: str) -> None:
    (folder / "empty").mkdir()
    (folder / "blank").touch()
    (folder / "noise").write_bytes(bytes(range(128, 256)) * 20)
    (folder / "cut.zip").write_bytes((folder / "feed.zip").read_bytes()[:700])
    assert told in refused(*plan(**changed))
    assert not (folder / "out").exists()


@pytest.mark.parametrize(
    ("wrong", "right", "told"),
    [
        ("area:", "arae:", "freight.yaml:1: arae: there is no such key; did you mean area?"),
        ("volume_l", "volume", "freight.yaml:4: offers[0].compartments[0].volume: there is no such key"),
        ("storage_l: 2000", "storage_l: lots", "freight.yaml:6: "),
        ("stop_id: S", "stop_id: nowhere", "freight.yaml:6: hubs[0].stop_id: "),
        ("volume_l: 800", "volume_l: -800", "freight.yaml:4: "),
        ("offers:", "offers: [", "freight.yaml:"),
        (FREIGHT, "", "freight.yaml: is empty"),
        (FREIGHT, "area\n", "freight.yaml:1: "),
    ],
)
def test_a_mistake_in_freight_yaml_is_named_with_its_line(folder: Path, wrong: str, right: str, told: str) -> None:
    (folder / "freight.yaml").write_text(FREIGHT.replace(wrong, right), encoding="utf-8")
    assert told in refused(*plan())
    assert not (folder / "out").exists()


def test_every_bad_row_of_parcels_csv_is_named_and_nothing_is_written(folder: Path) -> None:
    rows = [
        GOOD,
        "P-0002,V,V,2026-11-23T06:30,2026-11-23T12:00,4200,18000",
        "P-0003,V,A,2026-11-23T12:00,2026-11-23T12:00,4200,18000",
        "P-0004,V,A,2026-11-23T06:30,2026-11-23T12:00,-1,18000",
        "P-0005,V,A,2026-11-23T06:30,soon,heavy,18000",
        ",V,A,2026-11-23T06:30,2026-11-23T12:00,4200,18000",
        "P-0006,V,A,2026-11-23T06:30,2026-11-23T12:00,4200",
        "P-0001,V,A,2026-11-23T06:30,2026-11-23T12:00,4200,18000",
        "P-0007,V,A,2026-03-29T03:30,2026-11-23T12:00,4200,18000",
        "P-0008,V,A,2026-11-23T06:30,2026-11-23T12:00,4200,2000000001",
        "P-0009,V,A,1950-11-23T06:30,2026-11-23T12:00,4200,18000",
        "P-0010,V,A,2026-11-23T06:30,2026-11-23T12:00,4.2,18000",
    ]
    (folder / "parcels.csv").write_text(HEADER + "\n".join(row.strip() for row in rows), encoding="utf-8")
    told = refused(*plan()).splitlines()
    lines = [int(line.removeprefix("Error: ").split(":")[1]) for line in told]
    assert sorted(set(lines)) == list(range(3, 14))
    assert all(line.removeprefix("Error: ").startswith("parcels.csv:") for line in told)
    assert not (folder / "out").exists()


@pytest.mark.parametrize(
    ("out", "told"),
    [
        ("parcels.csv", "'parcels.csv' is a file"),
        ("parcels.csv/plan", "parcels.csv/plan cannot be written: Not a directory"),
        ("x" * 300, "cannot be written: File name too long"),
    ],
)
def test_where_nothing_can_be_written_it_is_said_before_the_work_begins(
    folder: Path, out: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workers.surfaces.cli.plan.decide_offline", lambda *_: pytest.fail("it began"))
    assert told in refused(*plan(out=out))
    assert (folder / "parcels.csv").read_text(encoding="utf-8") == HEADER + GOOD


def test_a_folder_that_lets_nothing_in_is_named(folder: Path) -> None:
    (folder / "out" / "report.html").mkdir(parents=True)
    assert "--out: out cannot be written: Is a directory" in refused(*plan())


def test_a_parcel_for_a_stop_nobody_knows_is_warned_of_and_unmatched_with_its_reason(folder: Path) -> None:
    (folder / "parcels.csv").write_text(HEADER + GOOD + GOOD.replace("P-0001,V", "P-0002,Q"), encoding="utf-8")
    assert "Unknown place" in done(*plan()).out
    there = PlanFolder(folder / "out")
    (unmatched,) = there.bodies(ParcelUnmatched)
    assert (unmatched.parcel_id, unmatched.reason) == ("P-0002", UnmatchedReason.UNKNOWN_STOP)
    assert [(warning["file"], warning["line"]) for warning in there.report["warnings"]] == [("parcels.csv", 3)]
    assert {"stop_id": "Q", "requested": 1, "matched": 0} in there.report["places"]


def test_no_parcels_at_all_is_a_plan_of_nothing(folder: Path) -> None:
    (folder / "parcels.csv").write_text(HEADER, encoding="utf-8")
    assert "0 of 0 parcels matched" in done(*plan()).out
    there = PlanFolder(folder / "out")
    check_files(there)
    assert (there.report["parcels"], there.report["unmatched"], there.outputs) == (0, {}, [])
    assert done("verify", "out").out == "no violation in 0 decisions\n"


def test_parcels_past_due_at_now_are_decided_on_no_more_and_said_so(folder: Path) -> None:
    ran = done(*plan(now="2026-11-24T12:00"))
    assert "Not counted: 1 parcel already past due" in ran.out
    there = PlanFolder(folder / "out")
    check_files(there)
    assert (there.report["parcels"], there.outputs) == (0, [])


def test_other_files_in_the_folder_are_left_alone_and_not_listed(folder: Path) -> None:
    (folder / "notes.txt").write_text("mine")
    assert "notes.txt" not in done(*plan(out=".")).out
    assert (folder / "notes.txt").read_text() == "mine"


@pytest.mark.parametrize(("encoding", "separator", "line_end"), [("utf-8-sig", ";", "\r\n"), ("utf-8", ",", "\n")])
def test_a_parcels_csv_as_spreadsheets_save_it_is_read(
    folder: Path, encoding: str, separator: str, line_end: str
) -> None:
    text = (HEADER + GOOD).replace(",", separator).replace("\n", line_end)
    (folder / "parcels.csv").write_bytes(text.encode(encoding))
    assert "1 of 1 parcel matched" in done(*plan()).out


def test_several_days_are_several_service_dates_decided_together(folder: Path) -> None:
    later = GOOD.replace("P-0001", "P-0002").replace("11-23", "11-25")
    (folder / "parcels.csv").write_text(HEADER + GOOD + later, encoding="utf-8")
    done(*plan(days=3))
    there = PlanFolder(folder / "out")
    check_files(there)
    assert [str(each.service_date) for each in there.bodies(TimetablePublished)] == [
        "2026-11-23", "2026-11-24", "2026-11-25",
    ]  # fmt: skip
    assert there.report["matched"] == 2
    assert done("verify", "out").out == "no violation in 2 decisions\n"


def test_days_on_which_nothing_runs_are_published_empty_and_warned_of(folder: Path) -> None:
    done(*plan(date="2026-11-27", days=4))
    there = PlanFolder(folder / "out")
    assert [trip.trip_key for trip in there.bodies(TripPublished)] == ["out@2026-11-27", "back@2026-11-27"]
    assert {warning["code"] for warning in there.report["warnings"]} >= {"NO_TRIP_ON_DATE"}


def test_several_feeds_meet_at_a_place_named_for_both(folder: Path) -> None:
    freight = FREIGHT.replace("stop_id: S,", "stop_id: smiltene,") + 'places: {smiltene: ["a:S", "b:S"]}\n'
    (folder / "freight.yaml").write_text(freight, encoding="utf-8")
    (folder / "parcels.csv").write_text(
        HEADER + GOOD.replace(",V,A,", ",a:V,b:A,").replace("T12:00", "T23:00"), encoding="utf-8"
    )
    done(*plan(gtfs=["a=feed", "b=feed.zip"]))
    there = PlanFolder(folder / "out")
    check_files(there)
    assert {trip.feed_id for trip in there.bodies(TripPublished)} == {"a", "b"}
    assert {parcel.origin_stop_id for parcel in there.bodies(ParcelRequested)} == {"a:V"}
    assert done("verify", "out").out == "no violation in 1 decision\n"


def test_the_same_command_twice_overwrites_its_own_files_with_the_same_events(folder: Path) -> None:
    done(*plan())
    first = (folder / "out/events.jsonl").read_bytes()
    done(*plan())
    assert (folder / "out/events.jsonl").read_bytes() == first


def test_json_is_the_report_and_nothing_else(folder: Path) -> None:
    ran = done(*plan(), "--json")
    assert json.loads(ran.out) == PlanFolder(folder / "out").report


def test_a_freight_yaml_or_a_parcels_csv_that_is_there_is_not_overwritten(folder: Path) -> None:
    told = refused("init", "freight", "--gtfs", "feed")
    assert told == "Error: --out: freight.yaml is there already and is not overwritten.\n"
    told = refused(
        "sample-parcels", "--gtfs", "feed", "--freight", "freight.yaml", "--date", "2026-11-23", "--count", 3,
        "--out", "parcels.csv",
    )  # fmt: skip
    assert "parcels.csv is there already and is not overwritten without --force" in told
    assert (folder / "parcels.csv").read_text(encoding="utf-8") == HEADER + GOOD


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (shutil.rmtree, "out/events.jsonl: cannot be read"),
        (lambda out: (out / "matches.jsonl").unlink(), "out/matches.jsonl: cannot be read"),
        (lambda out: (out / "matches.jsonl").write_text("{"), "out/matches.jsonl:1: The event is not JSON"),
        (lambda out: (out / "events.jsonl").write_text('\n{"a": 1}\n'), "out/events.jsonl:2: The event is not a CloudEvent"),
        (lambda out: (out / "events.jsonl").write_bytes(b"\xff\xfe"), "out/events.jsonl:1: The event is not JSON"),
    ],
)  # fmt: skip
def test_verify_says_which_line_it_cannot_read(folder: Path, spoil: Spoil, told: str) -> None:
    done(*plan())
    spoil(folder / "out")
    assert told in refused("verify", "out")


def test_verify_finds_what_somebody_changed_and_exits_1(folder: Path) -> None:
    done(*plan())
    matches = folder / "out/matches.jsonl"
    matches.write_text(matches.read_text().replace('"alight_stop_id":"A"', '"alight_stop_id":"P"'), encoding="utf-8")
    ran = ridealong("verify", "out")
    assert ran.status == 1
    assert "P-0001" in ran.out
