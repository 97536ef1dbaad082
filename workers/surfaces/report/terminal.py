"""The summary that `demo` and `plan` print: what was matched, why not, what is full, where the files are."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console, Group
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from contracts.event import Event
from contracts.parcel import ParcelRequested
from contracts.reasons import UnmatchedReason
from workers.surfaces.report import wording
from workers.surfaces.report.busiest import Stretch, busiest_stretches
from workers.surfaces.report.facts import PlanFacts, read_facts
from workers.surfaces.report.figures import assumption, gap_sentence, title
from workers.surfaces.report.loads import trip_loads

_BUSIEST = 5
_COLOURS = ((0.95, "red"), (0.8, "yellow"), (0.0, "green"))
_BAR = 12
_ROOMY = 100
"""Columns from which on each reason is explained beside its count, and each share drawn as a bar."""


def print_summary(
    console: Console,
    inputs: Iterable[Event],
    outputs: Iterable[Event],
    report: Mapping[str, Any],
    *,
    files: Sequence[Path],
) -> None:
    """Print the plan of one area; `report` is what build_report made of the same events."""
    inputs = list(inputs)
    facts = read_facts(inputs, outputs)
    heading, _ = title(facts)
    console.print()
    console.rule(f"[bold]{escape(heading)}", align="left")
    console.print(_matched(report))
    if undecided := _undecided(inputs, facts):
        console.print(f"[yellow]{undecided}[/yellow]")
    if report["unmatched"]:
        console.print(_unmatched(report["unmatched"], explained=console.width >= _ROOMY))
    stretches = busiest_stretches(trip_loads(facts).values(), _BUSIEST)
    if stretches:
        console.print(_busiest(facts, stretches, drawn=console.width >= _ROOMY))
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


def _undecided(inputs: Sequence[Event], facts: PlanFacts) -> str:
    """Who hands in parcels learns of those that no decision speaks of."""
    asked = {event.data.parcel_id for event in inputs if isinstance(event.data, ParcelRequested)}
    left = len(asked - {parcel.parcel_id for parcel in facts.parcels})
    return f"Not counted: {wording.parcels(left)} already past due when this was decided" if left else ""


def _unmatched(reasons: Mapping[str, int], *, explained: bool) -> Group:
    table = Table.grid(padding=(0, 2))
    table.add_column(justify="right", style="bold", no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(style="dim")
    for reason, number in reasons.items():
        name, sentence = wording.REASONS[UnmatchedReason(reason)]
        table.add_row(f"  {number:,}", name, sentence if explained else "")
    return _titled("Unmatched", table)


def _busiest(facts: PlanFacts, stretches: Sequence[Stretch], *, drawn: bool) -> Group:
    """Two lines each: the figures and the route, and below the route from where to where."""
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True, justify="right")
    table.add_column(no_wrap=True, justify="right")
    table.add_column()
    for stretch in stretches:
        share = Text(wording.percent(stretch.share), _colour(stretch.share))
        route = Text(wording.route_label(stretch.trip), no_wrap=True, overflow="ellipsis")
        way = Text(_way(facts, stretch), "dim", overflow="fold")
        table.add_row(_bar(stretch.share) if drawn else "", share, _load(stretch), Group(route, way))
    return _titled("Busiest segments", table)


def _load(stretch: Stretch) -> str:
    used = wording.quantity(stretch.used, stretch.dimension)
    of = wording.quantity(stretch.offered, stretch.dimension)
    return f"{used}, {of}" if stretch.offered is None else f"{used} of {of}"


def _way(facts: PlanFacts, stretch: Stretch) -> str:
    first, last = stretch.trip.calls[stretch.from_call], stretch.trip.calls[stretch.to_call]
    leaves = wording.clock(first.departure, None, facts.service_dates[0])
    return f"{leaves} {facts.place_name(first.stop_id)} → {facts.place_name(last.stop_id)}"


def _bar(share: float) -> Text:
    filled = round(min(share, 1.0) * _BAR)
    return Text.assemble("  ", ("━" * filled, _colour(share)), ("━" * (_BAR - filled), "dim"))


def _colour(share: float) -> str:
    return next(name for bound, name in _COLOURS if share >= bound)


def _warnings(warnings: Sequence[Mapping[str, Any]]) -> str:
    times = sum(warning["count"] for warning in warnings)
    if times == 1:
        return "[yellow]1 warning[/yellow]; it is in the report"
    kinds = "1 kind" if len(warnings) == 1 else f"{len(warnings)} kinds"
    return f"[yellow]{times:,} warnings[/yellow] of {kinds}; the report lists them"


def _titled(title_text: str, table: Table) -> Group:
    """Below each other: a table within a table is measured too narrow."""
    return Group(f"[bold]{title_text}[/bold]", table)
