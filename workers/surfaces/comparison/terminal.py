"""What `compare` prints: the figures side by side, then the places, those that lose most on top."""

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console, Group
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from workers.surfaces.comparison.comparison import Comparison, PlaceServed
from workers.surfaces.comparison.dumbbells import change_class, said_of
from workers.surfaces.comparison.page import starved, unserved
from workers.surfaces.comparison.rows import FigureRow, figure_rows, points, reason_rows, rule_rows
from workers.surfaces.report import wording
from workers.surfaces.report.figures import title

PLACES = 12
_CHANGED_PLACES = 30
_COLOURS = {"lost": "red", "gained": "green", "never": "yellow", "same": ""}


def print_comparison(console: Console, comparison: Comparison, *, files: Sequence[Path]) -> None:
    """Print it for people; all of it is in the files."""
    heading, _ = title(comparison.a.facts)
    console.print()
    console.rule(f"[bold]{escape(heading)}", align="left")
    console.print(_figures(comparison))
    for rule in rule_rows(comparison):
        console.print(
            f"  {escape(rule.kind)} {escape(rule.name)}: {escape(_turned(rule.before, rule.after))}", style="dim"
        )
    console.print(
        f"[green]{wording.parcels(len(comparison.gained))} gained a journey[/green], "
        f"[red]{wording.parcels(len(comparison.lost))} lost theirs[/red]"
    )
    if sentence := starved(comparison):
        console.print(f"[bold red]{escape(sentence)}[/bold red]")
    if sentence := unserved(comparison):
        console.print(f"[yellow]{escape(sentence)}[/yellow]")
    console.print(_places(comparison))
    for file in files:
        console.print(f"  {file}", style="cyan", highlight=False, soft_wrap=True, markup=False)


def _turned(before: str, after: str) -> str:
    return f"{before or 'none'} → {after or 'none'}"


def _figures(comparison: Comparison) -> Table:
    table = Table(box=None, padding=(0, 2), header_style="bold")
    table.add_column("")
    for label in (comparison.a.label, comparison.b.label):
        table.add_column(escape(label), justify="right", overflow="fold")
    table.add_column("change", justify="right")
    for row in figure_rows(comparison):
        table.add_row(*_cells(row))
    for row in reason_rows(comparison):
        table.add_row(*_cells(row, indent="  "))
    return table


def _cells(row: FigureRow, indent: str = "") -> tuple[str, str, str, Text]:
    colour = "" if row.good is None else "green" if row.good else "red"
    return f"{indent}{row.name}", row.before, row.after, Text(row.change, colour)


def _places(comparison: Comparison) -> Group:
    """The losers and the worst served, then the winners: no total hides them."""
    places = comparison.places
    changed = sum(place.change != 0 for place in places)
    foremost = places[:PLACES]
    winners = [place for place in reversed(places) if place.change > 0 and place not in foremost][:_CHANGED_PLACES]
    table = Table.grid(padding=(0, 2))
    table.add_column()
    table.add_column(justify="right")
    table.add_column()
    for place in (*foremost, *winners):
        table.add_row(*_place(place))
    heading = f"Served share by place: {changed:,} of {len(places):,} change; the worst on top"
    return Group(f"[bold]{heading}[/bold]", table)


def _place(place: PlaceServed) -> tuple[str, str, Text]:
    share = f"{wording.percent(place.share_before)} → {wording.percent(place.share_after)}"
    change = points(place.change) if place.change != 0 else "no service" if place.after == 0 else ""
    said = f"{said_of(place)}  {change}"
    return f"  {escape(place.name)}", share, Text(said, _COLOURS[change_class(place)])
