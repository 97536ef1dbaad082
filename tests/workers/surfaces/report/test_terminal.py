"""The summary on the terminal."""

from io import StringIO
from pathlib import Path

from rich.console import Console

from tests.workers.surfaces.report.planned import Planned
from workers.surfaces.report.terminal import print_summary


def printed(told: Planned, *, warnings: int = 0, width: int = 110) -> str:
    report = told.report
    report["warnings"] = [
        {"file": "stops.txt", "line": 7, "code": str(i), "sentence": "[red]", "count": 3} for i in range(warnings)
    ]
    console = Console(file=StringIO(), width=width)
    print_summary(console, told.inputs, told.outputs, report, files=[Path("out [1]") / "report.html"])
    assert isinstance(console.file, StringIO)
    return console.file.getvalue().replace("\u00a0", " ")


def test_it_says_what_was_matched_and_what_is_proven(valley: Planned) -> None:
    assert "3 of 5 parcels matched (60 %), worth €16.35, no proven gap yet" in printed(valley)


def test_it_lists_the_unmatched_by_reason(valley: Planned) -> None:
    lines = [line.split() for line in printed(valley).splitlines()]
    assert ["1", "Sold", "out"] in [words[:3] for words in lines]
    assert ["1", "No", "journey"] in [words[:3] for words in lines]


def test_it_shows_the_busiest_segments_and_where_the_files_are(valley: Planned) -> None:
    text = printed(valley)
    assert "07:00 A → H" in text
    assert "85 l of 100 l" in text
    assert str(Path("out [1]") / "report.html") in text


def test_warnings_are_counted(valley: Planned) -> None:
    assert "warnings" not in printed(valley)
    assert "6 warnings of 2 kinds" in printed(valley, warnings=2)


def test_on_a_narrow_terminal_figures_stay_whole(valley: Planned) -> None:
    lines = printed(valley, width=60).splitlines()
    assert max(len(line) for line in lines) <= 60
    assert any("85 %" in line and "85 l of 100 l" in line for line in lines)
    assert not any("what other parcels leave" in line for line in lines)
