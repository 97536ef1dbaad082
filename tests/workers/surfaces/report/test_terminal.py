"""The summary on the terminal."""

from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from tests.workers.surfaces.report.planned import Planned, planned
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


def test_parcels_that_were_past_due_are_told_of_although_they_count_nowhere(valley: Planned) -> None:
    assert "Not counted" not in printed(valley)
    later = Planned(valley.world, [event for event in valley.outputs if event.subject not in {"P4", "P5"}])
    assert "Not counted: 2 parcels already past due when this was decided" in printed(later)


def test_warnings_are_counted(valley: Planned) -> None:
    assert "warnings" not in printed(valley)
    assert "6 warnings of 2 kinds" in printed(valley, warnings=2)


def test_on_a_narrow_terminal_figures_stay_whole(valley: Planned) -> None:
    lines = printed(valley, width=60).splitlines()
    assert max(len(line) for line in lines) <= 60
    assert any("85 %" in line and "85 l of 100 l" in line for line in lines)
    assert not any("what other parcels leave" in line for line in lines)


@pytest.mark.parametrize("width", [60, 80, 120])
def test_names_of_places_and_reasons_are_never_cut_however_long(width: int) -> None:
    told = planned(
        """
        now 2026-11-22 12:00
        day 2026-11-23
        place Castelo-Branco-Terminal-Rodoviário-Plataforma-Norte
        place Fundão-Mercado-Municipal-Praça-do-Comércio
        trip T1  Castelo-Branco-Terminal-Rodoviário-Plataforma-Norte 07:00  Fundão-Mercado-Municipal-Praça-do-Comércio 08:00
        parcel P1  Castelo-Branco-Terminal-Rodoviário-Plataforma-Norte -> Fundão-Mercado-Municipal-Praça-do-Comércio  ready 06:00  due 12:00  1 l
        parcel P2  Castelo-Branco-Terminal-Rodoviário-Plataforma-Norte -> Fundão-Mercado-Municipal-Praça-do-Comércio  ready 06:00  due 12:00  1 l chilled
        """,
        """
        P1: T1 Castelo-Branco-Terminal-Rodoviário-Plataforma-Norte 07:00 -> Fundão-Mercado-Municipal-Praça-do-Comércio 08:00 | hand in 07:00, collect 08:00
        P2: HANDLING_NOT_OFFERED
        """,
    )
    text = printed(told, width=width)
    assert "Handling not offered" in text
    joined = "".join(text.split())
    assert (
        "07:00Castelo-Branco-Terminal-Rodoviário-Plataforma-Norte→Fundão-Mercado-Municipal-Praça-do-Comércio" in joined
    )
