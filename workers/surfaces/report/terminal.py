"""The summary that `demo` and `plan` print: what was matched, why not, what is full, where the files are."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from contracts.event import Event
from contracts.reasons import UnmatchedReason
from workers.surfaces.report import wording
from workers.surfaces.report.busiest import Stretch, busiest_stretches
from workers.surfaces.report.facts import PlanFacts, read_facts
from workers.surfaces.report.figures import assumption, gap_sentence, title
from workers.surfaces.report.loads import trip_loads

_BUSIEST = 5
_COLOURS = ((0.95, "red"), (0.8, "yellow"), (0.0, "green"))
_BAR = 12
_ROOM_FOR_SENTENCES = 100
"""Columns from which on each reason is explained beside its count."""


def print_summary(
    console: Console,
    inputs: Iterable[Event],
    outputs: Iterable[Event],
    report: Mapping[str, Any],
    *,
    files: Sequence[Path],
) -> None:
    """Print the plan of one area; `report` is what build_report made of the same events."""
    facts = read_facts(inputs, outputs)
    heading, _ = title(facts)
    console.print()
    console.rule(f"[bold]{escape(heading)}", align="left")
    console.print(_matched(report))
    if report["unmatched"]:
        console.print(_unmatched(report["unmatched"], explained=console.width >= _ROOM_FOR_SENTENCES))
    stretches = busiest_stretches(trip_loads(facts).values(), _BUSIEST)
    if stretches:
        console.print(_busiest(facts, stretches))
    if assumed := assumption(facts):
        console.print(f"[dim]Assumption: {escape(assumed)}[/dim]")
    if report["warnings"]:
        console.print(_warnings(report["warnings"]))
    for file in files:
        console.print(f"  {file}", style="cyan", highlight=False, soft_wrap=True, markup=False)


def _matched(report: Mapping[str, Any]) -> str:
    matched, total = report["matched"], report["parcels"]
    share = f" ({wording.percent(matched / total)})" if total else ""
    worth = f"worth {wording.euros(report['value_millis'])}, {gap_sentence(report)}"
    return f"[bold green]{matched:,}[/bold green] of {wording.parcels(total)} matched{share}, {worth}"


def _unmatched(reasons: Mapping[str, int], *, explained: bool) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(justify="right", style="bold")
    table.add_column()
    table.add_column(style="dim")
    for reason, number in reasons.items():
        name, sentence = wording.REASONS[UnmatchedReason(reason)]
        table.add_row(f"  {number:,}", name, sentence if explained else "")
    return _titled("Unmatched", table)


def _busiest(facts: PlanFacts, stretches: Sequence[Stretch]) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True, justify="right")
    table.add_column(overflow="ellipsis", no_wrap=True)
    table.add_column()
    table.add_column(no_wrap=True, justify="right")
    for stretch in stretches:
        first, last = stretch.trip.calls[stretch.from_call], stretch.trip.calls[stretch.to_call]
        leaves = wording.clock(first.departure, None, facts.service_dates[0])
        way = f"{leaves} {facts.place_name(first.stop_id)} → {facts.place_name(last.stop_id)}"
        used = wording.quantity(stretch.used, stretch.dimension)
        of = wording.quantity(stretch.offered, stretch.dimension)
        load = f"{used}, {of}" if stretch.offered is None else f"{used} of {of}"
        share = wording.percent(stretch.share)
        table.add_row(f"  {_bar(stretch.share)}", share, escape(wording.route_label(stretch.trip)), escape(way), load)
    return _titled("Busiest segments", table)


def _bar(share: float) -> str:
    colour = next(name for bound, name in _COLOURS if share >= bound)
    filled = round(min(share, 1.0) * _BAR)
    return f"[{colour}]{'━' * filled}[/{colour}][dim]{'━' * (_BAR - filled)}[/dim]"


def _warnings(warnings: Sequence[Mapping[str, Any]]) -> str:
    times = sum(warning["count"] for warning in warnings)
    kinds = "1 kind" if len(warnings) == 1 else f"{len(warnings)} kinds"
    return f"[yellow]{times:,} warnings[/yellow] of {kinds}; the report lists them"


def _titled(title_text: str, table: Table) -> Table:
    outer = Table.grid()
    outer.add_row(f"[bold]{title_text}[/bold]")
    outer.add_row(table)
    return outer
