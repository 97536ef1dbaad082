"""`ridealong verify DIR`: what it prints and how it ends."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from contracts.envelope import to_line
from contracts.event import Event
from contracts.instants import epoch_s
from contracts.partitioning import DEFAULT_PARTITIONS, partition_of
from tests.workers.surfaces.cli.data_dir import MORNING, decide, decided, in_log
from tests.worlds.plan import plan
from tests.worlds.planting import decision
from tests.worlds.world import world
from workers.log.port import EventLog
from workers.log.publishing import publish
from workers.surfaces.cli.main import run

WORLD = world("""
    now 2026-11-22 12:00
    place A
    place B
    trip T1 2026-11-23  A 07:00  B 08:00
    parcel P1  A -> B
""")
PLAN = plan(WORLD, "P1: T1 A 07:00 -> B 08:00 | hand in 07:00, collect 08:00")

LAST = (("timetables", 6), ("parcels", 2), ("matches", 3))
"""The last records of MORNING's log, once it is decided."""
YESTERDAY = "\n".join(line for line in MORNING.text.replace("2126", "2020").splitlines() if "parcel" not in line)
"""The same long ago, and before anybody has asked for anything."""


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    write(tmp_path / "events.jsonl", WORLD.events)
    write(tmp_path / "matches.jsonl", PLAN)
    return tmp_path


def write(path: Path, events: list[Event]) -> None:
    path.write_text("".join(f"{to_line(event)}\n" for event in events), encoding="utf-8")


def test_a_flawless_plan_is_told_with_its_number_of_decisions(
    directory: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["verify", str(directory)]) == 0
    assert capsys.readouterr().out == "no violation in 1 decision\n"


def test_each_violation_is_a_line_and_the_status_1(directory: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(directory / "matches.jsonl", decision("P1", value_millis=10_001, cost_millis=99)(PLAN))
    assert run(["verify", str(directory)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition(": ")[0] for line in lines] == ["cost", "value", "plan_figures"]


def test_json_has_the_same_for_machines(directory: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(directory / "matches.jsonl", decision("P1", cost_millis=101)(PLAN)[1:])
    assert run(["verify", str(directory), "--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert said["decisions"] == 1
    assert said["violations"][0] == {
        "check": "cost",
        "subject": "P1",
        "sentence": "cost_millis is 101, should be 100.",
    }


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "matches.jsonl:3: The event is not JSON"),
        ('{"data": {}}', "matches.jsonl:3: specversion: "),
        ('{"specversion": "1.0"}', "matches.jsonl:3: The event is not a CloudEvent"),
    ],
)
def test_a_malformed_line_is_bad_input_with_its_file_and_line(
    directory: Path, capsys: pytest.CaptureFixture[str], line: str, said: str
) -> None:
    with (directory / "matches.jsonl").open("a", encoding="utf-8") as lines:
        lines.write(line + "\n")
    assert run(["verify", str(directory)]) == 2
    assert said in capsys.readouterr().err


def test_a_folder_without_a_plan_is_bad_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["verify", str(tmp_path)]) == 2
    assert "events.jsonl: cannot be read: No such file or directory" in capsys.readouterr().err


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A service's log: everything is decided, but for one parcel that came when nobody was at work."""
    folder = decided(tmp_path_factory.mktemp("data"))
    late = world(MORNING.text + "\nparcel P4  A -> B").events[-1:]
    in_log(folder, lambda log: publish(log, late))
    return folder


def judged(data_dir: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert run(["verify", *(arguments or ("--data-dir", str(data_dir)))]) == 0
    return capsys.readouterr().out


def test_of_a_log_it_says_up_to_which_records_it_was_judged(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = judged(data_dir, capsys).splitlines()
    assert first == "no violation in 3 decisions"
    partition = partition_of("vidzeme", DEFAULT_PARTITIONS)
    last = [f"ridealong.{topic}/{partition}/{offset}" for topic, offset in LAST]
    assert second == f"judged up to {', '.join(last)}; 1 event after that not decided on yet"


def test_json_says_it_for_machines(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = json.loads(judged(data_dir, capsys, "--data-dir", str(data_dir), "--json"))
    (read,) = [part for part in said["judged"]["partitions"] if part["positions"]]
    assert read["positions"] == {f"ridealong.{topic}": offset + 1 for topic, offset in LAST}
    assert read["waiting"] == 1
    assert datetime.fromisoformat(said["judged"]["read_at"]) <= datetime.now(UTC)


def test_an_exported_log_is_judged_as_what_it_was_exported_from(
    data_dir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["export", "--out", str(tmp_path), "--data-dir", str(data_dir)]) == 0
    capsys.readouterr()
    assert judged(data_dir, capsys, str(tmp_path)) == judged(data_dir, capsys)


def test_a_plan_is_judged_by_its_two_files_and_nothing_is_said_of_positions(
    directory: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert json.loads(judged(directory, capsys, str(directory), "--json"))["judged"] is None


def test_a_damaged_note_beside_exported_events_is_bad_input(
    directory: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (directory / "export.json").write_text("{}", encoding="utf-8")
    assert run(["verify", str(directory)]) == 2
    assert "export.json: this is not what export writes beside the events." in capsys.readouterr().err


def test_a_request_that_was_past_due_before_anybody_was_at_work_is_no_violation(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing in the events tells of the time that passed; when they were read does."""
    told = world(f"{YESTERDAY}\nparcel P4  A -> B  due 2020-11-23 06:00")

    async def work(log: EventLog) -> None:
        await publish(log, told.events)
        await decide(log, epoch_s(told.now) + 86_400)

    in_log(tmp_path, work)
    said = judged(tmp_path, capsys)
    out = tmp_path / "out"
    assert run(["export", "--out", str(out), "--data-dir", str(tmp_path)]) == 0
    capsys.readouterr()
    assert judged(tmp_path, capsys, str(out)) == said
    (out / "export.json").unlink()
    assert run(["verify", str(out)]) == 1
    assert capsys.readouterr().out == "live_decision: P4: It is open and has no decision.\n"
