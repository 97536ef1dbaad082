"""`ridealong verify DIR`: what it prints and how it ends."""

import json
from pathlib import Path

import pytest

from contracts.envelope import to_line
from contracts.event import Event
from tests.worlds.plan import plan
from tests.worlds.planting import decision
from tests.worlds.world import world
from workers.surfaces.cli.main import run

WORLD = world("""
    now 2026-11-22 12:00
    place A
    place B
    trip T1 2026-11-23  A 07:00  B 08:00
    parcel P1  A -> B
""")
PLAN = plan(WORLD, "P1: T1 A 07:00 -> B 08:00 | hand in 07:00, collect 08:00")


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
