"""The benchmarks' own bookkeeping, and the README, which shows what the record holds."""

import json
import math
from pathlib import Path

import pytest

from tests.benchmarks import __main__ as bench
from tests.benchmarks import record, shared_data
from tests.benchmarks.figure import Figure, Skipped

ROOT = Path(__file__).parents[2]
RECORD = json.loads((Path(__file__).parent / "records" / "2-cores.json").read_text(encoding="utf-8"))
SHOWN = [
    "Nord-Trøndelag: plan, start to end",
    "KODIS: plan, start to end",
    "KODIS: plan, peak memory",
    "decider: memory, day replayed",
    "decider: replay of KODIS' day",
    "search: vidzeme, 135 trips",
    "log: batches of 500",
]


def two_digits(value: float) -> str:
    """`26`, `540`, `16,000`: what a figure says on another day too."""
    return f"{round(value, 1 - math.floor(math.log10(value))):,.0f}"


@pytest.mark.parametrize("name", SHOWN)
def test_the_readme_shows_the_figure_of_the_record(name: str) -> None:
    section = (ROOT / "README.md").read_text(encoding="utf-8").partition("## Measured")[2]
    figure = RECORD[name]
    shown = f"{two_digits(figure['value'])} {figure['unit'].partition(',')[0]}"
    assert f"| {shown} |" in section, shown


def test_every_figure_of_the_record_says_when_and_on_what_it_was_measured() -> None:
    for figure in RECORD.values():
        assert set(figure) == {"value", "unit", "date", "commit", "python"}


def test_a_figure_is_shown_beside_its_goal_and_the_record() -> None:
    line = bench._line(Figure("KODIS: plan", 25.84, "s", 60), {"value": 24.0})
    assert line.split() == ["KODIS:", "plan", "25.8", "≤", "60", "24", "s"]
    assert bench._line(Figure("log: plain", 3, "s"), None).split() == ["log:", "plain", "3", "s"]


def test_a_figure_that_is_beyond_its_goal_or_short_of_it_says_so() -> None:
    assert bench._line(Figure("KODIS: plan", 61.2, "s", goal=60), None).endswith("misses its goal")
    least = Figure("log: against bare", 0.71, "of a bare loop", at_least=0.7)
    assert bench._line(least, None).split()[3:6] == ["0.71", "≥", "0.70"]
    assert not least.missed
    assert Figure("log: against bare", 0.69, "of a bare loop", at_least=0.7).missed


def test_keeping_some_figures_leaves_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record, "_FOLDER", tmp_path / "records")
    assert record.known() == {}
    record.keep([Figure("one", 1, "s"), Figure("other", 2, "s")])
    record.keep([Figure("one", 3.14159, "s")])
    assert {name: kept["value"] for name, kept in record.known().items()} == {"one": 3.142, "other": 2}


def test_where_the_real_timetables_are_absent_a_benchmark_is_skipped_with_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(shared_data, "_FOLDER", tmp_path)
    with pytest.raises(Skipped, match=r"there is no ../shared/data/kodis/gtfs.zip"):
        shared_data.real_feed("kodis/gtfs.zip")
    assert list(bench._figures("kodis")) == []
    assert capsys.readouterr().out == "kodis is skipped: there is no ../shared/data/kodis/gtfs.zip.\n"
