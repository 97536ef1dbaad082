"""compare.html and what the command prints."""

from io import StringIO
from pathlib import Path

from rich.console import Console

from tests.workers.surfaces.comparison.compared import compared, valley
from tests.workers.surfaces.report.pages import Page
from workers.surfaces.comparison.comparison import Comparison
from workers.surfaces.comparison.dumbbells import ROWS, chart_of
from workers.surfaces.comparison.page import write_compare_html
from workers.surfaces.comparison.terminal import print_comparison


def page(comparison: Comparison, folder: Path) -> Page:
    write_compare_html(folder / "compare.html", comparison)
    return Page(folder / "compare.html")


def printed(comparison: Comparison) -> str:
    out = StringIO()
    print_comparison(Console(file=out, width=120), comparison, files=[])
    return out.getvalue().replace("\u00a0", " ")


def test_the_page_opens_from_disk_alone_and_in_the_dark(tmp_path: Path) -> None:
    shown = page(compared(valley(), valley(hub=True)), tmp_path)
    assert [link for link in shown.references() if not link.startswith("#")] == []
    assert "prefers-color-scheme: dark" in shown.source
    assert "lang" in shown.elements[0][1]


def test_each_place_has_its_dumbbell_its_row_and_its_dot_on_the_map(tmp_path: Path) -> None:
    shown = page(compared(valley(), valley(hub=True)), tmp_path)
    assert shown.classes("path").count("rod gained") == 2, "A and V win"
    assert shown.text.count("V: 0 → 1 of 1 parcels travel") == 2, "in the chart and on the map"
    assert "P2" in shown.text
    assert "No journey" in shown.text


def test_a_place_that_loses_all_service_is_named_on_top(tmp_path: Path) -> None:
    starving = compared(valley(hub=True), valley())
    sentence = "1 place loses all service: V."
    assert sentence in page(starving, tmp_path).text
    assert sentence in printed(starving)
    serving = compared(valley(), valley(hub=True))
    assert "loses all service" not in page(serving, tmp_path).text + printed(serving)


def test_a_place_served_in_neither_plan_is_named_too() -> None:
    assert "No service in either plan: V." in printed(compared(valley(), valley(litres=99)))


def test_a_chart_shows_no_more_places_than_one_can_read() -> None:
    (place, *_) = compared(valley(), valley(hub=True)).places
    chart = chart_of([place] * (ROWS + 5))
    assert len(chart.dumbbells) == ROWS
    assert chart.height > chart.dumbbells[-1].y


def test_what_users_wrote_is_no_markup(tmp_path: Path) -> None:
    comparison = compared(valley(), valley(hub=True))
    odd = Comparison(type(comparison.a)("<b>[red]", comparison.a.facts), comparison.b)
    assert "<b>[red]" in page(odd, tmp_path).text
    assert "<b>[red]" in printed(odd)
