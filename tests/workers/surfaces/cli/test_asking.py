"""The commands that ask: parcel, manifest, watch and views rebuild, on a data directory without a service."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.workers.surfaces.cli.data_dir import MORNING, decide, decided, in_log
from tests.worlds.world import world
from workers.log.port import EventLog
from workers.log.publishing import publish
from workers.surfaces.cli import main

PROGRAM = Path(sys.executable).with_name("ridealong")
Run = Callable[..., str]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return decided(tmp_path)


@pytest.fixture
def run(data: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command on the data directory; what it prints."""

    def command(*words: str, status: int = 0) -> str:
        capsys.readouterr()
        assert main.run([*words, "--data-dir", str(data)]) == status
        said = capsys.readouterr()
        return said.out if status == 0 else said.err

    return command


def test_a_parcel_tells_its_story_with_local_times(run: Run) -> None:
    told = run("parcel", "P1").splitlines()
    assert told[0] == "P1 (vidzeme): A → B, 4\u00a0kg, 20\u00a0l, 1 piece, ambient"
    assert told[1] == "Matched: hand it in at A by Sat 23 Nov 06:50; collect it at B from 09:30."
    assert "asks for a journey" in told[3]
    assert told[4].startswith("Fri 22 Nov 12:00  A journey is found: T1 Sat 23 Nov 07:00 A → 07:30 H, then T2 08:00")


def test_a_parcel_without_a_journey_says_why(run: Run) -> None:
    told = run("parcel", "P3")
    assert "No journey so far. " in told
    assert "(NO_JOURNEY)" in told


def test_a_parcel_as_json_has_every_decision_with_offsets(run: Run) -> None:
    story = json.loads(run("parcel", "P1", "--json"))
    assert (story["status"], story["waiting"]) == ("matched", False)
    (decision,) = story["decisions"]
    assert decision["hand_in_by"] == "2126-11-23T06:50:00+02:00"
    assert [leg["board_at"] for leg in decision["legs"]] == ["2126-11-23T07:00:00+02:00", "2126-11-23T08:00:00+02:00"]
    assert "offset" not in decision


def test_a_parcel_that_nobody_knows_is_bad_input(run: Run) -> None:
    assert "there is no parcel P9 here" in run("parcel", "P9", status=2)
    assert "there is no parcel P1 in latgale" in run("parcel", "P1", "--area", "latgale", status=2)


def test_a_parcel_id_of_two_areas_has_to_be_told_apart(run: Run, data: Path) -> None:
    decided(data, world(MORNING.text.replace("area vidzeme", "area latgale")).events)
    assert "--area: there is parcel P1 in several areas: latgale, vidzeme" in run("parcel", "P1", status=2)
    assert "P1 (latgale)" in run("parcel", "P1", "--area", "latgale")


def test_a_manifest_says_what_to_load_and_unload(run: Run) -> None:
    told = run("manifest", "T1", "--date", "2126-11-23").replace("\u00a0", " ")
    lines = [" ".join(line.split()) for line in told.splitlines()]
    assert lines[0] == "T1 → C, Sat 23 Nov 2126, trip T1 of op"
    assert "Sat 23 Nov 07:00 A, leaves with 2 parcels, 6 kg, 30 l" in lines
    assert "load P1 1 piece, 4 kg, 20 l hold from the shop, by 06:50" in lines
    assert "unload P1 1 piece, 4 kg, 20 l hold to T2 at 08:00" in lines
    assert "07:35 H, leaves without parcels" in lines


def test_a_manifest_as_json_names_places_and_loads(run: Run) -> None:
    manifest = json.loads(run("manifest", "T2@2126-11-23", "--json"))
    assert manifest["parcels"] == 1
    first, last = manifest["calls"]
    assert [move["parcel_id"] for move in first["load"]] == ["P1"]
    assert first["on_board"] == {"parcels": 1, "weight_g": 4000, "volume_ml": 20000, "pieces": 1}
    assert (last["stop_id"], last["arrival"]) == ("B", "2126-11-23T09:00:00+02:00")


def test_a_trip_has_to_be_named_without_doubt(run: Run, data: Path) -> None:
    decided(data, world("now 2126-11-22 12:00\narea vidzeme\ntrip T1 2126-11-24  A 07:00  B 08:00").events)
    assert "several trips are called T1: T1@2126-11-23" in run("manifest", "T1", status=2)
    assert "It carries no parcels." in run("manifest", "T1", "--date", "2126-11-24")
    assert "there is no trip T9" in run("manifest", "T9", status=2)
    assert "--date: '23.11.' is not a date" in run("manifest", "T1", "--date", "23.11.", status=2)


def test_watch_prints_a_line_for_each_decision_and_goes_on_where_it_ended(
    run: Run, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = run("watch", "--from", "start", "--no-follow").splitlines()
    assert sorted(line.split("  ")[2] for line in lines) == ["P1", "P2", "P3"]
    assert any(
        "matched    T1 Sat 23 Nov 07:00 A → 07:30 H, then T2 08:00 H → 09:00 B, hand in by 06:50" in x for x in lines
    )
    main.run(["watch", "--from", "start", "--no-follow", "--data-dir", str(data)])
    (place,) = re.findall(r"Go on with --from (\S+)", capsys.readouterr().err)
    assert run("watch", "--from", place, "--no-follow") == ""
    later = world("now 2126-11-22 13:00\narea vidzeme\nday 2126-11-23\nparcel P4  A -> H")
    decided(data, (event for event in later.events if event.kind.name == "parcel.requested"))
    (line,) = run("watch", "--from", place, "--no-follow").splitlines()
    assert "  P4  matched" in line


def test_watch_lets_pass_what_is_asked_for(run: Run) -> None:
    def seen(*options: str) -> list[str]:
        out = run("watch", "--from", "start", "--no-follow", "--json", *options)
        return sorted(json.loads(line)["parcel_id"] for line in out.splitlines())

    assert seen() == ["P1", "P2", "P3"]
    assert seen("--unmatched") == ["P3"]
    assert seen("--trip", "T2") == ["P1"]
    assert seen("--stop", "B") == ["P1", "P3"]
    assert seen("--area", "latgale") == []
    assert run("watch", "--from", "start", "--no-follow", "--shipper", "bakery-3") == ""


def test_a_place_that_is_none_is_bad_input(run: Run) -> None:
    assert "'7' is no place in the match stream such as 3:18,5:221" in run("watch", "--from", "7", status=2)


def test_watch_shows_what_is_decided_meanwhile_and_ctrl_c_ends_it_with_130(data: Path) -> None:
    watching = subprocess.Popen(
        [PROGRAM, "watch", "--data-dir", str(data)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert watching.stdout is not None and watching.stderr is not None  # noqa: PT018 - both are pipes
    assert "No service runs on" in watching.stderr.readline()
    time.sleep(0.3)  # until it stands at the end of the stream
    later = world("now 2126-11-22 13:00\narea vidzeme\nday 2126-11-23\nparcel P4  A -> H")

    async def work(log: EventLog) -> None:
        await publish(log, [event for event in later.events if event.kind.name == "parcel.requested"])
        await decide(log)

    in_log(data, work)
    assert "  P4  matched" in watching.stdout.readline()
    watching.send_signal(signal.SIGINT)
    _, said = watching.communicate(timeout=30)
    assert watching.returncode == 130
    assert re.search(r"Go on with --from \d+:\d+", said)
    assert "Traceback" not in said


def test_views_rebuild_makes_the_read_model_anew(run: Run, data: Path) -> None:
    before = run("parcel", "P1")
    (data / "views.sqlite").write_bytes(b"damaged " * 2000)
    assert re.fullmatch(r"The read model knows all \d+ events again \(\d+\.\d s\)\.\n", run("views", "rebuild"))
    assert run("parcel", "P1") == before
    told = json.loads(run("views", "rebuild", "--json"))
    assert told["records"] > 10


def test_a_damaged_read_model_is_mended_without_a_word(run: Run, data: Path) -> None:
    before = run("parcel", "P1")
    (data / "views.sqlite").write_bytes(b"damaged " * 2000)
    assert run("parcel", "P1") == before


def test_where_no_read_model_can_be_kept_the_answer_comes_all_the_same(run: Run, data: Path) -> None:
    (data / "views.sqlite").mkdir()
    assert "Matched: hand it in at A" in run("parcel", "P1")


def test_without_a_service_it_says_that_the_log_speaks(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main.run(["parcel", "P1", "--data-dir", str(data)])
    assert capsys.readouterr().err == f"No service runs on {data}: this is what its log said last.\n"


COMMANDS: list[list[str]] = [
    ["parcel", "P1"],
    ["manifest", "T1"],
    ["watch"],
    ["views", "rebuild"],
    ["rejects", "list"],
    ["rejects", "show", "x"],
    ["rejects", "retry", "--all"],
]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_folder_without_a_log_is_bad_input(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RIDEALONG_DATA_DIR", str(tmp_path))
    assert main.run(words) == 2
    assert f"{tmp_path}: there is no Ridealong log" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
